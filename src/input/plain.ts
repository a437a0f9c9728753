import { falseLineEnd, hasFalseLineEnd, linesOf } from '../core/lines.ts';
import type { Entries, Entry, RejectedLine } from './entry.ts';
import { isComment } from './lines.ts';

/** One of perhaps 100,000 lines; where it stands becomes words only when somebody must be told. */
class Line implements Entry {
  readonly number: string;
  readonly #line: number;

  constructor(number: string, line: number) {
    this.number = number;
    this.#line = line;
  }

  get place(): string {
    return `line ${this.#line}`;
  }
}

/**
 * One number per line. Blank lines are skipped. `#` starts a comment at the start of a line or between two spaces; right
 * before a digit it is an extension.
 */
export function readPlain(text: string): Entries {
  const good: Entry[] = [];
  const bad: RejectedLine[] = [];
  const mayHideLines = hasFalseLineEnd(text);
  let i = 0;
  for (const line of linesOf(text)) {
    i += 1;
    const entry = (line.includes('#') ? line.replace(/\s#\s.*$/, '') : line).trim();
    const why = mayHideLines ? falseLineEnd(line.trim()) : undefined;
    if (why !== undefined) bad.push({ place: `line ${i}`, text: line.trim().slice(0, 80), why });
    else if (entry !== '' && !isComment(entry)) good.push(new Line(entry, i));
  }
  return { good, bad };
}
