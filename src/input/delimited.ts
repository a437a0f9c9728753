import type { CsvError } from 'csv-parse/sync';
import { usage } from '../core/errors.ts';
import { countOf, formatNumber } from '../core/text.ts';
import { countLineEnds, type FileRow, falseLineEnd, hasFalseLineEnd } from './entry.ts';

/** The maximum length of a row, which may have several lines in quotes. */
const LONGEST_RECORD = 1_000_000;

const DELIMITERS = ['\t', ';', ','] as const;

/** A number followed by a comment. */
const COMMENTED = /^\s*[+(\d][\d\s()./-]{6,30}\s# /;

const EMPTY_CELLS = /^(?:[\s,;]|(?<!")"\s*"(?!"))*$/;

/** A line on which the content of a file may start. */
export interface Head {
  /** Empty if there is none. */
  line: string;
  /** The number of lines above it. */
  above: number;
  /** The text from this line on. */
  rest: string;
}

/** The first line that is not skipped and has a cell with text. */
export function firstLineOf(text: string, isSkipped: (line: string) => boolean = () => false): Head {
  const next = /([^\r\n]*)(?:\r\n|\n|\r|$)/y;
  // Blank lines are skipped in one step, because there may be millions.
  const blank = text.length - text.trimStart().length;
  next.lastIndex = Math.max(text.lastIndexOf('\n', blank), text.lastIndexOf('\r', blank)) + 1;
  for (let above = countLineEnds(text.slice(0, next.lastIndex)); next.lastIndex < text.length; above += 1) {
    const start = next.lastIndex;
    const line = next.exec(text)?.[1] ?? '';
    if (!EMPTY_CELLS.test(line) && !isSkipped(line)) return { line, above, rest: text.slice(start) };
  }
  return { line: '', above: 0, rest: '' };
}

/** The delimiter of a table, from its first row; those in quotes and in a comment after a number do not count. */
export function delimiterIn({ line, rest }: Head, mayBeList = true): string | undefined {
  if (mayBeList && COMMENTED.test(line)) return undefined;
  const [row = ''] = /^(?:[^"\r\n]|"[^"]*")*/.exec(rest.slice(0, LONGEST_RECORD)) ?? [];
  const unquoted = row.replace(/"[^"]*"/g, '');
  const within = (text: string) => DELIMITERS.find((one) => text.includes(one));
  return within(unquoted) ?? within(line);
}

/** Clears a spreadsheet's own first line, `sep=;`, so that line numbers stay the same, and returns its delimiter. */
export function takeSeparator(text: string): { text: string; separator: string | undefined } {
  const [line, separator] = /^[ \t]*"?sep=([^\w\s"]|\t)"?[ \t]*(?=[\r\n]|$)/i.exec(text) ?? [];
  return line === undefined ? { text, separator } : { text: text.slice(line.length), separator };
}

/** A row of a table. There may be 100,000 rows, so its strings are created only for an error. */
export class TableRow implements FileRow {
  readonly cells: readonly string[];
  readonly #line: number;
  readonly #delimiter: string;

  constructor(cells: readonly string[], line: number, delimiter: string) {
    this.cells = cells;
    this.#line = line;
    this.#delimiter = delimiter;
  }

  get place(): string {
    return `line ${this.#line}`;
  }

  get text(): string {
    return this.cells.join(this.#delimiter);
  }
}

const FORMULA_TEXT = /(^|[,;])="([^",;\r\n]*)"(?=[,;]|\r?$)/gm;

/**
 * Replaces `="+1415"`, a formula that prevents a spreadsheet from changing text, because CSV allows no quote inside an
 * unquoted cell.
 */
const withoutFormulas = (text: string): string =>
  text.includes('="') ? text.replace(FORMULA_TEXT, '$1$2') : text;

const MISPLACED_QUOTES: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'an unclosed quote',
  CSV_MAX_RECORD_SIZE: 'a quoted cell that does not end within 1,000,000 characters',
  INVALID_OPENING_QUOTE: 'a quote inside an unquoted cell',
};

/** The number of lines up to the quote that is never closed; undefined if all are closed. */
function linesToOpenQuote(text: string): number | undefined {
  let open = -1;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    if (open < 0) open = at;
    else if (text[at + 1] === '"') at += 1;
    else open = -1;
  }
  return open < 0 ? undefined : countLineEnds(text.slice(0, open)) + 1;
}

