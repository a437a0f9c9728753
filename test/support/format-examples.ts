import { parse } from 'csv-parse/sync';
import { lexer, type Token, type Tokens } from 'marked';
import { expect } from 'vitest';
import type { Format } from '../../src/output/formats.ts';
import type { Row, Value } from '../../src/output/rows.ts';
import { csvText, shown } from './nasty.ts';

/** The row of each example: `number` is `ours` of the sandbox account, and the fields are `alias` and `number`. */
export const EXAMPLE_ROW = { alias: 'support', number: '+14155550100' };

/** How programs read a format. */
interface Reading {
  /** The rows of an output with a header, if the format has one. Throws if the text is invalid. */
  parse(text: string): unknown;
  /** The text of a cell as read; by default, its value. */
  cell?(value: Value): unknown;
  /** The unsafe characters that may occur in the text. */
  controls: string;
}

/** The expected output of a format. All tests of formats derive from this; add an entry for a new format. */
interface FormatExample {
  /** Whether each row is complete without those after it. */
  isStreamed: boolean;
  /** The output without rows. */
  empty: string;
  /** The output without rows, with `--header`. */
  header: string;
  /** The output of `EXAMPLE_ROW` in a pipe. */
  row: string;
  /** Null if the format is only for people. */
  reading: Reading | null;
}

/** Lines of cells as rows, by the names in the first line. */
const byHeader = ([names = [], ...lines]: readonly string[][]): Row[] =>
  lines.map((cells) => Object.fromEntries(cells.map((cell, at) => [names[at] ?? at, cell])));

const toText = (value: Value): string => (value == null ? '' : String(value));

function unescapeTsv(cell: string): string {
  const letters: Record<string, string> = { t: '\t', n: '\n', r: '\r', '\\': '\\' };
  return cell.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code, letter) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (letters[letter] ?? '?'),
  );
}

const textLines = (text: string): string[] => {
  expect(text).toMatch(/^$|\n$/);
  return text.split('\n').slice(0, -1);
};

/** The text of a cell without markup: any markup fails. A URL may be a link with itself as its text. */
const plainMarkdown = (tokens: readonly Token[]): string =>
  tokens
    .map((token): string => {
      // The program splits mentions of GitHub users with a comment.
      if (token.type === 'html') expect(token.raw).toBe('<!-- -->');
      else if (token.type === 'link') expect(token.raw).toBe(token.text);
      else expect(['text', 'escape']).toContain(token.type);
      if (token.type === 'html') return '';
      return token.type === 'escape' ? token.text : token.raw.replace(/&amp;/g, '&');
    })
    .join('');

function parseMarkdown(text: string): Row[] {
  if (text === '') return [];
  const tokens = lexer(text).filter(({ type }) => type !== 'space');
  expect(tokens.map(({ type }) => type)).toEqual(['table']);
  const { header, rows } = tokens[0] as Tokens.Table;
  return byHeader([header, ...rows].map((cells) => cells.map((cell) => plainMarkdown(cell.tokens))));
}

export const EXAMPLES: Readonly<Record<Format, FormatExample>> = {
  table: {
    isStreamed: false,
    empty: '',
    header: '',
    row: `┌─────────┬──────────────┐
│ alias   │ number       │
├─────────┼──────────────┤
│ support │ +14155550100 │
└─────────┴──────────────┘
`,
    reading: null,
  },
  json: {
    isStreamed: false,
    empty: '[]\n',
    header: '',
    row: '[\n  {"alias":"support","number":"+14155550100"}\n]\n',
    reading: { parse: (text) => JSON.parse(text), controls: '\n' },
  },
  ndjson: {
    isStreamed: true,
    empty: '',
    header: '',
    row: '{"alias":"support","number":"+14155550100"}\n',
    reading: { parse: (text) => textLines(text).map((line) => JSON.parse(line)), controls: '\n' },
  },
  csv: {
    isStreamed: true,
    empty: 'alias,number\n',
    header: 'alias,number\n',
    row: 'alias,number\nsupport,+14155550100\n',
    reading: {
      parse: (text) => byHeader(parse(text, { record_delimiter: '\n' })),
      cell: (value) => csvText(value),
      controls: '\t\n',
    },
  },
  tsv: {
    isStreamed: true,
    empty: '',
    header: 'alias\tnumber\n',
    row: 'support\t+14155550100\n',
    reading: {
      parse: (text) => byHeader(textLines(text).map((line) => line.split('\t').map(unescapeTsv))),
      cell: toText,
      controls: '\t\n',
    },
  },
  markdown: {
    isStreamed: false,
    empty: '',
    header: '| alias | number |\n| --- | --- |\n',
    row: '| alias | number |\n| --- | --- |\n| support | +14155550100 |\n',
    reading: { parse: parseMarkdown, cell: (value) => shown(toText(value)).trim(), controls: '\n' },
  },
};
