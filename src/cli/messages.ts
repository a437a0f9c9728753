import { redact } from '../core/redact.ts';
import { shellNote } from '../core/shell-line.ts';
import { safeText } from '../core/text.ts';
import { type StyleOptions, styleOptions } from '../output/style-options.ts';
import { wrapText } from '../output/wrap-text.ts';
import type { Host } from '../platform/host.ts';
import type { Settings } from './settings.ts';

/** A line of text on stderr: everything between shell snippets does nothing when it is pasted. */
export const stderrLine = ({ curl }: { curl: boolean }, text: string): string =>
  `${curl ? shellNote(text) : text}\n`;

/** What a command writes to stderr besides its errors. */
export interface Messages {
  say(...lines: readonly string[]): void;
  /** Lines for a shell. */
  saySnippet(lines: readonly string[]): void;
  /** Omitted with `--quiet`. */
  note(text: string, ...more: readonly string[]): void;
  warn(text: string): void;
  /** Shows lines that are drawn for this terminal, e.g. before a prompt. The drawing makes external text safe. */
  show(draw: (style: StyleOptions) => Iterable<string>): void;
  /** The text that removes the progress bar before other output; empty if there is no bar. */
  clearing(): string;
  setClearing(text: string): void;
  /** Whether a progress bar may be drawn. */
  readonly mayRedraw: boolean;
}

/** @param isShared whether the command's rows go to the terminal that the progress bar is drawn on */
export function openMessages(
  { stderr, env, platform }: Host,
  settings: Settings,
  isShared: boolean,
): Messages {
  let clearing = '';
  // A closed stderr must not stop the command.
  const write = (text: string) => void stderr.write(`${clearing}${text}`).catch(() => undefined);
  const sayAs = (lineOf: (text: string) => string, lines: readonly string[]) => {
    // A line break in external text must not look like a new message.
    const width = () => (settings.curl ? undefined : stderr.columns);
    const text = lines.map((line) => lineOf(wrapText(safeText(redact(line)), width))).join('');
    write(text);
  };
  const say = (...lines: readonly string[]) => sayAs((text) => stderrLine(settings, text), lines);
  return {
    say,
    saySnippet: (lines) => sayAs((text) => `${text}\n`, lines),
    note(text, ...more) {
      if (!settings.quiet) say(`note: ${text}`, ...more);
    },
    warn: (text) => say(`warning: ${text}`),
    show(draw) {
      const lines = draw(styleOptions(settings, { env, platform, stdout: stderr }));
      write(Array.from(lines, (line) => stderrLine(settings, redact(line))).join(''));
    },
    clearing: () => clearing,
    setClearing(text) {
      clearing = text;
    },
    mayRedraw: stderr.isTerminal && !isShared && !settings.isAccessible && env.TERM !== 'dumb',
  };
}
