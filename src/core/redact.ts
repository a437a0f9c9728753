/** The replacement for a secret. */
export const REDACTED = '[redacted]';

/** Every secret that this process has used, with a pattern of all its forms. */
const hidden = new Map<string, RegExp>();

const ENCODER = new TextEncoder();
const BASE64_TEXT = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** The characters that differ in URL-safe Base64, and as encoded in forms, as patterns. */
const BASE64URL: Record<string, readonly string[]> = {
  '+': ['-'],
  '/': ['_', '\\\\{1,4}/'],
  '-': ['\\+'],
  _: ['/'],
};
const FORM: Record<string, readonly string[]> = { ' ': ['\\+'] };

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0');
/** A pattern that matches both uppercase and lowercase. */
const inAnyCase = (hex: string): string => hex.replace(/[a-f]/g, (c) => `[${c}${c.toUpperCase()}]`);

/** A character unencoded, encoded in JSON (once or twice), and encoded in URLs (once or repeatedly). */
function formsOf(character: string, isBase64: boolean): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  const percent = [...ENCODER.encode(character)]
    .map((byte) => `%(?:25){0,4}${inAnyCase(hexOf(byte))}`)
    .join('');
  const units = character.replace(
    /[\s\S]/g,
    (c) => `\\\\{1,4}u${inAnyCase(hexOf(c.charCodeAt(0)).padStart(4, '0'))}`,
  );
  const forms = [inJson(inJson(character)), inJson(character), character].map(literal);
  const other = (isBase64 ? BASE64URL : FORM)[character] ?? [];
  return `(?:${[...new Set(forms), percent, units, ...other].join('|')})`;
}

/** Bytes as hexadecimal digits, with or without separators. */
const hexForm = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => inAnyCase(hexOf(byte))).join('[\\s:]?');

/**
 * The encodings of a string within longer Base64-encoded text, such as Basic credentials, for each of the three
 * alignments.
 */
const insideBase64 = (text: string): string[] =>
  [0, 1, 2].map((offset) => {
    const bytes = ENCODER.encode(`${' '.repeat(offset)}${text}`);
    const complete = bytes.subarray(0, bytes.length - (bytes.length % 3));
    // The first characters also depend on the bytes before the text.
    return Buffer.from(complete)
      .toString('base64')
      .slice(offset && offset + 1);
  });

/** A pattern of the enclosing Base64 text, anchored at its start so that long text is scanned only once. */
const wordAround = (texts: readonly string[]): string =>
  `(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]*?(?:${texts.join('|')})[A-Za-z0-9+/_-]*${formsOf('=', false)}{0,2}`;

/** A pattern of all forms in which a secret can appear. */
function patternOf(secret: string): RegExp {
  const isBase64 = BASE64_TEXT.test(secret);
  const core = isBase64 ? secret.replace(/=+$/, '') : secret;
  const spell = (text: string, base64: boolean) =>
    Array.from(text, (character) => formsOf(character, base64)).join('');
  const decoded = isBase64 ? Buffer.from(secret, 'base64') : new Uint8Array();
  const forms = [
    `${spell(core, isBase64)}${isBase64 ? `${formsOf('=', false)}{0,2}` : ''}`,
    `${hexForm(ENCODER.encode(core))}${isBase64 ? '(?:[\\s:]?3[dD]){0,2}' : ''}`,
    ...(decoded.length < SHORTEST_SECRET ? [] : [hexForm(decoded)]),
    wordAround(insideBase64(core).map((text) => spell(text, true))),
  ];
  return new RegExp(forms.join('|'), 'g');
}

/** The shortest secret that is redacted; hiding shorter ones would remove ordinary words. */
const SHORTEST_SECRET = 6;

/**
 * Makes `redact` remove this string in every form: plain, encoded for URLs or JSON, as hexadecimal digits, as unpadded
 * or URL-safe Base64, and within Base64-encoded text.
 */
export function hide(secret: string): void {
  if (secret.length >= SHORTEST_SECRET && !hidden.has(secret)) hidden.set(secret, patternOf(secret));
}

/** For tests, which run the program many times in one process. */
export const forgetRedactions = (): void => hidden.clear();

// Schemes and IDs are kept; signatures, passwords, and tokens are removed, including in JSON and URLs.
const PATTERNS: readonly [RegExp, string][] = [
  // The form of Sinch's secrets and signatures, for example of a secret passed as a key. It matches only at the start
  // of a run of such characters, because a long run would otherwise be rescanned from each character. The length is
  // limited, because a run of megabytes overflows the stack.
  [/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{22,4096}={1,2}/g, REDACTED],
  [
    /\b(Application|Instance)((?: |%20)+[0-9a-f-]{32,36})(?::|%3A)[A-Za-z0-9+/=%]{1,65535}/gi,
    `$1$2:${REDACTED}`,
  ],
  [/\b(Basic|User|Bearer)((?: |%20)+)[A-Za-z0-9+/=%._~-]{6,65535}/g, `$1$2${REDACTED}`],
  [/("(?:password|secret|authorization)"\s*:\s*")[^"\\]*(?:\\.[^"\\]*)*"/gi, `$1${REDACTED}"`],
  // The same in nested JSON strings, up to five levels.
  [/((\\{1,31})"(?:password|secret|authorization)\2"\s*:\s*\2")(?:(?!\2").)*/gi, `$1${REDACTED}`],
  [/(\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${REDACTED}@`],
];

/**
 * A string without any secret that this process has used, and without anything that looks like a secret. It is applied
 * to every error, log line, snippet, and saved record.
 */
export function redact(text: string): string {
  let clean = text;
  // The longest first: one secret may start with another.
  const known = [...hidden].sort(([a], [b]) => b.length - a.length);
  for (const [, forms] of known) clean = clean.replace(forms, REDACTED);
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}
