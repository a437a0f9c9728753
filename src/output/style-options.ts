import type { Env } from '../core/environment.ts';
import type { SortKey } from './sort-rows.ts';

/**
 * Whether a stream gets colour, by the conventions: --no-color and NO_COLOR first, then FORCE_COLOR and
 * CLICOLOR_FORCE, then TERM=dumb, else whether it is a terminal. A variable that is empty says nothing.
 */
export function wantsColor(env: Env, isTerminal: boolean, noColor: boolean): boolean {
  if (noColor || env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return !['0', 'false'].includes(env.FORCE_COLOR);
  if (env.CLICOLOR_FORCE && env.CLICOLOR_FORCE !== '0') return true;
  return isTerminal && env.TERM !== 'dumb';
}

/** How rows shall style, beside their format. */
export interface StyleOptions {
  color: boolean;
  /** As the line says; undefined leaves it to the format. */
  header?: boolean | undefined;
  /** Columns of the terminal that a table must fit; undefined for as wide as it likes. */
  width?: number | undefined;
  /** Whether borders may be drawn with box characters; else they are ASCII. */
  unicode?: boolean;
  /** One labelled line a field instead of a table, for screen readers. */
  accessible?: boolean;
  /** The order of the rows; as they come when not given. */
  sort?: readonly SortKey[] | undefined;
}

/** What the style depends on besides the line. */
export interface StyleEnvironment {
  env: Env;
  platform: string;
  stdout: { isTerminal: boolean; readonly columns: number | undefined };
}

/** The options that shape rows. */
export interface ShapeOptions {
  header: boolean;
  noHeader: boolean;
  noColor: boolean;
  isAccessible: boolean;
  sort: readonly SortKey[] | undefined;
}

/**
 * Whether the locale's characters are UTF-8. The first variable that is set decides. Windows consoles always can;
 * what reads a pipe there may take the bytes for a code page.
 */
export function canDrawBoxes(env: Env, platform: string, isTerminal: boolean): boolean {
  if (platform === 'win32') return isTerminal;
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value);
  return /utf-?8/i.test(locale ?? '');
}

/** COLUMNS where it is a number, else what the terminal says. */
function widthOf({ env, stdout }: StyleEnvironment): number | undefined {
  const said = /^[1-9]\d{0,5}$/.test(env.COLUMNS ?? '') ? Number(env.COLUMNS) : undefined;
  return said ?? (stdout.columns || undefined);
}

/** Labelled lines and nothing redrawn, by `--accessible` or SINCHCTL_ACCESSIBLE. */
export const isAccessible = (env: Env, asked: boolean): boolean =>
  asked || !['', '0', 'false', undefined].includes(env.SINCHCTL_ACCESSIBLE);

export function styleOptions(options: ShapeOptions, around: StyleEnvironment): StyleOptions {
  const { env, platform, stdout } = around;
  return {
    color: wantsColor(env, stdout.isTerminal, options.noColor),
    header: options.noHeader ? false : options.header ? true : undefined,
    // Asked by a table alone, because that takes time.
    get width() {
      return widthOf(around);
    },
    unicode: canDrawBoxes(env, platform, stdout.isTerminal),
    accessible: options.isAccessible,
    sort: options.sort,
  };
}
