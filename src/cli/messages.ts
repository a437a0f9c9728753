import { redact } from '../core/redact.ts';
import { shellNote } from '../core/shell-line.ts';
import { safeText } from '../core/text.ts';
import { type StyleOptions, styleOptions, wantsColor } from '../output/style-options.ts';
import { wrapText } from '../output/wrap-text.ts';
import type { Host } from '../platform/host.ts';
import type { Settings } from './settings.ts';

/** The label of a message, which may be in a shell note. */
const LABEL = /^(: ')?(error|warning|note|hint):/;
/** The codes that start and end the color of each label. */
const COLORS: Record<string, readonly [number, number]> = {
  error: [31, 39],
  warning: [33, 39],
  note: [2, 22],
  hint: [36, 39],
};

function paintLabel(line: string): string {
  return line.replace(LABEL, (_, before = '', label: string) => {
    const [on, off] = COLORS[label] ?? [];
    return `${before}\x1b[${on}m${label}:\x1b[${off}m`;
  });
}

/**
 * A line of text on stderr, with a colored label if colors are enabled. Between shell snippets, it must do nothing
 * when it is pasted.
 */
export function stderrLine(
  { env, stderr }: Pick<Host, 'env' | 'stderr'>,
  { curl, noColor }: { curl: boolean; noColor: boolean },
  text: string,
): string {
  const line = curl ? shellNote(text) : text;
  return `${wantsColor(env, stderr.isTerminal, noColor) ? paintLabel(line) : line}\n`;
}

/** The same for text that may be external: a line break in it must not start a new message. It is wrapped. */
export const messageLine = (
  host: Pick<Host, 'env' | 'stderr'>,
  style: { curl: boolean; noColor: boolean },
  text: string,
): string =>
  stderrLine(
    host,
    style,
    wrapText(safeText(text), () => (style.curl ? undefined : host.stderr.columns)),
  );

/** What a command writes to stderr besides its errors. */
export interface Messages {
  say(...lines: readonly string[]): void;
  /** Lines for a shell. */
  saySnippet(lines: readonly string[]): void;
  /** Omitted with `--quiet`. */
  note(text: string, ...more: readonly string[]): void;
  warn(text: string): void;
  /**
   * Shows lines that are drawn for this terminal, for example before a prompt. External text in them is already
   * escaped.
   */
  show(draw: (style: StyleOptions) => Iterable<string>): void;
  /** The text that removes the progress bar before other output; empty if there is no bar. */
  clearing(): string;
  setClearing(text: string): void;
  /** The end of a wait because of a rate limit, in milliseconds, while that delays all items. */
  readonly limit: { until: number };
  /** Whether a progress bar may be drawn. */
  readonly mayRedraw: boolean;
}

/** @param isShared whether the command's rows go to the terminal that the progress bar is drawn on */
export function openMessages(host: Host, settings: Settings, isShared: boolean): Messages {
  const { stderr, env, platform } = host;
  let clearing = '';
  // A closed stderr must not stop the command.
  const write = (text: string) => void stderr.write(`${clearing}${text}`).catch(() => undefined);
  const say = (...lines: readonly string[]) =>
    write(lines.map((line) => messageLine(host, settings, redact(line))).join(''));
  return {
    say,
    saySnippet: (lines) => write(lines.map((line) => `${safeText(redact(line))}\n`).join('')),
    note(text, ...more) {
      if (!settings.quiet) say(`note: ${text}`, ...more);
    },
    warn: (text) => say(`warning: ${text}`),
    show(draw) {
      const lines = draw(styleOptions(settings, { env, platform, stdout: stderr }));
      write(Array.from(lines, (line) => stderrLine(host, settings, redact(line))).join(''));
    },
    clearing: () => clearing,
    setClearing(text) {
      clearing = text;
    },
    limit: { until: 0 },
    mayRedraw: stderr.isTerminal && !isShared && !settings.isAccessible && env.TERM !== 'dumb',
  };
}
