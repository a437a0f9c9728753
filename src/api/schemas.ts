import * as v from 'valibot';
import { type ApplicationKey, asApplicationKey } from '../account/application.ts';
import { CAPABILITIES } from '../account/capability.ts';
import { isAccountNumber, isE164 } from '../account/phone-number.ts';
import { isObject, type Json } from '../core/attempt.ts';
import { descriptive, type Members, membersOf, numberRow, numeric, portalNumber } from './lenient.ts';

/** An application key in a parameter or response; canonical once parsed. */
export const applicationKey = v.pipe(
  v.string(),
  v.check((text) => asApplicationKey(text) !== undefined, 'not an application key'),
  v.transform((text): ApplicationKey => asApplicationKey(text) as ApplicationKey),
);

export const capability = v.picklist(CAPABILITIES);

export const e164 = v.pipe(v.string(), v.check(isE164, 'not an E.164 number'));

/** A number as the account lists it. */
export const accountNumber = v.pipe(
  v.string(),
  v.check(isAccountNumber, 'not a phone number, short code, or sender ID'),
);

/** E.164 without its plus, as the portal API formats it. */
export const integerNumber = v.pipe(v.number(), v.integer(), v.minValue(1));

const object = (expected: string) =>
  v.pipe(
    v.unknown(),
    v.check(isObject, expected),
    v.transform((value) => value as Json),
  );

/** An error with status 200 or a list under another name is not an empty account. */
const isEmptyAccount = (reply: Json): boolean =>
  Object.entries(reply).every(
    ([name, value]) => !/error|message/i.test(name) && (typeof value !== 'object' || value === null),
  );

/** The response of `listNumbers`: without a list the account is empty. */
export const numberList = v.pipe(
  object('an object with numbers'),
  v.check((reply) => {
    const [numbers, ...others] = membersOf(reply)('numbers');
    return others.length === 0 && (numbers === undefined ? isEmptyAccount(reply) : Array.isArray(numbers));
  }, 'an object with a list of numbers'),
  v.transform((reply) => {
    const [numbers = []] = membersOf(reply)('numbers') as unknown[][];
    return { numbers: numbers.map(numberRow) };
  }),
);

/**
 * A callback URL; null if there is none. Anything else is invalid: if it counted as none, the next update would clear it.
 */
const callbackUrl = v.pipe(
  v.array(v.string()),
  v.maxLength(1),
  v.transform(([url = null]) => url),
);

const callbackPair = v.pipe(
  object('an object with primary and fallback'),
  v.transform((url) => {
    const member = membersOf(url);
    return { primary: member('primary'), fallback: member('fallback') };
  }),
  v.object({ primary: callbackUrl, fallback: callbackUrl }),
);

/** The response of `getCallbacks`: `{}` and an empty `url` mean that no URL is set. */
export const callbacks = v.pipe(
  object('an object with url'),
  v.check(
    (reply) => 'url' in reply || membersOf(reply)('url').length > 0 || Object.keys(reply).length === 0,
    'an object with url',
  ),
  v.transform((reply) => ({ url: membersOf(reply)('url')[0] ?? {} })),
  v.object({ url: callbackPair }),
);

/** A boolean, possibly as a string. */
function restrictedOf([value]: readonly unknown[]): boolean | null {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return word === 'true' ? true : word === 'false' ? false : null;
}

function detailsOf(items: readonly Json[]) {
  const members = items.map(membersOf);
  // One source calls the item `numberItem`, the other `number`; either may omit a property that the other has.
  const member: Members = (name) => members.map((one) => one(name)).find((values) => values.length > 0) ?? [];
  const [rate] = member('rate');
  const price = isObject(rate) ? membersOf(rate) : undefined;
  return {
    countryId: descriptive(member('countryid')),
    numberType: descriptive(member('numbertype')),
    normalizedNumber: descriptive(member('normalizednumber')),
    restricted: restrictedOf(member('restricted')),
    rate: price ? { currencyId: descriptive(price('currencyid')), amount: numeric(price('amount')) } : null,
  };
}

const itemsIn = (reply: Json): Json[] =>
  ['numberitem', 'number'].flatMap((name) => membersOf(reply)(name)).filter(isObject);

/** The response of `queryNumber`. */
export const numberQuery = v.pipe(
  object('an object with numberItem or number'),
  v.check((reply) => itemsIn(reply).length > 0, 'an object with numberItem or number'),
  v.transform((reply) => detailsOf(itemsIn(reply))),
);

/** The portal API's lists of numbers. */
export const portalNumbers = v.pipe(
  v.array(v.unknown()),
  v.transform((items) => items.map(portalNumber)),
);

const organisation = v.object({
  id: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
  name: v.pipe(
    v.optional(v.unknown(), null),
    v.transform((name) => descriptive([name])),
  ),
});

/** A list of organizations; one sample shows a bare object. */
export const organisations = v.pipe(
  v.union([v.array(organisation), organisation]),
  v.transform((reply) => (Array.isArray(reply) ? reply : [reply])),
);
