import { usage } from '../core/errors.ts';
import { formatNumber } from '../core/text.ts';
import { splitLines } from './entry.ts';

const startsWith = (bytes: Uint8Array, ...mark: number[]): boolean =>
  mark.every((byte, i) => bytes[i] === byte);

/** Whether the zero bytes are those of UTF-16: every second byte at the start, and no byte in between. */
function hasZerosOfUtf16(bytes: Uint8Array, first: number): boolean {
  if (bytes.length % 2 !== 0 || first > 1 || bytes[first + 2] !== 0) return false;
  for (let at = first; at >= 0; at = bytes.indexOf(0, at + 1)) if (at % 2 !== first) return false;
  return true;
}

/** Excel writes UTF-16 with or without a byte order mark. Most of its bytes are zero if the text is ASCII. */
function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be';
  const first = bytes.indexOf(0);
  if (first < 0 || !hasZerosOfUtf16(bytes, first)) return 'utf-8';
  return first === 0 ? 'utf-16be' : 'utf-16le';
}

const HINT = 'save it as UTF-8';

/**
 * Text of a file: UTF-8 or UTF-16LE, with or without a byte order mark.
 * @param name the name of the file in errors
 * @throws SinchctlError usage for any other encoding, and for NUL characters, which no text file contains
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-16be') throw usage(`${name} is UTF-16 big-endian, which is not supported`, HINT);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw usage(`${name} is not valid UTF-8 or UTF-16`, HINT);
  }
  const nul = text.indexOf('\0');
  if (nul < 0) return text;
  const count = text.split('\0').length - 1;
  const line = formatNumber(splitLines(text.slice(0, nul)).length);
  const what =
    count === 1
      ? `1 NUL character, on line ${line}`
      : `${formatNumber(count)} NUL characters, the first on line ${line}`;
  throw usage(`${name} is not a text file: ${what}`, HINT);
}
