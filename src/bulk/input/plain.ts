import type { Entries, Entry } from './entry.ts';

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
  let i = 0;
  for (const line of text.split('\n')) {
    i += 1;
    const number = (line.includes('#') ? line.replace(/\s#.*$/, '') : line).trim();
    if (number !== '' && !number.startsWith('#')) good.push(new Line(number, i));
  }
  return { good, bad: [] };
}
