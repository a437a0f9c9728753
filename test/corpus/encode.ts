import { gzipSync } from 'node:zlib';

const withMark = (text: string): string => `\ufeff${text}`;
const bigEndian = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();

/** The encodings in which programs store text. The file in the repository is UTF-8. */
const ENCODINGS = {
  'utf-8-bom': (text) => Buffer.from(withMark(text)),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16le-bom': (text) => Buffer.from(withMark(text), 'utf16le'),
  'utf-16be': bigEndian,
  'utf-16be-bom': (text) => bigEndian(withMark(text)),
  // For the letters of the corpus, this is identical to Latin-1.
  'windows-1252': (text) => Buffer.from(text, 'latin1'),
  crlf: (text) => Buffer.from(text.replaceAll(/\r?\n/g, '\r\n')),
  cr: (text) => Buffer.from(text.replaceAll(/\r?\n/g, '\r')),
  gzip: (text) => gzipSync(text),
} satisfies Record<string, (text: string) => Uint8Array>;

export type Encoding = keyof typeof ENCODINGS;

export const encode = (text: string, as: Encoding): Uint8Array => ENCODINGS[as](text);
