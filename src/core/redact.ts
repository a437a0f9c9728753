/** The replacement for a secret. */
export const REDACTED = '[redacted]';

/** Every secret that this process has used. */
const hidden = new Set<string>();

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/**
 * Makes `redact` remove this text, also as encoded in URLs and in JSON (once or twice). A secret of less than six
 * characters would remove ordinary words.
 */
export function hide(secret: string): void {
  if (secret.length < 6) return;
  for (const form of [secret, inJson(secret), inJson(inJson(secret)), encodeURIComponent(secret)])
    hidden.add(form);
}

/** For tests, which run the program many times in one process. */
export const forgetRedactions = (): void => hidden.clear();

// Schemes and ids stay; signatures, passwords, and tokens are removed, also in JSON and URLs.
const PATTERNS: readonly [RegExp, string][] = [
  // The form of Sinch's secrets and signatures, for example a secret in place of a key. It matches only at the start of
  // a run of these letters, because otherwise a long run would be scanned again from each of its letters. The length is
  // limited, because a run of megabytes overflows the stack.
  [/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{22,4096}={1,2}/g, REDACTED],
  [
    /\b(Application|Instance)((?: |%20)+[0-9a-f-]{32,36})(?::|%3A)[A-Za-z0-9+/=%]{1,65535}/gi,
    `$1$2:${REDACTED}`,
  ],
  [/\b(Basic|User|Bearer)((?: |%20)+)[A-Za-z0-9+/=%._~-]{6,65535}/g, `$1$2${REDACTED}`],
  [/("(?:password|secret|authorization)"\s*:\s*")[^"\\]*(?:\\.[^"\\]*)*"/gi, `$1${REDACTED}"`],
  // The same in JSON inside JSON, up to five levels.
  [/((\\{1,31})"(?:password|secret|authorization)\2"\s*:\s*\2")(?:(?!\2").)*/gi, `$1${REDACTED}`],
  [/(\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${REDACTED}@`],
];

/**
 * A text without any secret that this process has used, and without anything that looks like a secret. Every error, log line,
 * snippet, and saved record passes through here.
 */
export function redact(text: string): string {
  let clean = text;
  // The longest first: one secret may start with another.
  const known = [...hidden].sort((a, b) => b.length - a.length);
  for (const secret of known) clean = clean.replaceAll(secret, REDACTED);
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}
