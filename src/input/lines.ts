const DELIMITERS = ['\t', ';', ','] as const;

/** A number alone, with a word about it behind. */
const REMARKED = /^\s*[+(\d][\d\s()./-]{6,30}\s# /;

/** In any language: `#N/A`, `#VALUE!`, `#¿NOMBRE?`, a cell too narrow for its value, and those without a mark. */
const SPREADSHEET_ERROR =
  /^#(?:#+|[^\s\p{Ll},;]+[!?]|\p{L}{1,2}\/\p{L}{1,2}|NV|YOK|HIÁNYZIK|NENÍ_K_DISPOZICI|GETTING_DATA)(?=$|[,;\t])/u;

/** Whether a line of a plain list is a comment. What a spreadsheet leaves in place of a number is not. */
export function isComment(line: string): boolean {
  const text = line.trim();
  return text.startsWith('#') && !SPREADSHEET_ERROR.test(text);
}

const EMPTY_CELLS = /^(?:[\s,;]|(?<!")"\s*"(?!"))*$/;

/** A line at which a file may begin. */
export interface Head {
  /** Empty where there is none. */
  line: string;
  /** The number of lines above it. */
  above: number;
  /** The text from this line on. */
  rest: string;
}

/** The first line that is neither skipped nor without a word in any cell. */
export function headOf(text: string, isSkipped: (line: string) => boolean = () => false): Head {
  const next = /([^\r\n]*)(?:\r\n|\n|\r|$)/y;
  for (let above = 0; next.lastIndex < text.length; above += 1) {
    const start = next.lastIndex;
    const line = next.exec(text)?.[1] ?? '';
    if (!EMPTY_CELLS.test(line) && !isSkipped(line)) return { line, above, rest: text.slice(start) };
  }
  return { line: '', above: 0, rest: '' };
}

/** What parts the cells of a table, by its first row; a remark behind a number parts nothing, nor does a quoted mark. */
export function delimiterIn({ line, rest }: Head, mayBeList = true): string | undefined {
  if (mayBeList && REMARKED.test(line)) return undefined;
  const [row = ''] = /^(?:[^"\r\n]|"[^"]*")*/.exec(rest) ?? [];
  const unquoted = row.replace(/"[^"]*"/g, '');
  const within = (text: string) => DELIMITERS.find((one) => text.includes(one));
  return within(unquoted) ?? within(line);
}

/** A spreadsheet's own first line, `sep=;`, as a blank one, so that lines keep their numbers; and the mark it names. */
export function takeSeparator(text: string): { text: string; separator: string | undefined } {
  const [line, separator] = /^[ \t]*"?sep=([^\w\s"]|\t)"?[ \t]*(?=[\r\n]|$)/i.exec(text) ?? [];
  return line === undefined ? { text, separator } : { text: text.slice(line.length), separator };
}
