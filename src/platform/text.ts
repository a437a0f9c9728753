/** Text of a file or a pipe: UTF-8, or UTF-16 as Windows PowerShell writes it, without the mark that says so. */
export const asText = (bytes: Uint8Array): string =>
  new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
