/** Letters without a space among them: more is data by mistake, which nobody reads and which hides the rest. */
const LONGEST = 300;
/** So many of them tell what it is. */
const SHOWN = 60;

const LONG = new RegExp(`(['"(]?)(\\S{${LONGEST + 1},})`, 'g');
/** What belongs to the sentence and not to the word. */
const END = /['"),.:;]{0,2}$/;

function cut(word: string): string {
  const end = END.exec(word.slice(-2))?.[0] ?? '';
  // Half a character would be none.
  const start = word.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, '');
  return `${start}\u2026 (${word.length - end.length} characters)${end}`;
}

/** A text for people in which very long words are cut, and their length told. */
export const truncate = (text: string): string =>
  text.length <= LONGEST ? text : text.replace(LONG, (_, quote: string, word: string) => quote + cut(word));
