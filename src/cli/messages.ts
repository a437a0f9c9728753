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
  const sayAs = (lineOf: (text: string) => string, lines: readonly string[]) => {
    // A line break in external text must not start a new message.
    const width = () => (settings.curl ? undefined : stderr.columns);
    const text = lines.map((line) => lineOf(wrapText(safeText(redact(line)), width))).join('');
    write(text);
  };
  const say = (...lines: readonly string[]) => sayAs((text) => stderrLine(host, settings, text), lines);
  return {
    say,
    saySnippet: (lines) => sayAs((text) => `${text}\n`, lines),
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
