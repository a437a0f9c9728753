import * as v from 'valibot';
import { asApplicationKey, canonicalUuid, isAlias } from '../account/application.ts';
import { attempt, isObject } from '../core/attempt.ts';
import { Secret } from '../core/secret.ts';
import { parseBaseUrl } from '../core/url.ts';
import { AUTH_MODES } from './credentials.ts';
import { parseOrganisation } from './environment.ts';
import { type Config, isProfileName, type Profile, type StoredSecret } from './profile.ts';

// Objects are loose: fields that this version does not know are kept when the file is rewritten.

/** Uses a parser as a check, so that the file and the flags follow the same rules. */
const passes = (parse: (text: string) => unknown) =>
  v.check<string, string>((text) => attempt(() => parse(text)) !== undefined, 'malformed');

const key = v.pipe(
  v.string(),
  v.transform((text) => asApplicationKey(text)),
  v.check((parsed) => parsed !== undefined, 'malformed'),
  v.transform((parsed) => parsed as NonNullable<typeof parsed>),
);

const secret = v.variant('store', [
  v.pipe(
    v.looseObject({
      store: v.literal('file'),
      value: v.pipe(
        v.string(),
        passes((text) => Secret.fromBase64(text, '')),
      ),
    }),
    v.transform(({ value, ...rest }) => ({ ...rest, secret: Secret.fromBase64(value, 'the stored secret') })),
  ),
  v.looseObject({ store: v.literal('command'), argv: v.pipe(v.array(v.string()), v.minLength(1)) }),
  v.looseObject({ store: v.literal('keyring'), account: v.pipe(v.string(), v.minLength(1)) }),
]);

/** A JSON object as a map. v.record omits names such as `constructor`. */
const mapOf = <T>(isName: (name: string) => boolean, value: v.GenericSchema<unknown, T>) =>
  v.pipe(
    v.optional(v.custom<object>(isObject), {}),
    v.transform((object) => Object.entries(object) as [string, unknown][]),
    v.array(v.tuple([v.pipe(v.string(), v.check(isName, 'malformed')), value])),
    v.transform((entries): ReadonlyMap<string, T> => new Map(entries)),
  );

const aliases = mapOf(isAlias, key);

const optionalText = v.optional(v.nullable(v.string()), null);
const baseUrl = v.optional(
  v.pipe(
    v.string(),
    passes((url) => parseBaseUrl(url, '')),
  ),
);

const instanceId = v.pipe(
  v.string(),
  v.check((id) => canonicalUuid(id) !== undefined, 'malformed'),
);
const expiry = v.optional(
  v.nullable(
    v.pipe(
      v.string(),
      v.check((text) => !Number.isNaN(Date.parse(text)), 'malformed'),
    ),
  ),
  null,
);

const profileSchema = v.looseObject({
  application: v.optional(v.nullable(v.looseObject({ key, secret })), null),
  instance: v.optional(v.nullable(v.looseObject({ id: instanceId, secret, expires: expiry })), null),
  organisation: v.optional(
    v.nullable(
      v.pipe(
        v.string(),
        passes((id) => parseOrganisation(id, '')),
      ),
    ),
    null,
  ),
  auth: v.optional(v.picklist(AUTH_MODES), 'signed'),
  baseUrls: v.optional(
    v.looseObject({ calling: baseUrl, portal: baseUrl, account: baseUrl, user: baseUrl }),
    {},
  ),
  aliases,
  defaultApplication: v.optional(v.nullable(key), null),
  region: optionalText,
  caFile: optionalText,
  isProtected: v.optional(v.boolean(), false),
});

/** The version of `config.json`. */
export const CONFIG_VERSION = 1;

const config = v.looseObject({
  version: v.literal(CONFIG_VERSION),
  active: optionalText,
  profiles: mapOf(isProfileName, profileSchema),
  environmentAliases: aliases,
  sandboxAliases: aliases,
});

/** The file's content as profiles, or the position of the first error without its content. */
export function parseConfig(content: unknown): { config: Config } | { invalidAt: string } {
  const parsed = v.safeParse(config, content);
  if (parsed.success) {
    const { version: _, ...rest } = parsed.output;
    return { config: rest };
  }
  const [issue] = parsed.issues;
  return { invalidAt: v.getDotPath(issue) ?? 'the top level' };
}

function stored(kept: StoredSecret) {
  if (kept.store !== 'file') return kept;
  const { secret, ...rest } = kept;
  return { ...rest, value: secret.reveal() };
}

function storedProfile(one: Profile) {
  return {
    ...one,
    application: one.application && { ...one.application, secret: stored(one.application.secret) },
    instance: one.instance && { ...one.instance, secret: stored(one.instance.secret) },
    aliases: Object.fromEntries(one.aliases),
  };
}

/** The only place where secrets are converted to text for storage. */
export function writeConfig(one: Config): string {
  const content = {
    version: CONFIG_VERSION,
    ...one,
    profiles: Object.fromEntries([...one.profiles].map(([name, value]) => [name, storedProfile(value)])),
    environmentAliases: Object.fromEntries(one.environmentAliases),
    sandboxAliases: Object.fromEntries(one.sandboxAliases),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
