import { usage } from '../core/errors.ts';

const startsWith = (bytes: Uint8Array, ...mark: number[]): boolean =>
  mark.every((byte, i) => bytes[i] === byte);

/** Every second byte of ASCII text is zero in UTF-16LE, which Excel writes with or without a byte order mark. */
const looksLikeUtf16 = (bytes: Uint8Array): boolean => bytes.length >= 4 && bytes[1] === 0 && bytes[3] === 0;

/**
 * Text of a file: UTF-8 or UTF-16LE, with or without a byte order mark.
 * @param name the name of the file in errors
 * @throws SinchctlError usage for any other encoding
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const isBigEndian = bytes.length >= 4 && bytes[0] === 0 && bytes[2] === 0;
  if (startsWith(bytes, 0xfe, 0xff) || isBigEndian) {
    throw usage(`${name} is UTF-16 big-endian`, 'save it as UTF-8');
  }
  const isUtf16 = startsWith(bytes, 0xff, 0xfe) || looksLikeUtf16(bytes);
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usage(`${name} is neither UTF-8 nor UTF-16`, 'save it as UTF-8');
  }
}
