import { drawCards } from './cards.ts';
import { cellText, shownColumns } from './cells.ts';
import { fitWidths, type Measure } from './fit.ts';
import type { Look } from './look.ts';
import type { Columns, Row, TableColumn } from './rows.ts';
import { createStyle, paintWord, type Style } from './style.ts';
import { cellWidth, leastWidth, wrap } from './wrap.ts';

/** Rows that become text at a time. */
const SLICE = 1000;

const BOX = { line: '─', side: '│', top: '┌┬┐', middle: '├┼┤', bottom: '└┴┘' };
const ASCII: typeof BOX = { line: '-', side: '|', top: '+++', middle: '+++', bottom: '+++' };

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

/** Draws with columns of these widths. */
class Pen {
  readonly #widths: readonly number[];
  readonly #set: typeof BOX;

  constructor(widths: readonly number[], unicode: boolean) {
    this.#widths = widths;
    this.#set = unicode ? BOX : ASCII;
  }

  border(place: 'top' | 'middle' | 'bottom'): string {
    const [left, between, right] = this.#set[place];
    return `${left}${this.#widths.map((width) => this.#set.line.repeat(width + 2)).join(between)}${right}\n`;
  }

  /** One row, as many lines high as its highest cell. No lines between rows: a thousand numbers are a thousand lines. */
  row(texts: readonly string[], paint: (text: string) => string): string {
    const { side } = this.#set;
    const cells = this.#widths.map((width, i) => wrap(texts[i] ?? '', width));
    const height = Math.max(...cells.map((lines) => lines.length));
    let drawn = '';
    for (let at = 0; at < height; at += 1) {
      const parts = cells.map((lines, i) => {
        const text = lines[at] ?? '';
        const padding = ' '.repeat(Math.max(0, (this.#widths[i] ?? 0) - cellWidth(text)));
        return ` ${lines.length === 1 ? paint(text) : text}${padding} `;
      });
      drawn += `${side}${parts.join(side)}${side}\n`;
    }
    return drawn;
  }
}

function* drawBox(
  rows: readonly Row[],
  columns: readonly TableColumn[],
  pen: Pen,
  style: Style,
  hasHeader: boolean,
) {
  let text = pen.border('top');
  if (hasHeader) {
    text +=
      pen.row(
        columns.map(({ title }) => title),
        (title) => style.bold(title),
      ) + pen.border('middle');
  }
  for (let at = 0; at < rows.length; at += SLICE) {
    for (const row of rows.slice(at, at + SLICE)) {
      text += pen.row(
        columns.map((column) => cellText(column, row)),
        (word) => paintWord(style, word),
      );
    }
    if (at + SLICE >= rows.length) text += pen.border('bottom');
    yield text;
    text = '';
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
  if (widths) yield* drawBox(rows, shown, new Pen(widths, look.unicode ?? false), style, hasHeader);
  else yield* drawCards(rows, shown, style, SLICE);
}
