import Table from 'cli-table3';
import { safeText } from '../core/text.ts';
import type { Columns, Row, TableColumn } from './rows.ts';
import { createStyle, paintWord, type Style } from './style.ts';
import type { StyleOptions } from './style-options.ts';
import {
  cellWidth,
  columnWidths,
  leastWidth,
  type Measure,
  UNBROKEN,
  wholeWidth,
  wrap,
} from './table-layout.ts';

/** The text of a cell, made safe before it is colored, so that only our own escapes remain. */
const cellText = ({ cell }: TableColumn, row: Row): string => safeText(String(cell(row) ?? ''));

/** The columns of a table without those that are blank and may be hidden. */
const shownColumns = (rows: readonly Row[], { table }: Columns): TableColumn[] =>
  table.filter((column) => !column.mayHide || rows.some((row) => cellText(column, row) !== ''));

/** The number of rows that determine the column widths. */
const MEASURED = 1000;

/** The number of rows that become text at a time. */
const SLICE = 1000;

const corners = (place: string) => ({
  [place]: '-',
  [`${place}-mid`]: '+',
  [`${place}-left`]: '+',
  [`${place}-right`]: '+',
});
/** ASCII borders, for locales that are not UTF-8. */
const ASCII = {
  ...corners('top'),
  ...corners('bottom'),
  ...{ mid: '-', 'mid-mid': '+', 'left-mid': '+', 'right-mid': '+' },
  ...{ left: '|', right: '|', middle: '|' },
};

/**
 * The widths of a column, from the first rows in which it is not blank; wider cells in later rows wrap. Numbers and other
 * short words never break.
 */
function measure(column: TableColumn, rows: readonly Row[], hasHeader: boolean): Measure {
  const title = hasHeader ? column.title : '';
  let [wanted, least] = [cellWidth(title), leastWidth(title)];
  let whole = least;
  let left = MEASURED;
  for (const row of rows) {
    if (left <= 0 && least >= UNBROKEN) break;
    const text = cellText(column, row);
    if (text === '') continue;
    const width = cellWidth(text);
    if (left > 0) {
      wanted = Math.max(wanted, width);
      if (width > whole) whole = Math.max(whole, wholeWidth(text));
    }
    if (width > least && least < UNBROKEN) least = Math.max(least, leastWidth(text));
    left -= 1;
  }
  return { wanted: Math.max(wanted, least), whole: Math.max(whole, least), least };
}

interface Frame {
  /** The width of each column in characters, without padding. */
  widths: readonly number[];
  /** The lines above the rows, including the header. */
  above: readonly string[];
  below: string;
  /** The borders and padding on both sides of every cell. */
  border: string;
}

/**
 * The frame of a table with one empty row, drawn by cli-table3. The rows are inserted here, because cli-table3 would take
 * several times as long for them, and measures emoji and some marks by older rules than terminals.
 */
function drawFrame(
  widths: readonly number[],
  head: readonly string[],
  style: Style,
  unicode: boolean,
): Frame {
  const titles = head.map((title, i) => wrap(title, widths[i] ?? 0).map((line) => style.bold(line)));
  const table = new Table({
    colWidths: widths.map((width) => width + 2),
    chars: unicode ? {} : ASCII,
    // No lines between rows, so that a thousand numbers take a thousand lines.
    style: { head: [], border: [], compact: true },
    head: titles.map((lines) => lines.join('\n')),
  });
  table.push(widths.map(() => ''));
  const lines = table.toString().split('\n');
  return {
    widths,
    above: lines.slice(0, -2),
    below: lines.at(-1) ?? '',
    border: lines.at(-2)?.charAt(0) ?? '',
  };
}

/** A row in the frame, with as many lines as its tallest cell. */
function drawRow(texts: readonly string[], { widths, border }: Frame, style: Style): string {
  const cells = texts.map((text, i) => wrap(text, widths[i] ?? 0));
  const height = Math.max(...cells.map((lines) => lines.length));
  let text = '';
  for (let at = 0; at < height; at++) {
    const line = cells.map((lines, i) => {
      const part = lines[at] ?? '';
      const painted = lines.length === 1 ? paintWord(style, part) : part;
      return painted + ' '.repeat(Math.max(0, (widths[i] ?? 0) - cellWidth(part)));
    });
    text += `${border} ${line.join(` ${border} `)} ${border}\n`;
  }
  return text;
}

function* drawBox(rows: readonly Row[], columns: readonly TableColumn[], frame: Frame, style: Style) {
  yield frame.above.map((line) => `${line}\n`).join('');
  for (let at = 0; at < rows.length; at += SLICE) {
    const lines = rows.slice(at, at + SLICE).map((row) => {
      return drawRow(
        columns.map((column) => cellText(column, row)),
        frame,
        style,
      );
    });
    yield lines.join('');
  }
  yield `${frame.below}\n`;
}

/** One labeled line per field and a blank line between rows, for narrow terminals and screen readers. */
function* drawCards(rows: readonly Row[], columns: readonly TableColumn[], style: Style): Generator<string> {
  const card = (row: Row): string =>
    columns
      .map((column) => ({ column, text: cellText(column, row) }))
      .filter(({ column, text }) => text !== '' || !column.mayHide)
      .map(({ column, text }) => `${style.bold(`${column.title}:`)} ${paintWord(style, text)}`.trimEnd())
      .map((line) => `${line}\n`)
      .join('');
  for (let at = 0; at < rows.length; at += SLICE) {
    const text = rows
      .slice(at, at + SLICE)
      .map(card)
      .join('\n');
    yield at === 0 ? text : `\n${text}`;
  }
}

/** A table in pieces, or one card per row if the terminal is too narrow. Nothing without rows. */
export function* drawTable(rows: readonly Row[], columns: Columns, options: StyleOptions): Generator<string> {
  if (rows.length === 0) return;
  const style = createStyle(options.color);
  const shown = shownColumns(rows, columns);
  const hasHeader = options.header ?? true;
  const widths = options.accessible
    ? undefined
    : columnWidths(
        shown.map((column) => measure(column, rows, hasHeader)),
        options.width,
      );
  const head = hasHeader ? shown.map(({ title }) => title) : [];
  if (widths) yield* drawBox(rows, shown, drawFrame(widths, head, style, options.unicode ?? false), style);
  else yield* drawCards(rows, shown, style);
}
