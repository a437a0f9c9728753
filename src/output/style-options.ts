import type { Aliases } from '../account/application.ts';
import type { Env } from '../core/environment.ts';
import type { SortKey } from './rows.ts';

/**
 * Whether a stream gets color: --no-color and NO_COLOR come first, then FORCE_COLOR and CLICOLOR_FORCE, then TERM=dumb,
 * then whether it is a terminal. An empty variable counts as unset.
 */
export function wantsColor(env: Env, isTerminal: boolean, noColor: boolean): boolean {
  if (noColor || env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return !['0', 'false'].includes(env.FORCE_COLOR);
  if (env.CLICOLOR_FORCE && env.CLICOLOR_FORCE !== '0') return true;
  return isTerminal && env.TERM !== 'dumb';
}

/** How rows appear, besides their format. */
export interface StyleOptions {
  color: boolean;
  /** As the options require; undefined for the default of the format. */
  header?: boolean | undefined;
  /** Terminal columns that a table must fit; undefined for no limit. */
  width?: number | undefined;
  /** Whether borders may be drawn with box characters instead of ASCII. */
  unicode?: boolean;
  /** One labeled line per field instead of a table, for screen readers. */
  accessible?: boolean;
  /** The aliases of applications, which tables show in place of keys. */
  aliases?: Aliases | undefined;
  /** Called with the titles of the columns that do not fit the terminal. */
  onOmitted?: (titles: readonly string[]) => void;
  /** The order of the rows; by default the order in which they were produced. */
  sort?: readonly SortKey[] | undefined;
}

/** The environment that the style depends on. */
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
 * Whether the locale is UTF-8. The first variable that is set decides. Windows consoles always support box characters,
 * but a program that reads a pipe there may decode the bytes with a code page.
 */
export function canDrawBoxes(env: Env, platform: string, isTerminal: boolean): boolean {
  if (platform === 'win32') return isTerminal;
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value);
  return /utf-?8/i.test(locale ?? '');
}

/** The width of a stream: COLUMNS if it is an integer, otherwise that of the terminal; undefined if there is none. */
export function widthOf({ COLUMNS = '' }: Env, stream: { readonly columns: number | undefined }) {
  return /^[1-9]\d{0,5}$/.test(COLUMNS) ? Number(COLUMNS) : stream.columns || undefined;
}

/** Whether `--accessible` or SINCHCTL_ACCESSIBLE requests labeled lines and no redrawing. */
export const isAccessible = (env: Env, asked: boolean): boolean =>
  asked || !['', '0', 'false', undefined].includes(env.SINCHCTL_ACCESSIBLE);

export function styleOptions(options: ShapeOptions, around: StyleEnvironment): StyleOptions {
  const { env, platform, stdout } = around;
  return {
    color: wantsColor(env, stdout.isTerminal, options.noColor),
    header: options.noHeader ? false : options.header ? true : undefined,
    // A getter, because the lookup takes time and only a table needs it.
    get width() {
      return widthOf(env, stdout);
    },
    unicode: canDrawBoxes(env, platform, stdout.isTerminal),
    accessible: options.isAccessible,
    sort: options.sort,
  };
}
