import { createHash } from 'node:crypto';
import { type ApplicationKey, asApplicationKey } from '../account/application.ts';
import { type Capability, isCapability } from '../account/capability.ts';
import { type E164, e164FromInteger, isE164 } from '../account/phone-number.ts';
import type { Response } from '../api/request.ts';
import { isObject, type Json } from '../core/attempt.ts';
import type { World } from './world.ts';

/** An HTTP request as the sandbox receives it. */
export interface SandboxRequest {
  method: string;
  /** As sent: percent-encoded, without a query string. */
  path: string;
  /** Lowercase names. */
  headers: Readonly<Record<string, string | undefined>>;
  /** Empty when there is none. */
  body: string;
}

/** An error response; the HTTP status is the first three digits of the code. */
export class Rejection extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'Rejection';
    this.code = code;
  }
}

export const invalidNumber = () => new Rejection(40003, "The 'number' specified is not a valid number.");

export const json = (value: unknown, status = 200): Response => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

export const noContent = (): Response => ({ status: 204, headers: {}, body: '' });

/** Looks like a reference from Sinch, and is always the same for the same request. */
const reference = (code: number, { method, path, body }: SandboxRequest) =>
  createHash('sha256').update(`${code} ${method} ${path} ${body}`).digest('base64url').slice(0, 22);

/** The response for an error. */
export const errorResponse = (code: number, message: string, request: SandboxRequest): Response =>
  json({ errorCode: code, message, reference: reference(code, request) }, Math.floor(code / 100));

/** Text with its percent escapes decoded. @throws Rejection 40003 */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new Rejection(40003, 'The path is not properly encoded.');
  }
}

/** A verified request, as its handler receives it. */
export interface Call {
  world: World;
  params: Readonly<Record<string, string>>;
  body: string;
  /** The application that signed; null on the portal. */
  signer: ApplicationKey | null;
  now: Date;
}

/** Executes one operation, all or nothing. @throws Rejection, and then nothing has changed */
export type Handler = (call: Call) => Response;

/** The properties of a JSON body; none when it is empty. @throws Rejection 40001 */
export function readObject(body: string): Json {
  let value: unknown;
  try {
    value = body.trim() === '' ? {} : JSON.parse(body);
  } catch {
    throw new Rejection(40001, 'The request body is not valid JSON.');
  }
  if (!isObject(value)) throw new Rejection(40001, 'The request body must be a JSON object.');
  return value;
}

/** A nested object in a body. @throws Rejection 40001, 40002 */
export function readMember(body: Json, name: string): Json {
  const value = body[name];
  if (value === undefined) throw new Rejection(40002, `The parameter '${name}' is missing.`);
  if (!isObject(value)) throw new Rejection(40001, `The parameter '${name}' must be an object.`);
  return value;
}

/** A number or a list. Sinch's samples use both a single value and a list, and both `number` and `numbers`. */
export function readList({ numbers, number }: Json): unknown[] {
  const list = numbers ?? number;
  if (list === undefined || list === null) throw new Rejection(40002, "The parameter 'numbers' is missing.");
  return Array.isArray(list) ? list : [list];
}

/** @throws Rejection 40003 */
export function readNumber(value: unknown): E164 {
  if (typeof value !== 'string' || !isE164(value)) throw invalidNumber();
  return value;
}

/** A number in the format of the portal API: a JSON integer, or its digits in a path. @throws Rejection 40003 */
export function readInteger(value: unknown): E164 {
  const isDigits = typeof value === 'string' && /^\d+$/.test(value);
  if (!isDigits && !Number.isSafeInteger(value)) throw invalidNumber();
  return readNumber(e164FromInteger(value as string | number));
}

/** @throws Rejection 40001 */
export function capabilityParameter(value: unknown): Capability {
  if (typeof value === 'string' && isCapability(value)) return value;
  throw new Rejection(40001, `Invalid number type: ${String(value)}.  Type must be one of: sms, voice.`);
}

/**
 * An application of this account.
 * @throws Rejection 40003 for text that is not a key, 40400 for another account's key
 */
export function readApplication(value: unknown, world: World): ApplicationKey {
  const key = typeof value === 'string' ? asApplicationKey(value) : undefined;
  if (!key) throw new Rejection(40003, 'The application key is not valid.');
  if (!world.application(key)) throw new Rejection(40400, `Application with the key ${value} was not found.`);
  return key;
}

/** The same on the calling API, which has another error code. @throws Rejection 40003 */
export function readCallingApplication(value: unknown, world: World): ApplicationKey {
  const key = typeof value === 'string' ? asApplicationKey(value) : undefined;
  if (!key || !world.application(key)) throw new Rejection(40003, 'Invalid Application Key');
  return key;
}

/** The application in a body, in either spelling of the property, otherwise the one that signed. */
export function readTarget(body: Json, signer: ApplicationKey | null, world: World): ApplicationKey {
  return readCallingApplication(body.applicationkey || body.applicationKey || signer, world);
}
