import { closestMatch } from '../core/closest-match.ts';
import { SinchctlError, usage } from '../core/errors.ts';

declare const keyBrand: unique symbol;
/** A Sinch application key: a lowercase UUID with dashes. */
export type ApplicationKey = string & { readonly [keyBrand]: 'ApplicationKey' };

/** Local names for application keys, such as `support`. */
export type Aliases = ReadonlyMap<string, ApplicationKey>;

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const ALIAS_PATTERN = /^[a-z0-9][a-z0-9._-]*$/;

const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The canonical form of a UUID in any case, dashes optional; undefined for anything else. */
export function canonicalUuid(text: string): string | undefined {
  if (CANONICAL.test(text)) return text;
  if (!UUID.test(text)) return undefined;
  return text
    .replaceAll('-', '')
    .toLowerCase()
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const asApplicationKey = (text: string): ApplicationKey | undefined =>
  canonicalUuid(text) as ApplicationKey | undefined;

/** Whether a string is an application key, in canonical or any other form. */
export const isApplicationKey = (text: string | null): text is ApplicationKey =>
  text !== null && asApplicationKey(text) !== undefined;

/** `any` is not an alias, because for --move-from it means all applications. */
export const isAlias = (text: string): boolean =>
  ALIAS_PATTERN.test(text) && !UUID.test(text) && text !== 'any';

/** A hint for text that is not a key. */
export const KEY_FORMAT = 'an application key is a UUID such as 94983f76-1161-6655-9515-4785c7b67dd8';

/** Parses a key that the user typed. @param where the name of its option @throws SinchctlError usage */
export function parseApplicationKey(text: string, where?: string): ApplicationKey {
  const key = asApplicationKey(text.trim());
  if (!key) {
    throw usage(`invalid application key${where ? ` for ${where}` : ''}: ${text}`, KEY_FORMAT, [text]);
  }
  return key;
}

export const ALIAS_FORMAT =
  'use lowercase letters, digits, periods, underscores, and hyphens, and start with a letter or digit; application keys and the word any are reserved';

/** Parses a new alias that the user typed. @throws SinchctlError usage */
export function parseAlias(text: string): string {
  if (!isAlias(text)) {
    throw usage(`invalid alias: ${text}`, ALIAS_FORMAT, [text]);
  }
  return text;
}

/**
 * Parses a key or an alias that the user typed.
 * @param hint what to do about an unknown alias that resembles no other
 * @throws SinchctlError usage when it is neither, notFound (with the closest alias) for an unknown alias
 */
export function resolveApplication(
  text: string,
  aliases: Aliases,
  hint = `to create the alias, run sinchctl apps alias ${text} <key>`,
): ApplicationKey {
  const key = asApplicationKey(text);
  if (key) return key;
  const near = aliases.has(text) ? undefined : closestMatch(text, [...aliases.keys()]);
  if (!isAlias(text)) {
    const what = 'to list keys and aliases, run sinchctl apps list';
    throw usage(`invalid application: ${text}`, near ? `did you mean ${near}?` : what, [text]);
  }
  const known = aliases.get(text);
  if (known) return known;
  throw new SinchctlError('notFound', `unknown application alias: ${text}`, {
    hint: near ? `did you mean ${near}?` : hint,
    items: [text],
  });
}

/** Aliases by key, built once per set of aliases: every row needs its alias, and there may be 100,000 rows. */
const namesByKey = new WeakMap<Aliases, Map<ApplicationKey, string>>();

function buildNames(aliases: Aliases): Map<ApplicationKey, string> {
  const names = new Map<ApplicationKey, string>();
  for (const [name, key] of aliases) {
    const known = names.get(key);
    if (known === undefined || name < known) names.set(key, name);
  }
  return names;
}

/** The alias of a key, the first in alphabetical order if there are several. */
export function aliasOf(key: ApplicationKey | null, aliases: Aliases): string | null {
  if (key === null) return null;
  const names = namesByKey.get(aliases) ?? buildNames(aliases);
  namesByKey.set(aliases, names);
  return names.get(key) ?? null;
}

/** The name of an application in messages: `support (94983f76-…)`, or only the key. */
export function nameApplication(key: ApplicationKey, aliases: Aliases): string {
  const alias = aliasOf(key, aliases);
  return alias ? `${alias} (${key})` : key;
}
