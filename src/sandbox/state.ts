import { asApplicationKey, canonicalUuid } from '../account/application.ts';
import { isCapability } from '../account/capability.ts';
import { isE164 } from '../account/phone-number.ts';
import { isObject } from '../core/attempt.ts';
import { SinchctlError, usage } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';
import { type JsonFile, openJsonFile } from '../platform/write-file.ts';
import { DEFAULT_SIZE, LARGEST_SIZE } from './seed.ts';
import { World } from './world.ts';

const isSize = (size: unknown): size is number =>
  Number.isInteger(size) && Number(size) >= 0 && Number(size) <= LARGEST_SIZE;

/** A simulated account in its initial state. @throws SinchctlError usage for a size outside 0 to 200,000 */
export function createWorld(numbers: number = DEFAULT_SIZE): World {
  if (!isSize(numbers)) {
    throw usage(`invalid number of phone numbers: ${numbers}`, `pass an integer from 0 to ${LARGEST_SIZE}`, [
      String(numbers),
    ]);
  }
  return new World(numbers);
}

/** Thrown only inside this file. It has no message, because a state file could contain anything. */
class Unreadable extends Error {}

function check(condition: unknown): asserts condition {
  if (!condition) throw new Unreadable();
}

function entries(value: unknown): [string, unknown][] {
  check(isObject(value));
  return Object.entries(value);
}

function known(world: World, text: unknown) {
  const key = typeof text === 'string' ? asApplicationKey(text) : undefined;
  check(key !== undefined && world.application(key) !== undefined);
  return key;
}

function restoreAssignments(world: World, value: unknown): void {
  for (const [number, capabilities] of entries(value)) {
    check(isE164(number));
    for (const [capability, application] of entries(capabilities)) {
      check(isCapability(capability) && world.applicationOf(number, capability) !== undefined);
      world.assign(number, capability, application === null ? null : known(world, application));
    }
  }
}

function restoreCallbacks(world: World, value: unknown): void {
  for (const [application, urls] of entries(value)) {
    for (const [place, url] of entries(urls)) {
      check((place === 'primary' || place === 'fallback') && typeof url === 'string');
    }
    world.setCallbacks(known(world, application), { ...(urls as object) });
  }
}

function restoreInstances(world: World, value: unknown): void {
  check(Array.isArray(value));
  for (const instance of value) {
    const { id, secret, expires, ...rest } = Object.fromEntries(entries(instance));
    check(typeof id === 'string' && canonicalUuid(id) === id);
    check(typeof secret === 'string' && typeof expires === 'string' && !Number.isNaN(Date.parse(expires)));
    Secret.fromBase64(secret, 'the state');
    world.addInstance({ ...rest, id, secret, expires });
  }
}

const STATE_VERSION = 1;

function rebuild(state: unknown): World {
  const { version, numbers, assignments, callbacks, instances, ...rest } = Object.fromEntries(entries(state));
  check(version === STATE_VERSION && isSize(numbers));
  const world = createWorld(numbers);
  world.unknownFields = rest;
  restoreAssignments(world, assignments);
  restoreCallbacks(world, callbacks);
  restoreInstances(world, instances);
  return world;
}

const what = 'sandbox state file';

/** The state file of the built-in sandbox profile. */
export const openSandboxState = (path: string): JsonFile =>
  openJsonFile(path, { what, hint: 'to reset the sandbox, run sinchctl sandbox reset' });

/** A file chosen by the user. It may contain other data, which must not be overwritten. */
export const openStateFile = (path: string): JsonFile =>
  openJsonFile(path, { what, hint: 'pass another file, or a path that does not exist' });

/**
 * The simulated account in a file, or a new one.
 * @throws SinchctlError failure, which never shows the content; auth for a file from a newer version
 */
export function readWorld(file: JsonFile, numbers?: number): World {
  const state = file.read();
  if (state === undefined) return createWorld(numbers);
  const { version } = (state ?? {}) as { version?: unknown };
  if (typeof version === 'number' && version > STATE_VERSION)
    throw new SinchctlError('auth', `${file.path} was written by a newer version of sinchctl`, {
      hint: 'update sinchctl',
    });
  try {
    return rebuild(state);
  } catch {
    throw file.invalid();
  }
}
