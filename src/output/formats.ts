import type { RowGroup } from '../account/result-row.ts';
import { suggestion } from '../core/closest-match.ts';
import { usage } from '../core/errors.ts';
import { chunksOf } from '../core/group-by.ts';
import { csvLines, tsvLines } from './delimited.ts';
import { jsonLines, ndjsonLines } from './json.ts';
import { markdownLines } from './markdown.ts';
import type { PlanView } from './plan-view.ts';
import {
  type Block,
  CHUNK_ROWS,
  type Columns,
  groupText,
  type PlainWriter,
  type Row,
  type RowLines,
  type ShapedRows,
  type SortKey,
  type Write,
} from './rows.ts';
import type { StyleOptions } from './style-options.ts';

/** Everything that differs from one format to another. */
interface FormatTraits {
  /** Its names in other tools; the error suggests this format for them. */
  aliases?: readonly string[];
  /** The file extension, with the dot. */
  extension: string;
  /** Its purpose, for the documentation. */
  summary: string;
  /** Whether errors are JSON in this format. */
  hasJsonErrors?: true;
  /** Whether rows are written one by one, because each is complete without those after it. */
  isStreamed?: true;
  /** Whether there is a header by default. */
  hasHeader?: true;
  /** Whether a note on stderr replaces an empty result. */
  hasEmptyNote?: true;
  /** Opens a writer, which also decides what to write without rows. @param hasHeader whether to write a header */
  open(columns: Columns, style: StyleOptions, write: Write, hasHeader: boolean): FormatWriter;
  /** Grouped rows as text, in pieces. @param shaped the rows as the options shape them, if they do */
  blocks?(blocks: readonly Block[], shaped?: ShapedRows): Promise<Iterable<string>>;
  /** A plan as text, in pieces. */
  plan?(view: PlanView, style: StyleOptions): Promise<Iterable<string>>;
}

/** Writes rows in one format. */
interface FormatWriter extends PlainWriter {
  /** The same as `write` for rows that differ only in their number, if that is faster. */
  writeGroups?(groups: readonly RowGroup<Row>[]): Promise<void>;
}

/** Loads the code of tables only when one is printed. */
const table: FormatTraits = {
  extension: '.txt',
  summary: 'for people, not for scripts; default on a terminal',
  hasHeader: true,
  hasEmptyNote: true,
  open: (columns, style, write) => ({
    async write(rows) {
      const { drawTable } = await import('./table.ts');
      for (const text of drawTable(rows, columns, style)) await write(text);
    },
    end: async () => undefined,
  }),
  plan: async (view, style) => {
    const { drawPlan } = await import('./plan-view.ts');
    return [`${[...drawPlan(view, style)].join('\n')}\n`];
  },
};

/** Characters that small groups collect before they are written. */
const FLUSH_SIZE = 64 * 1024;

/** A format in which each row is one or more lines. */
const lines =
  (linesOf: (fields: readonly string[]) => RowLines): FormatTraits['open'] =>
  ({ fields }, style, write, hasHeader) => {
    const { header, line, footer = '', keepsHeader, ...rest } = linesOf(fields);
    const { empty = hasHeader && (keepsHeader || style.header) ? header : '' } = rest;
    let isEmpty = true;
    async function writeText(text: string): Promise<void> {
      const complete = isEmpty && hasHeader ? header + text : text;
      isEmpty = false;
      await write(complete);
    }
    return {
      async write(rows) {
        for (const chunk of chunksOf(rows, CHUNK_ROWS)) await writeText(chunk.map(line).join(''));
      },
      async writeGroups(groups) {
        let text = '';
        for (const group of groups) {
          for (const piece of groupText(group, line)) {
            text += piece;
            if (text.length < FLUSH_SIZE) continue;
            await writeText(text);
            text = '';
          }
        }
        if (text !== '') await writeText(text);
      },
      async end() {
        const ending = isEmpty ? empty : footer;
        if (ending !== '') await write(ending);
      },
    };
  };

