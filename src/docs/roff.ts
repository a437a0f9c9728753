/** Characters that roff would read as markup, or print as another one. */
const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\(rs',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '"': '\\(dq',
};

const beyondAscii = (character: string): string =>
  `\\[u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/** Text that prints as it stands, in a line of its own or as an argument of a macro. */
export const plain = (text: string): string =>
  text
    .replace(/[\\'`^~"-]/g, (character) => SPECIAL[character] ?? character)
    .replace(/[^\u0000-\u007f]/gu, beyondAscii)
    .replace(/^\./, '\\&.');

export const bold = (text: string): string => `\\fB${plain(text)}\\fR`;

/** Lines that end where their words do: a narrow page has nothing to stretch. */
export const RAGGED = '.ad l';

const request = (name: string, text: string): string => `.${name} "${text}"`;

export const section = (title: string, ...lines: string[]): string =>
  [request('SH', plain(title.toUpperCase())), ...lines].join('\n');

export const subsection = (title: string, ...lines: string[]): string =>
  [request('SS', plain(title)), ...lines].join('\n');

export const paragraph = (text: string): string => `.PP\n${plain(text.replaceAll('\n', ' '))}`;

/** A term and what it means, indented below it. */
export const entry = (term: string, meaning: string): string => `.TP\n${term}\n${plain(meaning)}`;

/** Lines as they stand, such as commands to type. */
export const verbatim = (lines: readonly string[]): string =>
  ['.PP', '.RS 4', '.EX', ...lines.map(plain), '.EE', '.RE'].join('\n');
