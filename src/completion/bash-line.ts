/** A command line up to the cursor, as bash passes it. */
export interface BashLine {
  words: string[];
  /** The typed part of the word at the cursor. */
  current: string;
  /** The start of that word that bash does not replace. */
  unreplaced: string;
  /** The index of each word in COMP_WORDS. */
  indexes: number[];
}

const unquoted = (text: string): string => text.replace(/["'\\]/g, '');

/**
 * bash replaces only what follows the last word-breaking character or an open quote. Quoted characters break no words,
 * and a word-breaking @ is replaced too.
 */
function unreplacedPart(word: string, breaks: string): string {
  let [quote, plain, opened, unreplaced] = ['', '', '', ''];
  for (let i = 0; i < word.length; i++) {
    const char = word[i] ?? '';
    if (char === quote) {
      quote = '';
    } else if (quote === '' && (char === "'" || char === '"')) {
      quote = char;
      opened = plain;
    } else if (quote === '' && char === '\\') {
      i += 1;
      plain += word[i] ?? '';
    } else {
      if (quote === '' && '@=:'.includes(char) && breaks.includes(char))
        unreplaced = char === '@' ? plain : plain + char;
      plain += char;
    }
  }
  return quote === '' ? unreplaced : opened;
}

/**
 * Joins the words that bash breaks at characters such as = and :.
 * @param breaks COMP_WORDBREAKS
 * @param line COMP_LINE up to the cursor
 * @param pieces COMP_WORDS before the one at the cursor, the command included
 */
export function readBashLine([breaks = '', line = '', ...pieces]: readonly string[]): BashLine {
  const words: string[] = [];
  const indexes: number[] = [];
  let rest = line;
  for (const [i, piece] of pieces.entries()) {
    const at = Math.max(0, rest.indexOf(piece));
    if (at > 0 || i === 0) {
      words.push(piece);
      indexes.push(i);
    } else {
      words.push(words.pop() + piece);
    }
    rest = rest.slice(at + piece.length);
  }
  const typed = rest.trimStart();
  const current = typed === rest && words.length > 1 ? words.pop() + rest : typed;
  return {
    words: words.slice(1).map(unquoted),
    current: unquoted(current),
    unreplaced: unreplacedPart(current, breaks),
    indexes: indexes.slice(1),
  };
}
