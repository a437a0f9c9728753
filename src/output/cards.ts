import { cellText } from './cells.ts';
import type { Row, TableColumn } from './rows.ts';
import { paintWord, type Style } from './style.ts';

/** One labelled line a field and a blank line between rows: for narrow terminals, and for screen readers. */
export function* drawCards(
  rows: readonly Row[],
  columns: readonly TableColumn[],
  style: Style,
  chunk: number,
): Generator<string> {
  const card = (row: Row): string =>
    columns
      .map((column) => ({ column, text: cellText(column, row) }))
      .filter(({ column, text }) => text !== '' || !column.mayHide)
      .map(({ column, text }) => `${style.bold(`${column.title}:`)} ${paintWord(style, text)}`.trimEnd())
      .map((line) => `${line}\n`)
      .join('');
  for (let at = 0; at < rows.length; at += chunk) {
    const text = rows
      .slice(at, at + chunk)
      .map(card)
      .join('\n');
    yield at === 0 ? text : `\n${text}`;
  }
}
