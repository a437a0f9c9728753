import { safeText } from '../core/text.ts';
import { maskUrls } from '../core/url.ts';
import type { RowLines, Value } from './rows.ts';

/** Characters that Markdown treats as markup; an underscore inside a word is not. */
const MARKUP = /[\\|`*[\]<~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;

/** Text that GitHub turns into a mention or a reference anywhere outside links, even after a backslash. */
const CALLS = /@(?=[a-z\d])|#(?=\d)/gi;
const LINK = /(?:\w:\/\/|www\.)\w/i;

/** Splits such text invisibly, so that GitHub notifies no one. */
const quiet = (text: string): string => text.replace(CALLS, '$&<!-- -->');

const quietBesideLinks = (text: string): string =>
  text
    .split(/(\s+)/)
    .map((word) => (LINK.test(word) ? word : quiet(word)))
    .join('');

/** Text that renders unchanged: no markup, HTML, entities, or mentions. */
export function markdownCell(value: Value): string {
  if (value === null || value === undefined) return '';
  const safe = safeText(String(value)).trim();
  const plain = safe.replace(MARKUP, '\\$&').replace(/&(?=#?\w+;)/g, '&amp;');
  // GitHub links bare URLs, and would include escapes in the link, so a URL with escapes remains text.
  if (plain === safe) return quietBesideLinks(safe);
  return quiet(plain.replace(/:(?=\/\/)/g, '\\:').replace(/www(?=\.)/gi, '$&\\'));
}

/** The fields that contain callback URLs. */
const CALLBACKS = ['from', 'to', 'primary', 'fallback'];

/** A callback URL in a comment must not publish secrets. */
function cellOf(name: string, value: Value): string {
  const isUrl = CALLBACKS.includes(name) && typeof value === 'string';
  return markdownCell(isUrl ? maskUrls(value) : value);
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** A GitHub table of all fields. Without the header, its rows can be appended to another table. */
export const markdownLines = (fields: readonly string[]): RowLines => ({
  header: `${line(fields.map(markdownCell))}${line(fields.map(() => '---'))}`,
  line: (row) => line(fields.map((name) => cellOf(name, row[name]))),
});