const isEndless = (code: string): boolean =>
  code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE';

function misplacedQuote({ code, lines }: CsvError & { lines: number }, text: string, above: number) {
  const open = isEndless(code) ? linesToOpenQuote(text) : undefined;
  const line = formatNumber(above + (open ?? lines));
  const what =
    MISPLACED_QUOTES[open === undefined ? code : 'CSV_QUOTE_NOT_CLOSED'] ??
    'text after the closing quote of a cell';
  const hint = 'to write a quote inside a cell, quote the cell and double the quote: "5"" cable"';
  return usage(`cannot read the file as a table: line ${line} has ${what}`, hint);
}

/** The text of a cell before sinchctl escaped it in tsv, or wrote a `'` before it in csv, so that it is no formula. */
export function originalText(cell: string, delimiter: string): string {
  if (delimiter !== '\t') return cell.startsWith("'") ? cell.replace(/^'(?=[=+\-@\s＝＋－＠])/, '') : cell;
  if (!cell.includes('\\')) return cell;
  return cell.replace(/\\(?:[tnr\\]|u[\da-f]{4})/g, (token) => JSON.parse(`"${token}"`));
}

export const isFilled = (cell: string): boolean => cell.trim() !== '';

/** The records with text as rows. Their lines are counted here, because csv-parse takes half as long without its `info`. */
function rowsAt(records: readonly string[][], above: number, delimiter: string): TableRow[] {
  const rows: TableRow[] = [];
  let line = above;
  for (const cells of records) {
    line += 1;
    for (const cell of cells) line += countLineEnds(cell);
    if (cells.some(isFilled)) rows.push(new TableRow(cells, line, delimiter));
  }
  return rows;
}

/**
 * Rows of a table from a line on, except those with only empty cells. There are no comments: a cell may start with #.
 * @param maximum the number of rows to parse, including those with only empty cells; -1 for all
 * @param trim whether spaces around cells are dropped
 * @throws SinchctlError usage for a misplaced quote, with its line
 */
export async function readTableRows(
  { rest, above }: Head,
  delimiter: string,
  maximum = -1,
  trim = true,
): Promise<TableRow[]> {
  const { parse } = await import('csv-parse/sync');
  const part = maximum < 0 ? rest : rest.slice(0, LONGEST_RECORD * (maximum + 1));
  // csv-parse counts CRLF in a quoted cell as two lines.
  const text = withoutFormulas(part.replaceAll('\r\n', '\n'));
  try {
    const records = parse(text, {
      delimiter,
      // A file from two systems may mix line endings, and a lost line would be a lost number.
      record_delimiter: ['\n', '\r'],
      relax_column_count: true,
      // Without a limit, empty lines count in line numbers.
      skip_empty_lines: maximum >= 0,
      trim,
      to: maximum,
      max_record_size: LONGEST_RECORD,
      // TSV uses backslash escapes and no quotes.
      ...(delimiter === '\t' ? { quote: null } : {}),
    });
    return rowsAt(records, above, delimiter);
  } catch (error) {
    throw misplacedQuote(error as CsvError & { lines: number }, text, above);
  }
}

/** The cells of a table's first line. */
export const readFirstCells = async (head: Head, delimiter: string): Promise<readonly string[]> =>
  (await readTableRows(head, delimiter, 1))[0]?.cells ?? [];

/**
 * Why the cells of a row may be in the wrong columns; undefined if they are not.
 * @param width the number of columns, if there is a header
 */
export function misplaced(cells: readonly string[], width: number | undefined): string | undefined {
  const hidden = cells.find(hasFalseLineEnd);
  if (hidden !== undefined) return falseLineEnd(hidden);
  // An extra cell moves all cells after it into the next column.
  return width !== undefined && cells.slice(width).some(isFilled)
    ? `${countOf(cells.length, 'cell')}, but the header has ${countOf(width, 'column')}`
    : undefined;
}

/** @throws SinchctlError usage for a header with a cell that may be several lines */
export function refuseMisplacedHeader(cells: readonly string[], { above }: Head): void {
  const why = misplaced(cells, undefined);
  if (why !== undefined) throw usage(`line ${above + 1} ${why}`);
}
