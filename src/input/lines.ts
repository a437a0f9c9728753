/** Lines of a text that ends them with LF, CRLF, or CR alone, also mixed. */
export const splitLines = (text: string): string[] => text.split(text.includes('\r') ? /\r\n|\n|\r/ : '\n');

/** What some editors show as the end of a line, although no format ends a line with it. */
const FALSE_LINE_END = /[\v\f\u0085\u2028\u2029]/;

export const hasFalseLineEnd = (text: string): boolean => FALSE_LINE_END.test(text);

/** Why a line that may have been meant as several is invalid; undefined for all others. */
export function falseLineEnd(text: string): string | undefined {
  const [found] = FALSE_LINE_END.exec(text) ?? [];
  if (found === undefined) return undefined;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `contains U+${code}, which does not end a line (save the file with LF or CRLF line ends)`;
}

const DELIMITERS = ['\t', ';', ','] as const;

/** A number, followed by a comment. */
const COMMENTED = /^\s*[+(\d][\d\s()./-]{6,30}\s# /;

/** In any language: `#N/A`, `#VALUE!`, `#¿NOMBRE?`, a cell too narrow for its value, and those without a mark. */
const SPREADSHEET_ERROR =
  /^#(?:#+|[^\s\p{Ll},;]+[!?]|\p{L}{1,2}\/\p{L}{1,2}|NV|YOK|HIÁNYZIK|NENÍ_K_DISPOZICI|GETTING_DATA)(?=$|[,;\t])/u;

/** Whether a line of a plain list is a comment. An error that a spreadsheet shows in place of a number is not. */
export function isComment(line: string): boolean {
  const text = line.trim();
  return text.startsWith('#') && !SPREADSHEET_ERROR.test(text);
}

const EMPTY_CELLS = /^(?:[\s,;]|(?<!")"\s*"(?!"))*$/;

/** A line at which the content of a file may begin. */
export interface Head {
  /** Empty if there is none. */
  line: string;
  /** The number of lines above it. */
  above: number;
  /** The text from this line on. */
  rest: string;
}

/** The first line that is not skipped and has text in some cell. */
export function firstLineOf(text: string, isSkipped: (line: string) => boolean = () => false): Head {
  const next = /([^\r\n]*)(?:\r\n|\n|\r|$)/y;
  for (let above = 0; next.lastIndex < text.length; above += 1) {
    const start = next.lastIndex;
    const line = next.exec(text)?.[1] ?? '';
    if (!EMPTY_CELLS.test(line) && !isSkipped(line)) return { line, above, rest: text.slice(start) };
  }
  return { line: '', above: 0, rest: '' };
}

/** The delimiter of a table, by its first row; those in quotes and in the comment after a number do not count. */
export function delimiterIn({ line, rest }: Head, mayBeList = true): string | undefined {
  if (mayBeList && COMMENTED.test(line)) return undefined;
  const [row = ''] = /^(?:[^"\r\n]|"[^"]*")*/.exec(rest) ?? [];
  const unquoted = row.replace(/"[^"]*"/g, '');
  const within = (text: string) => DELIMITERS.find((one) => text.includes(one));
  return within(unquoted) ?? within(line);
}

/** Blanks a spreadsheet's own first line, `sep=;`, so that lines keep their numbers, and returns its delimiter. */
export function takeSeparator(text: string): { text: string; separator: string | undefined } {
  const [line, separator] = /^[ \t]*"?sep=([^\w\s"]|\t)"?[ \t]*(?=[\r\n]|$)/i.exec(text) ?? [];
  return line === undefined ? { text, separator } : { text: text.slice(line.length), separator };
}
