/** Lines of a text that ends them with LF, CRLF, or CR alone, also mixed. */
export const linesOf = (text: string): string[] => text.split(text.includes('\r') ? /\r\n|\n|\r/ : '\n');

/** What some editors show as the end of a line, although no format ends a line with it. */
const FALSE_LINE_END = /[\v\f\u0085\u2028\u2029]/;

export const hasFalseLineEnd = (text: string): boolean => FALSE_LINE_END.test(text);

/** Why a line that was perhaps to be several cannot be read; undefined for every other one. */
export function falseLineEnd(text: string): string | undefined {
  const [found] = FALSE_LINE_END.exec(text) ?? [];
  if (found === undefined) return undefined;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `contains U+${code}, which does not end a line (save the file with LF or CRLF line ends)`;
}

/** Whether a line is the beginning of a row of NDJSON whose writer was killed, with no complete row in it. */
export const isCutOff = (line: string): boolean => line.startsWith('{') && !/\}\s*(?:[,{]|$)/.test(line);
