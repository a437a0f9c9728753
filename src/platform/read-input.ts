import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { SinchctlError, systemReason, usage } from '../core/errors.ts';

/** Maximum bytes of input without a known end: secrets and lists of numbers are far smaller. */
const LARGEST_INPUT = 64 * 1024 * 1024;

/** Seconds that a pipe may stay silent; a secret manager may show its own prompt first. */
const STDIN_TIMEOUT = 60;

/** All of stdin. @throws SinchctlError usage when it is too large, or silent for a minute */
export async function readAll(stream: NodeJS.ReadStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const silent = () =>
    stream.destroy(usage(`no data on stdin for ${STDIN_TIMEOUT} seconds`, 'pipe data to stdin, or close it'));
  let timer = setTimeout(silent, STDIN_TIMEOUT * 1000);
  try {
    for await (const chunk of stream) {
      clearTimeout(timer);
      timer = setTimeout(silent, STDIN_TIMEOUT * 1000);
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > LARGEST_INPUT) throw usage('stdin is larger than 64 MiB');
      chunks.push(bytes);
    }
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks);
}

/** The content of a pipe or a device, which may have no end. */
function readToEnd(descriptor: number, path: string): Buffer {
  const chunks: Buffer[] = [];
  for (let size = 0; size <= LARGEST_INPUT; ) {
    const chunk = Buffer.alloc(65_536);
    const read = readSync(descriptor, chunk);
    if (read === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, read));
    size += read;
  }
  throw usage(
    `cannot read ${path}: it is not a regular file and is larger than 64 MiB`,
    'pass a regular file',
    [path],
  );
}

function readWhole(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const stat = fstatSync(descriptor);
    const hasEnd = stat.isFile() || stat.isDirectory();
    return hasEnd ? readFileSync(descriptor) : readToEnd(descriptor, path);
  } finally {
    closeSync(descriptor);
  }
}

/** @throws SinchctlError usage, with the path */
export function readBytes(path: string): Buffer {
  try {
    return readWhole(path);
  } catch (error) {
    if (error instanceof SinchctlError) throw error;
    const details = { hint: 'check the path', items: [path], cause: error };
    throw new SinchctlError('usage', `cannot read ${path}: ${systemReason(error)}`, details);
  }
}

/** Text of a file or a pipe: UTF-8, or UTF-16 as Windows PowerShell writes it, without the byte order mark. */
export const bytesToText = (bytes: Uint8Array): string =>
  new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);

/** Bytes of input above which a smaller heap is worthwhile: about 20,000 numbers. */
export const LARGE_INPUT = 256 * 1024;

/**
 * Makes V8 collect garbage when the heap has grown by half. By default, a run of 100,000 numbers grows to several times
 * the size of its data.
 */
export async function limitHeapGrowth(): Promise<void> {
  // Uses the default export, because the build bundles Node's modules as CommonJS.
  const { setFlagsFromString } = (await import('node:v8')).default;
  setFlagsFromString('--heap-growing-percent=50');
}
