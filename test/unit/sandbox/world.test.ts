import { describe, expect, test } from 'vitest';
import type { E164 } from '../../../src/account/phone-number.ts';
import { Secret } from '../../../src/core/secret.ts';
import { sandboxCredentials } from '../../../src/sandbox/embedded.ts';
import { clientVariables } from '../../../src/sandbox/server.ts';
import { createWorld, openStateFile, readWorld } from '../../../src/sandbox/state.ts';

const restore = (state: unknown) => readWorld({ ...openStateFile('sandbox.json'), read: () => state });

const number = (index: number) => `+${14155550100 + index}` as E164;
const names = (size: number, capability: 'voice' | 'sms') => {
  const world = createWorld(size);
  return world.numbers.map((one) => {
    const key = world.applicationOf(one, capability);
    return key ? world.application(key)?.name : key;
  });
};
const key = (name: string) => {
  const found = createWorld().applications.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found.key;
};

describe('the initial account', () => {
  test('of five numbers in a row, two are assigned to support, one to sales, and two are unassigned', () => {
    expect(names(5, 'voice')).toEqual(['support', 'support', 'sales', null, null]);
  });

  test('every second number has sms, including some of each application and some unassigned ones', () => {
    const sms = names(20, 'sms');
    expect(sms.filter((one) => one !== undefined)).toHaveLength(10);
    expect(new Set(sms)).toEqual(new Set(['support', 'sales', null, undefined]));
  });

  test('is always the same and starts at +14155550100', () => {
    expect(createWorld().snapshot()).toEqual(createWorld().snapshot());
    expect(createWorld().numbers).toHaveLength(20);
    expect(createWorld().numbers[0]).toBe('+14155550100');
  });

  test('has strict Base64 secrets and callbacks for all but spare', () => {
    const world = createWorld();
    for (const { secret } of world.applications) expect(Secret.fromBase64(secret, '').reveal()).toBe(secret);
    expect(world.callbacksOf(key('support')).fallback).toMatch(/^https:/);
    expect(world.callbacksOf(key('spare'))).toEqual({});
  });

  test('contains up to 200,000 numbers', () => {
    const world = createWorld(200_000);
    expect(world.applicationOf(number(199_999), 'sms')).toBeNull();
    expect(world.applicationOf(number(200_000), 'voice')).toBeUndefined();
    expect(() => createWorld(200_001)).toThrow('invalid number of phone numbers');
  });
});

describe('state', () => {
  test('contains only changes, and can be restored from JSON', () => {
    const world = createWorld(1000);
    world.assign(number(4), 'voice', key('spare'));
    world.assign(number(1), 'sms', null);
    world.setCallbacks(key('spare'), { primary: 'https://spare.example.com' });
    const instance = world.createInstance(new Date(0));
    const state = JSON.parse(JSON.stringify(world.snapshot()));
    expect(state.assignments).toEqual({
      '+14155550104': { voice: key('spare') },
      '+14155550101': { sms: null },
    });
    const again = restore(state);
    expect(again.snapshot()).toEqual(world.snapshot());
    expect(again.applicationOf(number(4), 'voice')).toBe(key('spare'));
    expect(again.instanceOf(instance.id)).toEqual(instance);
  });

  test('a change that is reverted leaves only a new revision', () => {
    const world = createWorld();
    world.assign(number(0), 'voice', null);
    world.assign(number(0), 'voice', key('support'));
    world.setCallbacks(key('spare'), { primary: 'https://x.example.com' });
    world.setCallbacks(key('spare'), {});
    expect(world.snapshot()).toEqual(createWorld().snapshot());
    expect(world.revision).toBe(4);
  });

  test('a change without an effect does not increase the revision', () => {
    const world = createWorld();
    world.assign(number(0), 'voice', key('support'));
    world.assign(number(0), 'sms', key('support'));
    expect(world.revision).toBe(0);
  });

  const empty = { version: 1, numbers: 20, assignments: {}, callbacks: {}, instances: [] };
  test.each([
    ['null', null],
    ['a string', 'hunter2'],
    ['an array', []],
    ['another version', { ...empty, version: 0 }],
    ['too many numbers', { ...empty, numbers: 1e9 }],
    ['a number that is not on the account', { ...empty, assignments: { '+46730170101': { voice: null } } }],
    ['a capability it lacks', { ...empty, assignments: { '+14155550100': { sms: null } } }],
    ['an unknown application', { ...empty, assignments: { '+14155550100': { voice: 'hunter2' } } }],
    ['callbacks that are not strings', { ...empty, callbacks: { [key('spare')]: { primary: 1 } } }],
    ['an instance without a secret', { ...empty, instances: [{ id: key('spare') }] }],
    [
      'an instance with an invalid secret',
      { ...empty, instances: [{ id: key('spare'), secret: 'hunter2', expires: '2030-01-01' }] },
    ],
  ])('rejects %s without showing its content', (_, state) => {
    let caught: unknown;
    try {
      restore(state);
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({
      kind: 'failure',
      details: { hint: expect.stringContaining('another file') },
    });
    expect(String(caught)).not.toContain('hunter2');
    expect((caught as Error).cause).toBeUndefined();
  });
});

test('credentials and client variables contain the same keys', () => {
  const world = createWorld();
  const credentials = sandboxCredentials(world, { calling: 'http://127.0.0.1:1' });
  const variables = clientVariables(world, 'http://127.0.0.1:1');
  expect(credentials).toMatchObject({ source: 'sandbox', name: 'sandbox', organisation: '8888123' });
  expect([...credentials.aliases.keys()]).toEqual(['support', 'sales', 'spare']);
  expect(variables.SINCH_APPLICATION_KEY).toBe(credentials.application?.key);
  expect(variables.SINCH_APPLICATION_SECRET).toBe(credentials.application?.secret.reveal());
  expect(variables.SINCH_INSTANCE_ID).toBe(credentials.instance?.id);
  expect(Object.keys(variables)).toHaveLength(9);
});
