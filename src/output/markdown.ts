import { safeText } from '../core/safe-text.ts';
import type { Row, RowLines } from './rows.ts';

/** What markdown would read as markup; an underscore inside a word is none. */
const MARKUP = /[\\|`*[\]<~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;

/** What GitHub would make a mention or a reference of, in any text that is no link; a backslash does not keep it from that. */
const CALLS = /@(?=[a-z\d])|#(?=\d)/gi;
const LINK = /(?:\w:\/\/|www\.)\w/i;

/** The same text to every reader, in two pieces, so that nobody is told of it. */
const quiet = (text: string): string => text.replace(CALLS, '$&<!-- -->');

const quietBesideLinks = (text: string): string =>
  text
    .split(/(\s+)/)
    .map((word) => (LINK.test(word) ? word : quiet(word)))
    .join('');

/** Text that reads as itself: no markup, no HTML, no entity, and no call to anybody. */
export function markdownCell(value: Row[string] | undefined): string {
  if (value === null || value === undefined) return '';
  const safe = safeText(String(value)).trim();
  const plain = safe.replace(MARKUP, '\\$&').replace(/&(?=#?\w+;)/g, '&amp;');
  // Links make themselves of URLs and take escapes for a part of them, so such a URL stays text.
  if (plain === safe) return quietBesideLinks(safe);
  return quiet(plain.replace(/:(?=\/\/)/g, '\\:').replace(/www(?=\.)/gi, '$&\\'));
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** A GitHub table of all fields. Without its header it is rows to append to another one. */
export const markdownLines = (fields: readonly string[]): RowLines => ({
  header: `${line(fields.map(markdownCell))}${line(fields.map(() => '---'))}`,
  line: (row) => line(fields.map((name) => markdownCell(row[name]))),
});
