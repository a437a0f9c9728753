import { type AccountNumber, type E164, isE164 } from '../account/phone-number.ts';
import type { Json } from '../core/attempt.ts';
import {
  type Call,
  capabilityParameter,
  invalidNumber,
  json,
  noContent,
  Rejection,
  readCallingApplication,
  readList,
  readMember,
  readNumber,
  readObject,
  readTarget,
} from './http-messages.ts';
import { lookupRate } from './rates.ts';
import type { SandboxCallbacks } from './seed.ts';

export function listNumbers({ world }: Call) {
  const numbers: { number: AccountNumber; applicationkey?: string; capability: string }[] = [];
  for (const { number, capability, application } of world.assignments()) {
    numbers.push({ number, ...(application ? { applicationkey: application } : {}), capability });
  }
  return json({ numbers });
}

/**
 * All or nothing. A number that is assigned to another application is moved without a warning. Sinch's documentation
 * allows two behaviors; this is the less safe one.
 */
export function assignNumbers({ world, body, signer }: Call) {
  const payload = readObject(body);
  const list = readList(payload);
  if (list.length < 1 || list.length > 100)
    throw new Rejection(40001, "The parameter 'numbers' must contain 1 to 100 numbers.");
  if (payload.capability === undefined) throw new Rejection(40002, "The parameter 'capability' is missing.");
  const capability = capabilityParameter(payload.capability);
  const application = readTarget(payload, signer, world);
  const numbers = list.map(readNumber);
  if (numbers.some((number) => world.applicationOf(number, capability) === undefined)) throw invalidNumber();
  for (const number of numbers) world.assign(number, capability, application);
  return noContent();
}

export function unassignNumber({ world, body, signer }: Call) {
  const payload = readObject(body);
  const [first, ...others] = readList(payload);
  if (others.length > 0) throw new Rejection(40001, 'Only one number per request is allowed.');
  const number = readNumber(first);
  const capabilityGiven = payload.capability ? capabilityParameter(payload.capability) : undefined;
  const application = readTarget(payload, signer, world);
  const assigned = world
    .capabilitiesOf(number)
    .filter((capability) => capabilityGiven === undefined || capability === capabilityGiven)
    .filter((capability) => world.applicationOf(number, capability) === application);
  if (assigned.length === 0) throw invalidNumber();
  for (const capability of assigned) world.assign(number, capability, null);
  return noContent();
}

export const getCallbacks = ({ world, params }: Call) =>
  json({ url: world.callbacksOf(readCallingApplication(params.application, world)) });

function readUrl(url: Json, name: keyof SandboxCallbacks): SandboxCallbacks {
  const text = url[name];
  if (text === undefined || text === null || text === '') return {};
  if (typeof text !== 'string') throw new Rejection(40001, `The parameter '${name}' must be a string.`);
  return { [name]: text };
}

/**
 * Replaces both URLs, so one that is missing is cleared. Sinch's documentation allows two behaviors; this is the less
 * safe one.
 */
export function updateCallbacks({ world, params, body }: Call) {
  const application = readCallingApplication(params.application, world);
  const url = readMember(readObject(body), 'url');
  world.setCallbacks(application, { ...readUrl(url, 'primary'), ...readUrl(url, 'fallback') });
  return noContent();
}

/** Sinch normalizes numbers in queries: `+46(0)73-017-0101` is its own example. */
function normalized(text: string): E164 {
  const digits = text
    .replace('(0)', '')
    .replace(/[\s().-]/g, '')
    .replace(/^(\+|00)/, '');
  const number = `+${digits}`;
  if (!isE164(number)) throw new Rejection(40001, `Invalid number: ${text}.`);
  return number;
}

export function queryNumber({ params }: Call) {
  const number = normalized(params.number ?? '');
  const item = lookupRate(number);
  // Sinch's documentation and its SDKs use different names.
  return json({ method: 'numberItem', numberItem: item, number: item });
}
