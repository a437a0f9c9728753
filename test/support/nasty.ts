import fc from 'fast-check';

const PIECES = [
  '\u001b]52;c;cm0gLXJm\u0007',
  '\u001b[2J',
  '\u009b1m',
  '\r',
  '\n',
  '\r\n',
  '\t',
  '\u202e',
  '\u2028',
  '\\',
  '\\n',
  '\\|',
  '"',
  "'",
  ',',
  ';',
  '|',
  '=cmd()',
  '+1-1',
  '-2+3',
  '@SUM(A1)',
  '`code`',
  '**bold**',
  '_it_ a_b',
  '[x](javascript:1)',
  '![i](u)',
  '<b onclick=x>',
  '&amp; &#65; &x',
  '~~no~~',
  '$x$',
  '# -',
  'https://x.example/a_b?c=1&d=*e*',
  'www.example.com/_x_',
  'a@b.example',
  '電話',
  'e\u0301',
  '👩‍👩‍👧',
  ' ',
];

/** Text that is difficult in one format or another, and any other. */
export const nastyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((parts) => parts.join('')),
);

/** Possible values of a cell. */
export const nastyCell = fc.oneof(
  { weight: 5, arbitrary: nastyText },
  { weight: 1, arbitrary: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })) },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** Invisible characters, except the joiners and variation selectors of ordinary text. */
const INVISIBLE = [
  0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180e, 0x200b, 0x3164, 0xfeff, 0xffa0,
];

/**
 * A character that could move the cursor, ring the bell, set the title, or reverse text, or that is invisible; by code
 * point, independent of the program's list.
 */
export function isUnsafe(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const within = (from: number, to: number) => code >= from && code <= to;
  return (
    within(0, 0x1f) ||
    within(0x7f, 0x9f) ||
    within(0x200e, 0x200f) ||
    within(0x2028, 0x202e) ||
    within(0x2060, 0x206f) ||
    within(0xfff0, 0xfffb) ||
    within(0xe0000, 0xe00ff) ||
    INVISIBLE.includes(code)
  );
}

/** A csv cell as read by other programs: no formulas, and unsafe characters as escapes. */
export function csvText(value: string | number | boolean | null | undefined): string {
  const text = value == null ? '' : String(value);
  const isHarmless = /^\+[1-9]\d{6,14}$/.test(text) || /^-?\d+(\.\d+)?$/.test(text);
  const isFormula = typeof value === 'string' && /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !isHarmless;
  return `${isFormula ? "'" : ''}${shown(text, '\t\n')}`;
}

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The text with such characters as `\u001b`; those of `kept` are unchanged. */
export const shown = (text: string, kept = ''): string =>
  [...text]
    .map((one) => (isUnsafe(one) && !kept.includes(one) ? one.split('').map(escaped).join('') : one))
    .join('');
