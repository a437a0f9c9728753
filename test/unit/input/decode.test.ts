import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/input/decode.ts';

/** The error for some bytes, and its hint. */
function refusal(bytes: Uint8Array | string) {
  try {
    decodeText(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, 'f');
  } catch (error) {
    const { kind, message, details } = error as { kind: string; message: string; details: { hint?: string } };
    expect(kind).toBe('usage');
    return [message, details.hint];
  }
  return undefined;
}

describe('other kinds of files', () => {
  const zip = (name: string, before = '') => `PK\x03\x04${before}${name} and the rest`;
  test.each([
    ['an Excel workbook', zip('xl/workbook.xml')],
    ['an Excel workbook', zip('xl/worksheets/sheet1.xml')],
    // Its name is only in the directory at the end.
    ['an Excel workbook', `${zip('', 'x'.repeat(100_000))}xl/workbook.xml`],
    ['an OpenDocument file', `PK\x03\x04${'x'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument`],
    ['a Numbers spreadsheet', zip('Index/Document.iwa')],
    ['a Word document', zip('word/document.xml')],
    ['a ZIP archive', zip('numbers.csv')],
    ['an Excel workbook in an old format', '\xd0\xcf\x11\xe0'],
    ['a PDF', '%PDF-1.7'],
    ['a rich text document (RTF)', '{\\rtf1'],
    ['gzip', gzipSync('x').toString('latin1')],
    ['bzip2', 'BZh91AY'],
    ['xz', '\xfd7zXZ\0'],
    ['zstd', '\x28\xb5\x2f\xfd'],
    ['a 7-Zip archive', '7z\xbc\xaf'],
    ['an SQLite database', 'SQLite format 3\0'],
    ['a Parquet file', 'PAR1'],
    ['UTF-32', '\xff\xfe\0\0'],
    ['UTF-32', '\0\0\xfe\xff'],
    ['an XML document', '\n <?xml version="1.0"?>'],
    ['an XML document', '\xef\xbb\xbf<?xml version="1.0"?>'],
    ['an HTML page', '<!DOCTYPE html>'],
    ['an HTML page', '\xef\xbb\xbf <html lang="en">'],
    ['an HTML page', '<table>'],
    ['an XML or HTML document', '<numbers>\n<number>+14155550100</number>'],
    ['an XML or HTML document', '\xef\xbb\xbf\n<!-- numbers -->\n<x:list a="1"><x:n>1</x:n>'],
    ['an SQL dump', "INSERT INTO numbers VALUES (1,'+14155550100');"],
    ['an SQL dump', '\n-- MySQL dump 10.13  Distrib 8.0.36\n'],
    ['an SQL dump', '--\n-- PostgreSQL database dump\n--\n'],
    ['an SQL dump', 'PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;'],
  ])('%s (%#)', (kind, text) => {
    const [message, hint] = refusal(text) ?? [];
    expect(message).toMatch(/^f is /);
    expect(message).toContain(kind);
    expect(hint).toMatch(/ /);
    expect(refusal(`a${text}`)?.[0] ?? '').not.toContain('which is not supported');
  });

  test.each(['\x89PNG', '\xff\xd8\xff', 'GIF89a'])('an image: %j', (text) => {
    expect(refusal(text)?.[0]).toMatch(/^f is (?:an image|a picture)/);
    expect(refusal(`a${text}`)?.[0] ?? '').not.toContain('which is not supported');
  });

  test.each([
    'PK',
    'number\n%PDF-',
    ' {\\rtf',
    'xPAR1',
    '<tables>',
    '<headline>',
    '<number>\n+14155550100',
    'number,note\n+14155550100,INSERT INTO x',
    '-- numbers',
    'x<?xml',
    'see xl/workbook',
    '{"a":1}',
  ])('but not %j', (text) => {
    expect(decodeText(Buffer.from(text), 'f')).toBe(text);
  });
});

describe('invalid', () => {
  test('UTF-8 is reported with its line, and how to convert it', () => {
    const [message, hint] = refusal('a\nb\nGr\xfc\xdfe\n') ?? [];
    expect(message).toBe('f is not valid UTF-8 (line 3); it may be Windows-1252 or Latin-1');
    expect(hint).toContain('iconv -f WINDOWS-1252 -t UTF-8 FILE');
    expect(refusal('\xfc')?.[0]).toContain('(line 1)');
    // The first half of a byte order mark.
    expect(refusal('\xffabc')?.[0]).toContain('not valid UTF-8 (line 1)');
  });

  test('UTF-16', () => {
    const half = Buffer.concat([Buffer.from('\ufeffab', 'utf16le'), Buffer.from([0x61])]);
    expect(refusal(half)).toEqual(['f is not valid UTF-16', 'save it as UTF-8']);
  });

  test.each([
    ['a\nb\0\n', /: it contains a NUL character on line 2$/, 1],
    ['a\0\nb\0\0', /3 NUL characters, the first on line 1$/, 3],
    ['\0\0abc', /2 NUL characters/, 2],
  ])('NUL characters: %j', (text, expected) => {
    const [message, hint] = refusal(text) ?? [];
    expect(message).toMatch(/^f is not a text file: /);
    expect(message).toMatch(expected);
    expect(hint).toBe('save it as UTF-8');
  });
});

test('a file of more than 500 MiB is rejected before it is decoded', () => {
  expect(() => decodeText(Buffer.alloc(500 * 1024 * 1024 + 1), 'f')).toThrow(
    expect.objectContaining({
      kind: 'usage',
      message: 'f is larger than 500 MiB',
      details: expect.objectContaining({ hint: 'split it into smaller files', items: ['f'] }),
    }),
  );
  expect(decodeText(Buffer.from('x'.repeat(10_000)), 'f')).toHaveLength(10_000);
});

const le = (text: string) => Buffer.from(text, 'utf16le');
const be = (text: string) => le(text).swap16();

test('a byte order mark determines the encoding, even without zero bytes', () => {
  const text = '\u4e2d\u6587';
  expect([le, be].map((encode) => decodeText(encode(`\ufeff${text}`), 'f'))).toEqual([text, text]);
});

describe('UTF-16 without a byte order mark', () => {
  test.each(['+14155550100\n', 'a\u00e9\n', 'ab', 'number;Stra\u00dfe\n\u20ac;1\n'])('%j', (text) => {
    expect([decodeText(le(text), 'f'), decodeText(be(text), 'f')]).toEqual([text, text]);
  });

  test.each([
    ['an odd number of bytes', Buffer.from('a\0b\0c')],
    ['zeros at even and odd bytes', Buffer.from('\0a\0bc\0')],
    ['zeros that are not at every second byte', Buffer.from('a\0b\0c\0d\0\0e\0f')],
    ['a late zero', Buffer.from('abcd\0e')],
    ['only one zero', Buffer.from('a\0bc')],
  ])('is not %s', (_name, bytes) => {
    expect(refusal(bytes)?.[0]).toContain('is not a text file');
  });
});
