import { falseLineEnd, hasFalseLineEnd, linesOf } from '../../core/lines.ts';
import type { BadLine, Entries, Entry } from './entry.ts';
import { isComment } from './first-line.ts';

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

/** One number a line; blank lines, those that start with #, and what stands behind a number and a # are skipped. */
export function readPlain(text: string): Entries {
  const good: Entry[] = [];
  const bad: BadLine[] = [];
  const mayHideLines = hasFalseLineEnd(text);
  let i = 0;
  for (const line of linesOf(text)) {
    i += 1;
    const entry = line.trim();
    const why = mayHideLines ? falseLineEnd(entry) : undefined;
    if (why !== undefined) bad.push({ place: `line ${i}`, text: entry.slice(0, 80), why });
    else if (entry !== '' && !isComment(entry))
      good.push(new Line(entry.includes('#') ? entry.replace(/\s+#.*$/, '') : entry, i));
  }
  return { good, bad };
}
