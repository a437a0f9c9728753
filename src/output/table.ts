import Table from 'cli-table3';
import { chunksOf } from '../core/group-by.ts';
import { safeText } from '../core/text.ts';
import {
  type Canvas,
  type CellContext,
  CHUNK_ROWS,
  type Columns,
  type Row,
  type TableColumn,
} from './rows.ts';
import { createStyle, paintWord, type Style } from './style.ts';
import type { StyleOptions } from './style-options.ts';
import { cellWidth, columnWidths, measure, NARROW, truncateCell, withoutScheme } from './table-layout.ts';

/** The columns that are never truncated: they identify a row, or are useless when truncated. */
const WHOLE = new Set(['number', 'item', 'run', 'result', 'expires', 'when']);

/** A column whose cells are text, made safe before it is colored, so that only our own escapes remain. */
interface TextColumn extends TableColumn {
  text(row: Row): string;
}

function textColumn(column: TableColumn, context: CellContext): TextColumn {
  // In 100,000 rows most cells repeat the one above, whose text is cached.
  let above: ReturnType<TableColumn['cell']>;
  let known = '';
  return {
    ...column,
    text(row) {
      const value = column.cell(row, context);
      if (value !== above) {
        above = value;
        known = safeText(String(value ?? ''));
      }
      return known;
    },
  };
}

/** The columns of a table without those that are blank and may be hidden. */
function shownColumns(
  rows: readonly Row[],
  { table }: Columns,
  { aliases = new Map(), unicode, accessible }: StyleOptions,
): TextColumn[] {
  const context = { aliases, none: accessible ? 'none' : unicode ? '–' : '-' };
  const isBlank = (text: string, usual = '') => text === '' || text === usual;
  return table
    .map((column) => textColumn(column, context))
    .filter(({ mayHide, usual, text }) => !mayHide || rows.some((row) => !isBlank(text(row), usual)));
}

function* columnTexts({ text }: TextColumn, rows: readonly Row[]): Generator<string> {
  for (const row of rows) yield text(row);
}

interface FittedColumn {
  title: string;
  width: number;
  /** The text of a cell before it is truncated. */
  text(row: Row): string;
}

/** The columns that fit a terminal, with their widths. @returns undefined if not even the necessary ones fit */
function fitColumns(
  columns: readonly TextColumn[],
  rows: readonly Row[],
  options: StyleOptions,
): FittedColumn[] | undefined {
  for (let kept = Math.max(...columns.map(({ keep = 0 }) => keep)); kept >= 0; kept -= 1) {
    const fitted = fitKeeping(kept, columns, rows, options);
    if (fitted) return fitted;
  }
  return undefined;
}

/** The same, without truncating the columns whose `keep` is at most `kept`. */
function fitKeeping(
  kept: number,
  columns: readonly TextColumn[],
  rows: readonly Row[],
  { width, header = true, onOmitted }: StyleOptions,
): FittedColumn[] | undefined {
  let left = columns.map((column) => {
    const title = header ? column.title : '';
    const isWhole = WHOLE.has(column.title) || (column.keep ?? Number.POSITIVE_INFINITY) <= kept;
    return { column, measured: measure(columnTexts(column, rows), title, isWhole) };
  });
  for (;;) {
    const widths = columnWidths(
      left.map(({ measured }) => measured),
      width,
    );
    if (widths) {
      const omitted = columns.filter((column) => left.every((one) => one.column !== column));
      if (omitted.length > 0) onOmitted?.(omitted.map(({ title }) => title));
      return left.map(({ column: { title, text }, measured: { wanted } }, i) => {
        const columnWidth = widths[i] ?? 0;
        const isNarrow = columnWidth < wanted;
        return { title, width: columnWidth, text: isNarrow ? (row) => withoutScheme(text(row)) : text };
      });
    }
    const last = Math.max(...left.map(({ column: { omission = 0 } }) => omission));
    if (last === 0 || (width ?? 0) < NARROW) return undefined;
    left = left.filter(({ column }) => column.omission !== last);
  }
}

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

