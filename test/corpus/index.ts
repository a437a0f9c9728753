import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CorpusCase, StateCase } from './case.ts';
import { encode } from './encode.ts';
import { exportCases } from './exports.ts';
import { jsonCases } from './json.ts';
import { listCases } from './lists.ts';
import { programCases } from './programs.ts';
import { otherFileCases, spreadsheetCases } from './spreadsheets.ts';
import { stateCases } from './state-files.ts';
import { tableCases } from './tables.ts';

/**
 * Files as other tools and people write them, with numbers reserved for fictional use. Each group is one file of
 * cases; the files themselves are in `files/`.
 */
export const NUMBER_FILES: Readonly<Record<string, readonly CorpusCase[]>> = {
  exports: exportCases,
  programs: programCases,
  spreadsheets: spreadsheetCases,
  'other files': otherFileCases,
  tables: tableCases,
  lists: listCases,
  JSON: jsonCases,
};

export const STATE_FILES: readonly StateCase[] = stateCases;

export const pathOf = (file: string): string => fileURLToPath(new URL(`files/${file}`, import.meta.url));

/** The content of a case's file. */
export function contentOf({ file, as, bytes }: CorpusCase): Uint8Array {
  if (bytes) return bytes();
  const content = readFileSync(pathOf(file));
  return as === undefined ? content : encode(content.toString(), as);
}

/** The name of a case's test. */
export const nameOf = ({ file, as, args = [], isRouted }: CorpusCase): string =>
  [file, as && `(${as})`, ...args, isRouted && 'without --app'].filter(Boolean).join(' ');
