import * as v from 'valibot';
import { type ApplicationKey, asApplicationKey } from '../core/application.ts';
import { CAPABILITIES } from '../core/capability.ts';
import type { E164 } from '../core/phone.ts';

/** An application key in a parameter or reply; canonical once parsed. */
export const applicationKey = v.pipe(
  v.string(),
  v.check((text) => asApplicationKey(text) !== undefined, 'no application key'),
  v.transform((text): ApplicationKey => asApplicationKey(text) as ApplicationKey),
);

export const capability = v.picklist(CAPABILITIES);

/** An E.164 string; replies have been seen without the plus and as integers. */
export const e164 = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.regex(/^\+?[1-9]\d{2,14}$/, 'no E.164 number'),
  v.transform((text) => (text.startsWith('+') ? text : `+${text}`) as E164),
);

/** E.164 without its plus, as the legacy portal writes it. */
export const integerNumber = v.pipe(v.number(), v.integer(), v.minValue(1));

/** An optional text that some samples send as null or as an empty string. */
export const optionalText = v.pipe(
  // Without the default an absent key would skip the transform.
  v.nullish(v.string(), null),
  v.transform((text) => text || null),
);

const optionalKey = v.pipe(
  v.nullish(v.union([v.literal(''), applicationKey]), null),
  v.transform((key): ApplicationKey | null => key || null),
);

/** `listNumbers`' reply. */
export const numberList = v.object({
  numbers: v.array(v.object({ number: e164, applicationkey: optionalKey, capability })),
});

export const callbacks = v.object({
  url: v.object({ primary: optionalText, fallback: optionalText }),
});

const numberItem = v.object({
  countryId: optionalText,
  numberType: optionalText,
  normalizedNumber: optionalText,
  restricted: v.optional(v.nullable(v.boolean()), null),
  rate: v.optional(
    v.nullable(v.object({ currencyId: optionalText, amount: v.nullish(v.number(), null) })),
    null,
  ),
});

/** `queryNumber`'s reply; one source calls the item `numberItem`, the other `number`. */
export const numberQuery = v.pipe(
  v.union([v.object({ numberItem }), v.object({ number: numberItem })], 'neither numberItem nor number'),
  v.transform((reply) => ('numberItem' in reply ? reply.numberItem : reply.number)),
);

/** The legacy portal's `Number`, one item per number and application. */
const portalNumber = v.object({
  number: v.pipe(
    v.union([v.number(), v.string()]),
    v.transform(String),
    v.transform((n) => n.replace(/^\+/, '')),
    v.regex(/^[1-9]\d{2,14}$/, 'no number'),
    v.transform((n) => `+${n}` as E164),
  ),
  capabilities: v.array(capability),
  applicationKey: optionalKey,
  countryId: optionalText,
  country: optionalText,
  city: optionalText,
  areaCode: optionalText,
  expires: optionalText,
  cost: v.optional(v.nullable(v.object({ amount: v.number(), currencyId: v.string() })), null),
});

export const portalNumbers = v.array(portalNumber);
export type PortalNumber = v.InferOutput<typeof portalNumber>;

const organisation = v.object({
  id: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
  name: optionalText,
});

/** A list of organisations; one sample shows a bare object. */
export const organisations = v.pipe(
  v.union([v.array(organisation), organisation]),
  v.transform((reply) => (Array.isArray(reply) ? reply : [reply])),
);
