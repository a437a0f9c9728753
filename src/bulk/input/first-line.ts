const DELIMITERS = ['\t', ';', ','] as const;

/** A number alone, with a word about it behind. */
const REMARKED = /^\s*[+(\d][\d\s()./-]*\s#/;

/** The first line of a text that says something. */
export const firstLine = (text: string): string =>
  text.split(/\r?\n/, 200).find((line) => line.trim() !== '' && !line.trim().startsWith('#')) ?? '';

/** What parts the cells of a table, by its first line; a remark behind a number parts nothing. */
export const delimiterIn = (line: string): string | undefined =>
  REMARKED.test(line) ? undefined : DELIMITERS.find((one) => line.includes(one));

/** A spreadsheet's own first line, `sep=;`, as a comment, so that lines keep their numbers; and the mark it names. */
export function takeSeparator(text: string): { text: string; separator: string | undefined } {
  const [line, separator] = /^[ \t]*"?sep=([^\w\s"]|\t)"?[ \t]*(?=\r?\n|$)/i.exec(text) ?? [];
  return line === undefined ? { text, separator } : { text: `#${text.slice(line.length)}`, separator };
}
