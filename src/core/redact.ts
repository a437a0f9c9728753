/** What stands where a secret was. */
export const REDACTED = '[redacted]';

/** Every secret that this process has seen. */
const hidden = new Set<string>();

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/**
 * From now on `redact` takes this text out, also as JSON (once or twice over) and URLs write it. What is shorter than
 * six characters would blot out ordinary words.
 */
export function hide(secret: string): void {
  if (secret.length < 6) return;
  for (const form of [secret, inJson(secret), inJson(inJson(secret)), encodeURIComponent(secret)])
    hidden.add(form);
}

/** For tests, which run the program many times in one process. */
export const forgetSecrets = (): void => hidden.clear();

// Scheme and id may stay, what proves them goes; so do passwords and tokens in JSON, and those in a URL.
const PATTERNS: readonly [RegExp, string][] = [
  // How Sinch's secrets and signatures look: somebody may have put one where a key belongs. Only from where a run of such
  // letters begins: from each of its letters a long one would be read again.
  [/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{22,}={1,2}/g, REDACTED],
  [/\b(Application|Instance)((?: |%20)+[0-9a-f-]{32,36})(?::|%3A)[A-Za-z0-9+/=%]+/gi, `$1$2:${REDACTED}`],
  [/\b(Basic|User|Bearer)((?: |%20)+)[A-Za-z0-9+/=%._~-]{6,}/g, `$1$2${REDACTED}`],
  [/("(?:password|secret|authorization)"\s*:\s*")[^"\\]*(?:\\.[^"\\]*)*"/gi, `$1${REDACTED}"`],
  // The same inside a JSON text that is quoted in another one, five times over at most.
  [/((\\{1,31})"(?:password|secret|authorization)\2"\s*:\s*\2")(?:(?!\2").)*/gi, `$1${REDACTED}`],
  [/(\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${REDACTED}@`],
];

/**
 * A text without any secret that this process has seen, and without what looks like one. Every error, log line,
 * snippet and kept record goes through here.
 */
export function redact(text: string): string {
  let clean = text;
  // The longest first: one secret may begin another.
  const known = [...hidden].sort((a, b) => b.length - a.length);
  for (const secret of known) clean = clean.replaceAll(secret, REDACTED);
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}
