import { asApplicationKey } from '../account/application.ts';
import { isCapability } from '../account/capability.ts';
import { isObject, type Json } from '../core/attempt.ts';
import { redact } from '../core/redact.ts';
import { isEmpty, truncate } from '../core/text.ts';

/** The values of an object's members by name, in lowercase without separators; none if they are empty. */
export type Members = (name: string) => readonly unknown[];

/** The members of an object by name, ignoring case; several names may differ only in case. */
export function membersOf(object: Json): Members {
  const members = new Map<string, unknown[]>();
  for (const [name, value] of Object.entries(object)) {
    if (isEmpty(value)) continue;
    const plain = name.toLowerCase().replace(/[_\s-]/g, '');
    members.set(plain, [...(members.get(plain) ?? []), value]);
  }
  return (name) => members.get(name) ?? [];
}

/** A value as exact text, or JSON if it is not text; null if it is empty. */
const exactText = (value: unknown): string | null =>
  isEmpty(value) ? null : typeof value === 'string' ? value : JSON.stringify(value);

/** A string, or a number as a string; null for anything else. */
export const descriptive = ([value]: readonly unknown[]): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

/** A number, possibly as a string; null for anything else. */
export function numeric([value]: readonly unknown[]): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/**
 * A row of `listNumbers`. A valid capability and a valid key are canonical; other values keep their exact text, because
 * an unexpected value must be neither lost nor treated as unassigned. Null if the row has no value.
 */
export interface NumberRow {
  number: string | null;
  capability: string | null;
  applicationkey: string | null;
}

/** The portal API's `Number`, one item per number and application, parsed in the same way. */
export interface PortalNumber {
  /** E.164 if valid; the portal omits the plus. */
  number: string | null;
  capabilities: readonly (string | null)[];
  applicationKey: string | null;
  group: number | string | null;
  countryId: string | null;
  country: string | null;
  city: string | null;
  areaCode: string | null;
  expires: string | null;
  cost: { amount: number | null; currencyId: string | null } | null;
}

/** Values joined as one string, which is not a valid key or number if they differ. */
function firstText(values: readonly unknown[], canonical: (text: string) => string): string | null {
  const texts = values.map(exactText).filter((text) => text !== null);
  return [...new Set(texts.map(canonical))].join(', ') || null;
}

const asIs = (text: string): string => text;
const canonicalKey = (text: string): string => asApplicationKey(text.trim()) ?? text;

function canonicalCapability(text: string): string {
  const lower = text.trim().toLowerCase();
  return isCapability(lower) ? lower : text;
}

const EXPECTED: ReadonlySet<string> = new Set(['number', 'capability', 'applicationkey']);

/** Nearly all of 100,000 rows have these names and do not need the slower lookup. */
function hasExpectedNames(row: Json): boolean {
  for (const name in row) if (!EXPECTED.has(name)) return false;
  return true;
}

const exactMembers =
  (row: Json): Members =>
  (name) => [row[name]];

export function numberRow(value: unknown): NumberRow {
  if (!isObject(value)) return { number: exactText(value), capability: null, applicationkey: null };
  const member = hasExpectedNames(value) ? exactMembers(value) : membersOf(value);
  return {
    number: firstText(member('number'), asIs),
    capability: firstText(member('capability'), canonicalCapability),
    applicationkey: firstText(member('applicationkey'), canonicalKey),
  };
}

const withPlus = (text: string): string => (/^[1-9]\d{6,14}$/.test(text) ? `+${text}` : text);

function capabilitiesOf(values: readonly unknown[]): (string | null)[] {
  const texts = values.flat().map((value) => firstText([value], canonicalCapability));
  return texts.length === 0 ? [null] : [...new Set(texts)];
}

function costOf([value]: readonly unknown[]): PortalNumber['cost'] {
  if (!isObject(value)) return null;
  const member = membersOf(value);
  return { amount: numeric(member('amount')), currencyId: descriptive(member('currencyid')) };
}

export function portalNumber(value: unknown): PortalNumber {
  const member: Members = isObject(value) ? membersOf(value) : (name) => (name === 'number' ? [value] : []);
  return {
    number: firstText(member('number'), withPlus),
    capabilities: capabilitiesOf(member('capabilities')),
    applicationKey: firstText(member('applicationkey'), canonicalKey),
    group: numeric(member('groupid')) ?? descriptive(member('groupid')),
    countryId: descriptive(member('countryid')),
    country: descriptive(member('country')),
    city: descriptive(member('city')),
    areaCode: descriptive(member('areacode')),
    expires: descriptive(member('expires')),
    cost: costOf(member('cost')),
  };
}

/** The valid fields of an error body; an invalid one does not hide the others. */
export interface ErrorBody {
  errorCode: number | undefined;
  message: string;
  reference: string | undefined;
}

const LONGEST_API_TEXT = 500;
/** Much longer than any text that is kept, so that a secret at its end is also found. */
const READ_AT_MOST = 8 * LONGEST_API_TEXT;

/**
 * At most 500 characters of text from the server, which may be megabytes. Redacted first, because a partial secret is
 * not found.
 */
const cutMessage = (text: string): string =>
  text.length <= LONGEST_API_TEXT
    ? text
    : truncate(redact(text.slice(0, READ_AT_MOST)), LONGEST_API_TEXT - 1);

const join = (values: readonly unknown[]): string =>
  values.filter((value) => typeof value === 'string' && value.trim() !== '').join(': ');

/** The field errors in an error of the newer APIs. */
function violationsOf(details: unknown): string {
  const violations = [details].flat().flatMap((one) => (isObject(one) ? (one.fieldViolations ?? one) : []));
  return violations
    .map((one) => (isObject(one) ? join([one.field, one.description]) : ''))
    .filter((text) => text !== '')
    .join('; ');
}

/** Of `{"errorCode", "message"}`, `{"error": {"message", "details"}}`, RFC 9457, and OAuth errors. */
export function errorBody(value: unknown): ErrorBody {
  const body = isObject(value) ? value : {};
  const inner = isObject(body.error) ? body.error : {};
  const code =
    typeof body.errorCode === 'string' && /^\d+$/.test(body.errorCode)
      ? Number(body.errorCode)
      : body.errorCode;
  const texts = [
    join([body.message]),
    join([join([inner.message]) || inner.status, violationsOf(inner.details)]),
    join([body.title, body.detail]),
    join([body.error, body.error_description]),
  ];
  const reference = descriptive([body.reference ?? body.traceId]);
  return {
    errorCode: Number.isInteger(code) ? (code as number) : undefined,
    message: cutMessage(texts.find((text) => text !== '') ?? ''),
    reference: reference === null ? undefined : cutMessage(reference),
  };
}
