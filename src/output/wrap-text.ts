/** A line to be typed, behind what says so: it is copied whole, or not at all. */
const TO_BE_TYPED = /^(\S+ .*:) (sinchctl .*)$/;

/** What fits every terminal. */
const SHORT = 20;

function foldWords(text: string, width: number): string[] {
  const lines: string[] = [];
  const indent = /^ */.exec(text)?.[0] ?? '';
  let line = indent;
  for (const word of text.trimStart().split(' ')) {
    if (line !== indent && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? word : ` ${word}`;
  }
  return [...lines, line];
}

/**
 * What is said on a terminal, with line ends where it would break within words; a line to be typed stays in one.
 * @param columns of the terminal; undefined for anything else. Asking takes time.
 */
export function wrapText(text: string, columns: () => number | undefined): string {
  const width = text.length > SHORT ? columns() : undefined;
  if (!width || text.length <= width) return text;
  const [, before, typed] = TO_BE_TYPED.exec(text) ?? [];
  const words = foldWords(before ?? text, width);
  return [...words, ...(typed === undefined ? [] : [typed])].join('\n');
}
