import type { E164 } from '../account/phone-number.ts';
import type { RowGroup } from '../account/result-row.ts';
import type { Row } from './rows.ts';

/** The number of rows that become text at a time, so that an account of any size takes the same memory. */
const CHUNK = 1000;

/** Rows, 1,000 at a time. */
export function* chunksOf(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += CHUNK) yield rows.slice(at, at + CHUNK);
}

/** The rows of a group. */
export const rowsOf = ({ row, numbers }: RowGroup<Row>): Row[] =>
  numbers.length < 2 ? [row] : numbers.map((number) => ({ ...row, number }));

/** A number that does not exist, to find the position of the number in a line. */
const PLACEHOLDER = '+999999999999999' as E164;

/** The text before and after the number; undefined if it cannot be determined. Every format shows E.164 unchanged. */
function around(row: Row, line: (row: Row) => string): [string, string] | undefined {
  if (line(row).includes(PLACEHOLDER)) return undefined;
  const parts = line({ ...row, number: PLACEHOLDER }).split(PLACEHOLDER);
  return parts.length === 2 ? (parts as [string, string]) : undefined;
}

/** The rows of a group as text, at most 1,000 at a time. @param line one row as text, with its line end */
export function* groupText(
  { row, numbers }: RowGroup<Row>,
  line: (row: Row) => string,
): Generator<string, void> {
  if (numbers.length < 2) {
    yield line(row);
    return;
  }
  const frame = around(row, line);
  for (let at = 0; at < numbers.length; at += CHUNK) {
    const some = numbers.slice(at, at + CHUNK);
    if (frame) yield frame[0] + some.join(frame[1] + frame[0]) + frame[1];
    else yield some.map((number) => line({ ...row, number })).join('');
  }
}
