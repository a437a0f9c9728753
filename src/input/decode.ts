import { usage } from '../core/errors.ts';
import { formatNumber } from '../core/text.ts';
import { countLineEnds } from './entry.ts';

const startsWith = (bytes: Uint8Array, ...mark: number[]): boolean =>
  mark.every((byte, i) => bytes[i] === byte);

/**
 * Whether the zero bytes are those of UTF-16: every second byte at the start, and none in between.
 * @param first the position of the first one, or -1
 */
function hasZerosOfUtf16(bytes: Uint8Array, first: number): boolean {
  if (bytes.length % 2 !== 0 || bytes[first + 2] !== 0) return false;
  for (let at = first; at >= 0; at = bytes.indexOf(0, at + 1)) if (at % 2 !== first) return false;
  return true;
}

/** Excel writes UTF-16 with or without a byte order mark. Most of its bytes are zero if the text is ASCII. */
function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be';
  const first = bytes.indexOf(0);
  if (!hasZerosOfUtf16(bytes, first)) return 'utf-8';
  return first === 0 ? 'utf-16be' : 'utf-16le';
}

const AS_CSV = 'save the sheet as CSV (in Excel: "CSV UTF-8")';
const AS_TEXT = 'copy its contents to a text file in UTF-8';
const UNPACK = 'decompress it first';

/** Other kinds of files, by their first and last bytes, and how to save their content. The first match counts. */
const FILE_KINDS: readonly (readonly [pattern: RegExp, kind: string, hint: string])[] = [
  [/^PK\x03\x04.*xl\/(?:workbook|worksheets)/s, 'an Excel workbook', AS_CSV],
  [/^PK\x03\x04.{26}mimetypeapplication\/vnd\.oasis/s, 'an OpenDocument file', AS_CSV],
  [/^PK\x03\x04.*Index\/Document\.iwa/s, 'a Numbers spreadsheet', 'export it as UTF-8 CSV'],
  [/^PK\x03\x04.*word\/document/s, 'a Word document', AS_TEXT],
  [/^PK\x03\x04/, 'a ZIP archive', 'extract it, and pass the extracted file'],
  [/^\xd0\xcf\x11\xe0/, 'an Excel workbook in an old format, or another Office document', AS_CSV],
  [/^%PDF-/, 'a PDF', AS_TEXT],
  [/^\{\\rtf/, 'a rich text document (RTF)', AS_TEXT],
  [/^\x1f\x8b/, 'compressed with gzip', 'decompress it first, for example with gunzip'],
  [/^BZh\d1AY/, 'compressed with bzip2', UNPACK],
  [/^\xfd7zXZ\0/, 'compressed with xz', UNPACK],
  [/^\x28\xb5\x2f\xfd/, 'compressed with zstd', UNPACK],
  [/^7z\xbc\xaf/, 'a 7-Zip archive', UNPACK],
  [/^SQLite format 3\0/, 'an SQLite database', 'export the table as CSV'],
  [/^PAR1/, 'a Parquet file', 'export the table as CSV'],
  [/^(?:\x89PNG|\xff\xd8\xff|GIF8)/, 'an image', AS_TEXT],
  [/^(?:\xff\xfe\0\0|\0\0\xfe\xff)/, 'UTF-32', 'save it as UTF-8'],
  [/^(?:\xef\xbb\xbf)?\s*<\?xml/, 'an XML document', 'save its contents as CSV or JSON in UTF-8'],
  [
    /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|table)\b/i,
    'an HTML page',
    'save its contents as CSV in UTF-8',
  ],
  [
    /^(?:\xef\xbb\xbf)?\s*<[a-z!].*<\/[a-z]/is,
    'an XML or HTML document',
    'save its content as CSV or JSON in UTF-8',
  ],
  [
    /^(?:\xef\xbb\xbf)?\s*(?:(?:INSERT INTO|CREATE TABLE|DROP TABLE|PRAGMA) |(?:--\s*)?-- .*\bdump\b)/i,
    'an SQL dump',
    'export the table as CSV',
  ],
];

/** A ZIP archive contains file names at its start and in the directory at its end. */
const KIND_BYTES = 64 * 1024;

function refuseOtherKinds(bytes: Uint8Array, name: string): void {
  const latin1 = (part: Uint8Array) => Buffer.from(part).toString('latin1');
  const start = latin1(bytes.subarray(0, 1024));
  const known = start.startsWith('PK')
    ? latin1(bytes.subarray(0, KIND_BYTES)) + latin1(bytes.subarray(-KIND_BYTES))
    : start;
  const [, kind, hint] = FILE_KINDS.find(([pattern]) => pattern.test(known)) ?? [];
  if (kind !== undefined) throw usage(`${name} is ${kind}, which is not supported`, hint);
}

const HINT = 'save it as UTF-8';

/** The usual reason for invalid UTF-8 is the encoding that Excel calls "CSV". */
function notUnicode(bytes: Uint8Array, name: string, encoding: string) {
  if (encoding !== 'utf-8') return usage(`${name} is not valid UTF-16`, HINT);
  const hint = 'save it as UTF-8 (in Excel: "CSV UTF-8"), or convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE';
  // The decoder puts replacement characters where the invalid bytes are.
  const valid = new TextDecoder().decode(bytes).split('\ufffd', 1)[0] ?? '';
  const line = formatNumber(countLineEnds(valid) + 1);
  return usage(`${name} is not valid UTF-8 (line ${line}); it may be Windows-1252 or Latin-1`, hint);
}

const MEBIBYTE = 1024 * 1024;
/** A string in Node.js has at most 2 ** 29 - 24 characters. */
const MAX_BYTES = 500 * MEBIBYTE;

/**
 * Text of a file: UTF-8 or UTF-16, with or without a byte order mark.
 * @param name the name of the file in errors
 * @throws SinchctlError usage for any other encoding or kind of file, and for NUL characters, which no text file contains
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  refuseOtherKinds(bytes, name);
  if (bytes.length > MAX_BYTES) {
    throw usage(
      `${name} is larger than ${formatNumber(MAX_BYTES / MEBIBYTE)} MiB`,
      'split it into smaller files',
      [name],
    );
  }
  const encoding = encodingOf(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw notUnicode(bytes, name, encoding);
  }
  const nul = text.indexOf('\0');
  if (nul < 0) return text;
  const count = text.split('\0').length - 1;
  const line = formatNumber(countLineEnds(text.slice(0, nul)) + 1);
  const what =
    count === 1
      ? `a NUL character on line ${line}`
      : `${formatNumber(count)} NUL characters, the first on line ${line}`;
  throw usage(`${name} is not a text file: it contains ${what}`, HINT);
}