const TRAITS = {
  table,
  json: {
    extension: '.json',
    summary: 'a single array of flat objects; same as --json',
    hasJsonErrors: true,
    open: lines(jsonLines),
  },
  ndjson: {
    aliases: ['jsonl', 'jsonlines'],
    extension: '.ndjson',
    summary: 'one object per line',
    hasJsonErrors: true,
    isStreamed: true,
    open: lines(ndjsonLines),
  },
  csv: {
    extension: '.csv',
    summary:
      'comma-separated values; cells that a spreadsheet would interpret as a formula are prefixed with an apostrophe',
    isStreamed: true,
    hasHeader: true,
    open: lines(csvLines),
  },
  tsv: {
    extension: '.tsv',
    summary: 'tab-separated values; default in a pipe; no header unless --header',
    isStreamed: true,
    open: lines(tsvLines),
  },
  markdown: {
    aliases: ['md'],
    extension: '.md',
    summary: 'Markdown table for pull requests and chat messages',
    hasHeader: true,
    open: lines(markdownLines),
    blocks: async (blocks, shaped) => [(await import('./blocks.ts')).markdownBlocks(blocks, shaped)],
  },
} satisfies Record<string, FormatTraits>;

export type Format = keyof typeof TRAITS;

/** Every format of `--output`. To add a format, add an entry here. */
export const FORMATS: Readonly<Record<Format, FormatTraits>> = TRAITS;
export const FORMAT_NAMES = Object.keys(TRAITS) as Format[];

/** The formats of documents that are not rows, such as a state file. The caller escapes unsafe characters. */
export const DOCUMENTS: Partial<Record<Format | 'yaml', (content: object) => string | Promise<string>>> = {
  yaml: async (content) => (await import('./yaml-document.ts')).toYaml(content),
  json: (content) => `${JSON.stringify(content, null, 2)}\n`,
};

const isFormat = (text: string): text is Format => Object.hasOwn(FORMATS, text);

/** The hint for a word that is not a format. */
function formatHint(text: string): string {
  const lower = text.toLowerCase();
  const alias = FORMAT_NAMES.find((name) => FORMATS[name].aliases?.includes(lower));
  const all = suggestion(alias ?? text, FORMAT_NAMES);
  // State files are YAML, and users of kubectl also expect YAML for rows.
  if (!alias && /^ya?ml$/.test(lower)) return `export prints YAML, or JSON with -o json; for rows, ${all}`;
  const file = FORMAT_NAMES.find((name) => lower.endsWith(FORMATS[name].extension));
  return file ? `rows are written to stdout: -o ${file} > rows${FORMATS[file].extension}` : all;
}

/** @throws SinchctlError usage, with the list of formats */
export function parseFormat(text: string, where: string): Format {
  if (isFormat(text)) return text;
  throw usage(`unknown format for ${where}: ${text}`, formatHint(text), [text]);
}

/** The format of the options; by default a table on a terminal and tsv in a pipe. */
export function chooseFormat(asked: Format | undefined, json: boolean, isTerminal: boolean): Format {
  if (json && asked !== undefined && asked !== 'json') {
    throw usage(`--json conflicts with --output ${asked}`, 'pass only one of them');
  }
  if (json) return 'json';
  return asked ?? (isTerminal ? 'table' : 'tsv');
}

/** Whether rows are written as they arrive; sorted rows are not. */
export const streamsRows = (format: Format, sort: readonly SortKey[] | undefined): boolean =>
  FORMATS[format].isStreamed === true && !sort;

/** Whether errors are JSON. `format` may be any word on the command line. */
export const hasJsonErrors = (format: string): boolean =>
  isFormat(format) && FORMATS[format].hasJsonErrors === true;

/** A format in the documentation: its purpose and other traits. */
export function describeFormat(format: Format): string {
  const { summary, isStreamed, hasHeader } = FORMATS[format];
  const traits = [
    summary,
    hasHeader && 'with a header',
    isStreamed && 'prints the result of each change as soon as it is available',
  ];
  return traits.filter(Boolean).join('; ');
}
