import { ods, pdf, xls, xlsx, zipOfCsv } from './archives.ts';
import { type CorpusCase, germany, reads, refuses, sweden, us } from './case.ts';
import type { Encoding } from './encode.ts';

const both = us(0, 1);
const UTF_16: Encoding[] = ['utf-16le', 'utf-16le-bom', 'utf-16be', 'utf-16be-bom'];
const refusesBytes = (file: string, bytes: () => Uint8Array, ...words: string[]): CorpusCase => ({
  file,
  bytes,
  words,
});

/** Files saved by Excel in three locales, LibreOffice, and Google Sheets. */
export const spreadsheetCases: readonly CorpusCase[] = [
  { ...reads('spreadsheets/excel-en.csv', both), as: 'utf-8-bom' },
  reads('spreadsheets/excel-de.csv', germany(0, 1)),
  { ...refuses('spreadsheets/excel-de.csv', ['Windows-1252', 'UTF-8']), as: 'windows-1252' },
  refuses('spreadsheets/excel-de-header.csv', ['--number-column Rufnummer']),
  reads('spreadsheets/excel-de-header.csv', germany(0, 1), '--number-column', 'Rufnummer'),
  { ...reads('spreadsheets/excel-sv.csv', sweden(0, 1), '--region', 'SE'), as: 'utf-8-bom' },
  {
    ...refuses('spreadsheets/excel-sv.csv', ['Windows-1252', 'UTF-8'], '--region', 'SE'),
    as: 'windows-1252',
  },
  ...UTF_16.map((as) => ({ ...reads('spreadsheets/excel-sv-unicode.txt', sweden(0, 1)), as })),
  reads('spreadsheets/excel-sep.csv', both),
  refuses('spreadsheets/excel-scientific-en.csv', ['line 2', '1.41556E+10']),
  refuses('spreadsheets/excel-scientific-en.csv', ['line 2', '1.41556E+10'], '--region', 'intl'),
  refuses('spreadsheets/excel-scientific-de.csv', ['line 2', '1,41556E+10']),
  refuses('spreadsheets/excel-scientific-list.txt', ['1.41556E+10'], '--region', 'intl'),
  refuses('spreadsheets/excel-scientific-sv.txt', ['1,41556E+10'], '--region', 'intl'),
  refuses('spreadsheets/excel-digits.csv', ['line 2', '--region intl']),
  reads('spreadsheets/excel-digits.csv', both, '--region', 'intl'),
  reads('spreadsheets/excel-digits.csv', both, '--region', 'US'),
  reads('spreadsheets/excel-lost-zero.csv', sweden(0, 1), '--region', 'SE'),
  reads('spreadsheets/excel-leading-tab.csv', both),
  reads('spreadsheets/excel-grouped.csv', us(0), '--region', 'intl'),
  refuses('spreadsheets/excel-decimals.csv', ['line 2'], '--region', 'intl'),
  reads('spreadsheets/excel-text-formula.csv', us(0, 1)),
  reads('spreadsheets/excel-formula-cells.csv', both),
  reads('spreadsheets/excel-apostrophe.csv', both),
  refuses('spreadsheets/excel-narrow-column.txt', ['line 2', '########']),
  refuses('spreadsheets/excel-not-found.csv', ['line 2', '#N/A']),
  reads('spreadsheets/excel-empty-rows.csv', both),
  reads('spreadsheets/excel-empty-columns.csv', both),
  refuses('spreadsheets/excel-total.csv', ['line 4', 'Total']),
  refuses('spreadsheets/excel-title.csv', ['title']),
  refuses('spreadsheets/excel-title-block.csv', ['title']),
  refuses('spreadsheets/excel-title-alone.csv', ['title']),
  reads('spreadsheets/libreoffice.csv', both),
  refuses('spreadsheets/libreoffice-lost-plus.csv', ['line 2', '--region intl']),
  reads('spreadsheets/libreoffice-lost-plus.csv', both, '--region', 'intl'),
  reads('spreadsheets/sheets.csv', both),
  reads('spreadsheets/sheets.tsv', both),
  refuses('spreadsheets/sheets-formula-error.csv', ['line 2', '#ERROR!']),
  refuses('spreadsheets/sheets-scientific.csv', ['line 2', '1.41556E+10']),
  reads('spreadsheets/airtable.csv', both, '--region', 'US'),
];

/** Files that are not text, and strings in other encodings. */
export const otherFileCases: readonly CorpusCase[] = [
  refusesBytes('numbers.xlsx', xlsx, 'Excel workbook', 'CSV'),
  refusesBytes('a workbook under the name of a table.csv', xlsx, 'Excel workbook', 'CSV'),
  refusesBytes('numbers.ods', ods, 'OpenDocument', 'CSV'),
  refusesBytes('numbers.xls', xls),
  refusesBytes('numbers.zip', zipOfCsv),
  refusesBytes('numbers.pdf', pdf, 'PDF'),
  { ...refuses('lists/plain.txt', ['gzip']), as: 'gzip' },
  { ...refuses('json/strings.json', ['gzip']), as: 'gzip' },
  refusesBytes('half a character of UTF-16', () =>
    Buffer.from('\ufeff+14155550100', 'utf16le').subarray(0, 21),
  ),
  refusesBytes('zero bytes', () => Buffer.alloc(64)),
  refusesBytes('a byte order mark alone', () => Buffer.from('\ufeff')),
  { ...reads('lists/plain.txt', both), as: 'utf-8-bom' },
  { ...reads('lists/plain.txt', both), as: 'cr' },
  { ...reads('lists/plain.txt', both), as: 'crlf' },
  ...UTF_16.map((as) => ({ ...reads('lists/plain.txt', both), as })),
  ...UTF_16.map((as) => ({ ...reads('json/strings.json', both), as })),
  { ...reads('tables/phone-number.csv', both), as: 'cr' },
  { ...reads('programs/jq-compact.ndjson', both), as: 'utf-8-bom' },
];
