import { tryParseJson } from '../core/attempt.ts';
import { columnFlag, holdsNumber, namesNumbers } from './column-names.ts';
import { firstLineOf, takeSeparator } from './delimited.ts';
import {
  type Entries,
  falseLineEnd,
  hasFalseLineEnd,
  isComment,
  type NumberEntry,
  type RejectedLine,
  refuseLongLines,
  refuseOtherFormats,
  reject,
} from './entry.ts';
import { readJsonEntries } from './json-entries.ts';
import { readTableEntries } from './table-entries.ts';

/** One of up to 100,000 lines; the text of its position is created only for an error. */
class Line implements NumberEntry {
  readonly number: string;
  hint?: string;
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
 * One number per line. Blank lines are skipped. `#` starts a comment at the start of a line or between two spaces;
 * directly before a digit it marks an extension.
 */
function readPlain(text: string): Entries {
  const good: NumberEntry[] = [];
  const bad: RejectedLine[] = [];
  const mayHideLines = hasFalseLineEnd(text);
  let i = 0;
  // Split line by line, because there may be millions of blank lines.
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf('\n', start);
    const line = lines.slice(start, end < 0 ? undefined : end);
    start = end < 0 ? lines.length : end + 1;
    i += 1;
    if (line === '') continue;
    const entry = (line.includes('#') ? line.replace(/\s#\s.*/, '') : line).trim();
    const why = mayHideLines ? falseLineEnd(line.trim()) : undefined;
    if (why !== undefined) bad.push(reject({ place: `line ${i}`, text: line.trim() }, why));
    else if (entry !== '' && !isComment(entry)) good.push(new Line(entry, i));
  }
  return { good, bad };
}

/** With a letter, and without punctuation that is unusual in the name of a column. */
const COLUMN_NAME = /^(?=.*\p{L})[\p{L}\p{N} _.()/#-]+$/u;

/** Adds a hint if the first line may be the header of the only column. */
function hintAtHeader(entries: Entries): Entries {
  const [first, second] = entries.good;
  const name = String(first?.number);
  if (first && second && COLUMN_NAME.test(name) && !holdsNumber(name) && holdsNumber(String(second.number))) {
    const hint = `if ${first.place} is a header, add ${columnFlag([name], 0)}`;
    entries.good[0] = { place: first.place, number: name, hint };
  }
  return entries;
}

/** Whether the first line is a JSON string with a number instead of the quoted header of a table. */
function isJsonText(start: string, column: string | undefined): boolean {
  const value = start.startsWith('"') ? tryParseJson(firstLineOf(start).line) : undefined;
  return typeof value === 'string' && !namesNumbers(value, column);
}

/**
 * The numbers of a file whose format is detected from its content: JSON, NDJSON, a table with a header (comma,
 * semicolon, or tab), sinchctl's own headerless tsv or csv, or one number per line.
 * @param column the name of the column that contains the numbers, or its position from 1
 */
export async function readEntries(content: string, column: string | undefined): Promise<Entries> {
  const { text, separator } = takeSeparator(content);
  const start = text.trimStart();
  if (start === '') return { good: [], bad: [] };
  if (/^[[{]/.test(start)) return readJsonEntries(text, column);
  if (isJsonText(start, column)) return hintAtHeader(await readJsonEntries(text, column));
  refuseLongLines(text);
  refuseOtherFormats(text);
  return (await readTableEntries(text, column, separator)) ?? hintAtHeader(readPlain(text));
}
