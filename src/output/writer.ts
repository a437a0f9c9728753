import type { RowGroup } from '../account/result-row.ts';
import { csvLines } from './csv.ts';
import type { Format } from './formats.ts';
import { ndjsonLines, toJsonLine } from './json.ts';
import { markdownLines } from './markdown.ts';
import { CHUNK, groupText, rowsOf } from './row-groups.ts';
import type { RowLines } from './row-lines.ts';
import type { Columns, Row } from './rows.ts';
import { sortRows } from './sort-rows.ts';
import type { Look } from './style-options.ts';
import { tsvLines } from './tsv.ts';

interface PlainWriter {
  write(rows: readonly Row[]): Promise<void>;
  end(): Promise<void>;
}

/** Writes rows in one format. `end` comes once, after the last rows. */
export interface RowWriter extends PlainWriter {
  writeGroups(groups: readonly RowGroup<Row>[]): Promise<void>;
}

/** Writes text, and resolves when it has left. */
export type Write = (text: string) => Promise<void>;

/** Characters that small groups gather to before they are written. */
const PIECE = 64 * 1024;

function* chunksOf(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += CHUNK) yield rows.slice(at, at + CHUNK);
}

/** Rows leave as they come. Without rows there is no header either, unless the line asks for one. */
function lineByLine({ head, hasHead, line }: RowLines, look: Look, write: Write): RowWriter {
  let due = (look.header ?? hasHead) ? head : '';
  async function writeText(text: string): Promise<void> {
    const whole = due + text;
    due = '';
    await write(whole);
  }
  return {
    async write(rows) {
      for (const chunk of chunksOf(rows)) await writeText(chunk.map(line).join(''));
    },
    async writeGroups(groups) {
      let text = '';
      for (const group of groups) {
        for (const piece of groupText(group, line)) {
          text += piece;
          if (text.length < PIECE) continue;
          await writeText(text);
          text = '';
        }
      }
      if (text !== '') await writeText(text);
    },
    async end() {
      if (look.header && due !== '') await write(due);
    },
  };
}

/** A complete array, one row a line. */
function jsonArray(columns: Columns, write: Write): PlainWriter {
  let before = '[\n';
  return {
    async write(rows) {
      for (const chunk of chunksOf(rows)) {
        const text = chunk.map((row) => `  ${toJsonLine(row, columns)}`).join(',\n');
        await write(before + text);
        before = ',\n';
      }
    },
    end: () => write(before === ',\n' ? '\n]\n' : '[]\n'),
  };
}

/** What draws and measures loads only when a table is wanted. */
async function table(columns: Columns, look: Look, write: Write): Promise<PlainWriter> {
  const { drawTable } = await import('./table.ts');
  return {
    async write(rows) {
      for (const text of drawTable(rows, columns, look)) await write(text);
    },
    end: async () => undefined,
  };
}

/** Holds all rows until the end, when their order and their widths are known. */
function atEnd(writer: PlainWriter, look: Look): RowWriter {
  const kept: Row[] = [];
  return {
    async write(rows) {
      for (const row of rows) kept.push(row);
    },
    async writeGroups(groups) {
      for (const group of groups) kept.push(...rowsOf(group));
    },
    async end() {
      await writer.write(look.sort ? sortRows(kept, look.sort) : kept);
      await writer.end();
    },
  };
}

/**
 * Opens a writer of rows. ndjson, csv and tsv leave as rows come, unless they are to be sorted; of json, markdown and
 * tables nothing is written before `end`. Text is handed to `write` in pieces, one after the other.
 */
export async function openWriter(
  columns: Columns,
  format: Format,
  look: Look,
  write: Write,
): Promise<RowWriter> {
  const streaming = { ndjson: ndjsonLines, csv: csvLines, tsv: tsvLines };
  if (format === 'json') return atEnd(jsonArray(columns, write), look);
  if (format === 'table') return atEnd(await table(columns, look, write), look);
  if (format === 'markdown') return atEnd(lineByLine(markdownLines(columns.fields), look, write), look);
  const writer = lineByLine(streaming[format](columns.fields), look, write);
  return look.sort ? atEnd(writer, look) : writer;
}
