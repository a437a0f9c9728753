/** The first of 65,000 characters of the private use area: one column wide to everybody, and made safe in all that we show. */
const FIRST = 0xf0000;
const STAND_IN = /([\u{f0000}-\u{ffffd}])\1*/gu;

const PRINTABLE_ASCII = /^[\u0020-\u007e]*$/;

/**
 * Texts that a table library would measure wrongly, each replaced by as many characters of its own as it is wide.
 * cli-table3 counts emoji and some marks by older rules than terminals.
 */
export class StandIns {
  readonly #texts: string[] = [];

  /** @param width columns that the text takes on a terminal; what takes none is left out, since nobody sees it */
  of(text: string, width: number): string {
    if (PRINTABLE_ASCII.test(text)) return text;
    this.#texts.push(text);
    return String.fromCodePoint(FIRST + this.#texts.length - 1).repeat(width);
  }

  /** A drawing with the texts in their places. */
  restore(drawing: string): string {
    if (this.#texts.length === 0) return drawing;
    return drawing.replace(STAND_IN, (run) => this.#texts[(run.codePointAt(0) ?? FIRST) - FIRST] ?? run);
  }
}