const ellipsisOf = ({ unicode }: StyleOptions): string => (unicode ? '…' : '...');

function canvasOf(style: Style, options: StyleOptions): Canvas {
  const { header = true, unicode = false, width: columns = Number.POSITIVE_INFINITY } = options;
  const truncate = (text: string, width = columns) => truncateCell(text, width, ellipsisOf(options));
  return { style, hasHeader: header, width: columns, unicode, widthOf: cellWidth, truncate };
}

interface Frame {
  /** The lines above the rows, including the header. */
  above: readonly string[];
  below: string;
  /** The borders on both sides of every cell. */
  border: string;
}

/**
 * The frame of a table with one empty row, drawn by cli-table3. The rows are inserted here, because cli-table3 would take
 * several times as long for them, and measures emoji and some marks by older rules than terminals do.
 */
function drawFrame(
  columns: readonly FittedColumn[],
  style: Style,
  { unicode = false, header = true }: StyleOptions,
): Frame {
  const table = new Table({
    colWidths: columns.map(({ width }) => width + 2),
    chars: unicode ? {} : ASCII,
    // No lines between rows, so that a thousand numbers take a thousand lines.
    style: { head: [], border: [], compact: true },
    head: header ? columns.map(({ title }) => style.bold(title)) : [],
  });
  table.push(columns.map(() => ''));
  const lines = table.toString().split('\n');
  return { above: lines.slice(0, -2), below: lines.at(-1) ?? '', border: lines.at(-2)?.charAt(0) ?? '' };
}

function* drawBox(
  rows: readonly Row[],
  columns: readonly FittedColumn[],
  options: StyleOptions,
  style: Style,
): Generator<string> {
  const frame = drawFrame(columns, style, options);
  const ellipsis = ellipsisOf(options);
  const line = (row: Row): string => {
    let drawn = '';
    for (const { text, width } of columns) {
      const part = truncateCell(text(row), width, ellipsis);
      drawn += `${frame.border} ${paintWord(style, part)}${' '.repeat(width - cellWidth(part))} `;
    }
    return `${drawn}${frame.border}\n`;
  };
  yield frame.above.map((one) => `${one}\n`).join('');
  for (const some of chunksOf(rows, CHUNK_ROWS)) yield some.map(line).join('');
  yield `${frame.below}\n`;
}

/** One labeled line per field and a blank line between rows, for narrow terminals and screen readers. */
function* drawCards(rows: readonly Row[], columns: readonly TextColumn[], style: Style): Generator<string> {
  const card = (row: Row): string =>
    columns
      .map(({ title, mayHide, text }) => ({ title, mayHide, cell: text(row) }))
      .filter(({ cell, mayHide }) => cell !== '' || !mayHide)
      .map(({ title, cell }) => `${style.bold(`${title}:`)} ${paintWord(style, cell)}`.trimEnd())
      .map((line) => `${line}\n`)
      .join('');
  let gap = '';
  for (const some of chunksOf(rows, CHUNK_ROWS)) {
    yield gap + some.map(card).join('\n');
    gap = '\n';
  }
}

/** A table in pieces, or one card per row if the terminal is too narrow. Nothing without rows. */
export function* drawTable(rows: readonly Row[], columns: Columns, options: StyleOptions): Generator<string> {
  if (rows.length === 0) return;
  const style = createStyle(options.color);
  if (columns.draw && !options.accessible) {
    for (const line of columns.draw(rows, canvasOf(style, options))) yield `${line}\n`;
    return;
  }
  const shown = shownColumns(rows, columns, options);
  const fitted = options.accessible ? undefined : fitColumns(shown, rows, options);
  if (fitted) yield* drawBox(rows, fitted, options, style);
  else yield* drawCards(rows, shown, style);
}
