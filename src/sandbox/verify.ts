import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type ApplicationKey, asApplicationKey, canonicalUuid } from '../account/application.ts';
import { type AuthScheme, LOGIN_KEY } from '../api/operations.ts';
import { decodePath, Rejection, readObject, type SandboxRequest } from './http-messages.ts';
import type { World } from './world.ts';

/** The maximum difference of a timestamp from now, in milliseconds. */
const MAX_CLOCK_SKEW = 5 * 60 * 1000;
/** ISO 8601 with a zone, in any form that a client library sends: `Z`, `+02:00`, `+0000`; 0 to 9 fraction digits. */
const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(?:Z|([+-]\d\d)(?::?(\d\d))?)$/i;

/** Milliseconds; NaN if it is not a timestamp. */
function timeOf(text: string): number {
  const [, seconds, fraction = '', hours = '+00', minutes = '00'] = TIMESTAMP.exec(text) ?? [];
  return Date.parse(`${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}${hours}:${minutes}`);
}

const invalidHeader = () => new Rejection(40100, 'The authorization header is missing or invalid.');
const unknown = () => new Rejection(40108, 'Invalid credentials.');

/** Whether two strings are equal, compared in constant time. */
function equal(given: string, expected: string): boolean {
  const sha256 = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(sha256(given), sha256(expected));
}

// Implemented from Sinch's documentation instead of sharing api/sign-request.ts, because a shared bug would go
// unnoticed.
function expectedSignature(secret: string, { method, path, headers, body }: SandboxRequest): string {
  const md5 = body === '' ? '' : createHash('md5').update(Buffer.from(body)).digest('base64');
  const canonical =
    `${method}\n${md5}\n${headers['content-type'] ?? ''}\n` +
    `x-timestamp:${headers['x-timestamp']}\n${decodePath(path)}`;
  return createHmac('sha256', Buffer.from(secret, 'base64')).update(Buffer.from(canonical)).digest('base64');
}

function checkTimestamp({ headers }: SandboxRequest, now: Date): void {
  const text = headers['x-timestamp'] ?? '';
  if (!(Math.abs(timeOf(text) - now.getTime()) <= MAX_CLOCK_SKEW)) {
    throw new Rejection(
      40101,
      'The x-timestamp header is missing, invalid, or too far from the current time.',
    );
  }
}

/** `id:rest`, split at the first colon. */
function pair(text: string): { id: string; rest: string } {
  const colon = text.indexOf(':');
  if (colon < 1) throw invalidHeader();
  return { id: text.slice(0, colon), rest: text.slice(colon + 1) };
}

function checkSignature(signature: string, secret: string, request: SandboxRequest): void {
  if (!equal(signature, expectedSignature(secret, request))) {
    throw new Rejection(40102, 'Invalid signature.');
  }
}

function asApplication(scheme: string, value: string, request: SandboxRequest, world: World): ApplicationKey {
  if (scheme !== 'application' && scheme !== 'basic') throw invalidHeader();
  const { id, rest } = pair(scheme === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : value);
  // Older clients of Sinch send `application\\key` as the user name.
  const key = asApplicationKey(scheme === 'basic' ? id.replace(/^application\\/i, '') : id);
  const application = key && world.application(key);
  if (!application) throw unknown();
  if (scheme === 'application') checkSignature(rest, application.secret, request);
  else if (!equal(rest, application.secret)) throw unknown();
  return application.key;
}

function asInstance(scheme: string, value: string, request: SandboxRequest, world: World, now: Date): void {
  if (scheme !== 'instance') throw new Rejection(40301, "The authorization scheme 'instance' is required.");
  const { id, rest } = pair(value);
  const instance = world.instanceOf(canonicalUuid(id) ?? '');
  if (!instance) throw unknown();
  if (instance.expires !== null && Date.parse(instance.expires) <= now.getTime()) throw unknown();
  checkSignature(rest, instance.secret, request);
}

function asUser(scheme: string, value: string, request: SandboxRequest, world: World): void {
  if (scheme !== 'user') throw invalidHeader();
  const { authorization } = readObject(request.body);
  if (!equal(value, world.user.token) || authorization !== value) throw unknown();
}

function asPublic(scheme: string, value: string): void {
  if (scheme !== 'application') throw invalidHeader();
  if (!equal(value, LOGIN_KEY)) throw unknown();
}

/**
 * Checks the credentials and the timestamp of a request.
 * @returns the application that signed; null for the other schemes
 * @throws Rejection 401xx or 40301
 */
export function verifySignature(
  request: SandboxRequest,
  auth: AuthScheme,
  world: World,
  now: Date,
): ApplicationKey | null {
  const [, scheme, value] = /^([A-Za-z]+) +(\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  if (scheme === undefined || value === undefined) throw invalidHeader();
  const lower = scheme.toLowerCase();
  // Basic authorization signs nothing, so `curl --user` needs no timestamp; if there is one, it must be valid.
  if (lower !== 'basic' || request.headers['x-timestamp'] !== undefined) checkTimestamp(request, now);
  if (auth === 'application') return asApplication(lower, value, request, world);
  if (auth === 'instance') asInstance(lower, value, request, world, now);
  else if (auth === 'user') asUser(lower, value, request, world);
  else asPublic(lower, value);
  return null;
}
