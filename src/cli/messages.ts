import { redact } from '../core/redact.ts';
import { safeText } from '../core/safe-text.ts';
import { wrapText } from '../output/wrap-text.ts';
import type { Host } from '../platform/host.ts';
import type { Progress } from './progress.ts';
import type { Settings } from './settings.ts';

/** Among snippets for a shell whatever else is said is a comment. */
export const leadOf = ({ curl }: { curl: boolean }): string => (curl ? '# ' : '');

/** What a command says on stderr beside its errors. */
export interface Messages {
  say(...lines: readonly string[]): void;
  /** Lines for a shell. */
  saySnippet(lines: readonly string[]): void;
  /** Left out with `--quiet`. */
  note(text: string, ...more: readonly string[]): void;
  warn(text: string): void;
  /** Told of the bar while there is one, which every other line has to pass. */
  onProgress(progress: Progress | undefined): void;
  /** Whether a bar may be drawn again and again. */
  readonly mayRedraw: boolean;
}

/** @param isShared whether the rows of the command go to the terminal that a bar would be drawn on */
export function openMessages({ stderr, env }: Host, settings: Settings, isShared: boolean): Messages {
  let progress: Progress | undefined;
  const sayAs = (lead: string, lines: readonly string[]) => {
    // A line end inside of a line is a text from elsewhere, which must not look like a line of ours.
    const width = () => (settings.curl ? undefined : stderr.columns);
    const text = lines.map((line) => `${lead}${wrapText(safeText(redact(line)), width)}\n`).join('');
    // When stderr is gone nobody can be told, and the work goes on.
    stderr.write(`${progress?.clearing() ?? ''}${text}`).catch(() => undefined);
  };
  const say = (...lines: readonly string[]) => sayAs(leadOf(settings), lines);
  return {
    say,
    saySnippet: (lines) => sayAs('', lines),
    note(text, ...more) {
      if (!settings.quiet) say(`note: ${text}`, ...more);
    },
    warn: (text) => say(`warning: ${text}`),
    onProgress(one) {
      progress = one;
    },
    mayRedraw: stderr.isTerminal && !isShared && !settings.isAccessible && env.TERM !== 'dumb',
  };
}
