import Table from 'cli-table3';
import { drawCards } from './cards.ts';
import { cellText, shownColumns } from './cells.ts';
import { fitWidths, type Measure } from './fit.ts';
import type { Look } from './look.ts';
import type { Columns, Row, TableColumn } from './rows.ts';
import { StandIns } from './stand-ins.ts';
import { createStyle, paintWord, type Style } from './style.ts';
import { cellWidth, leastWidth, wrap } from './wrap.ts';

/** Cards that become text at a time. */
const SLICE = 1000;

/** cli-table3 takes a time that grows with the square of its rows, so a long table is drawn in slices. */
const DRAWN = 100;

const NONE = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '' };
const NO_BOTTOM = { bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' };
const corners = (place: string) => ({
  [place]: '-',
  [`${place}-mid`]: '+',
  [`${place}-left`]: '+',
  [`${place}-right`]: '+',
});
/** What draws a box where the locale has no box characters. */
const ASCII = {
  ...corners('top'),
  ...corners('bottom'),
  ...{ mid: '-', 'mid-mid': '+', 'left-mid': '+', 'right-mid': '+' },
  ...{ left: '|', right: '|', middle: '|' },
};

function measure(column: TableColumn, rows: readonly Row[], hasHeader: boolean): Measure {
  const title = hasHeader ? column.title : '';
  const size = { wanted: cellWidth(title), least: leastWidth(title) };
  for (const row of rows) {
    const text = cellText(column, row);
    const width = cellWidth(text);
    if (width > size.wanted) size.wanted = width;
    if (width > size.least) size.least = Math.max(size.least, leastWidth(text));
  }
  return size;
}

interface Drawing {
  /** Columns of text, padding not included. */
  widths: readonly number[];
  head: readonly string[];
  style: Style;
  unicode: boolean;
}

/** A cell as cli-table3 takes it: wrapped by our rules, of a width that it cannot get wrong, and painted. */
function cellOf(text: string, width: number, paint: (text: string) => string, standIns: StandIns): string {
  const lines = wrap(text, width).map((line) => standIns.of(line, cellWidth(line)));
  return lines.length === 1 ? paint(lines[0] ?? '') : lines.join('\n');
}

/** Some rows of the table; only the first slice has its top, only the last its bottom. */
function drawSlice(
  slice: readonly (readonly string[])[],
  { widths, head, style, unicode }: Drawing,
  isFirst: boolean,
  isLast: boolean,
): string {
  const standIns = new StandIns();
  const cells = (texts: readonly string[], paint: (text: string) => string) =>
    widths.map((width, i) => cellOf(texts[i] ?? '', width, paint, standIns));
  const chars = { ...(unicode ? {} : ASCII), ...(isFirst ? {} : NONE), ...(isLast ? {} : NO_BOTTOM) };
  // No lines between rows: an account of a thousand numbers should stay a thousand lines.
  const options = {
    colWidths: widths.map((width) => width + 2),
    chars,
    style: { head: [], border: [], compact: true },
  };
  const titles = cells(isFirst ? head : [], (title) => style.bold(title));
  const table = new Table(isFirst && head.length > 0 ? { ...options, head: titles } : options);
  for (const texts of slice) table.push(cells(texts, (word) => paintWord(style, word)));
  return `${standIns.restore(table.toString())}\n`;
}

function* drawBox(rows: readonly Row[], columns: readonly TableColumn[], drawing: Drawing) {
  for (let at = 0; at < rows.length; at += DRAWN) {
    const texts = rows.slice(at, at + DRAWN).map((row) => columns.map((column) => cellText(column, row)));
    yield drawSlice(texts, drawing, at === 0, at + DRAWN >= rows.length);
  }
}

/** A table for people, in pieces; a card a row where the terminal is too narrow for one. Nothing without rows. */
export function* drawTable(rows: readonly Row[], columns: Columns, look: Look): Generator<string> {
  if (rows.length === 0) return;
  const style = createStyle(look.color);
  const shown = shownColumns(rows, columns);
  const hasHeader = look.header ?? true;
  const widths = look.accessible
    ? undefined
    : fitWidths(
        shown.map((column) => measure(column, rows, hasHeader)),
        look.width,
      );
  const head = hasHeader ? shown.map(({ title }) => title) : [];
  if (widths) yield* drawBox(rows, shown, { widths, head, style, unicode: look.unicode ?? false });
  else yield* drawCards(rows, shown, style, SLICE);
}
