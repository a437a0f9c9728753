import { describe, expect, test } from 'vitest';
import type { ApplicationKey } from '../../../src/account/application.ts';
import type { Capability } from '../../../src/account/capability.ts';
import type { E164 } from '../../../src/account/phone-number.ts';
import { createClient } from '../../../src/api/client.ts';
import { signedAuthorization } from '../../../src/api/sign-request.ts';
import { Secret } from '../../../src/core/secret.ts';
import { sandboxCredentials } from '../../../src/sandbox/embedded.ts';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { createWorld } from '../../../src/sandbox/state.ts';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const number = (index: number) => `+${14155550100 + index}` as E164;

function start(size = 20) {
  const world = createWorld(size);
  const clock = { now: NOW };
  const sandbox = createSandbox({ world, now: () => clock.now });
  const options = {
    send: sandbox.send,
    now: () => clock.now,
    sleep: async () => {},
    random: () => 0,
    retries: 0,
    timeout: 10,
    deadline: null,
  };
  const credentials = sandboxCredentials(world);
  const client = createClient({ ...options, credentials });
  const [support, sales, spare] = world.applications.map((one) => one.key) as [
    ApplicationKey,
    ApplicationKey,
    ApplicationKey,
  ];
  const on = (index: number, capability: Capability = 'voice') =>
    world.applicationOf(number(index), capability);
  /** Requests that do not match the operation table, signed like any other. */
  async function raw(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: unknown) {
    const body =
      payload === undefined ? null : typeof payload === 'string' ? payload : JSON.stringify(payload);
    const isPortal = /^\/v1\/(applications|organisations)/.test(path);
    const { id, secret } = isPortal
      ? world.instance
      : { id: support, secret: world.applications[0]?.secret ?? '' };
    const timestamp = clock.now.toISOString();
    const contentType = 'application/json';
    const signable = { verb: method, body, contentType, timestamp, path: decodeURIComponent(path) };
    const headers = {
      'Content-Type': contentType,
      'X-Timestamp': timestamp,
      Authorization: signedAuthorization(isPortal ? 'Instance' : 'Application', id, secret, signable),
    };
    const url = `https://sinch.test${path}`;
    const response = await sandbox.send({ operation: 'raw', method, url, headers, body, timeout: 1 });
    return { ...response, json: response.body ? JSON.parse(response.body) : undefined };
  }
  return { world, sandbox, client, clock, options, credentials, support, sales, spare, on, raw };
}

const CONFIG = '/v1/configuration/numbers';

describe('numbers on the calling API', () => {
  test('lists one row per number and capability, unassigned ones without a key', async () => {
    const { raw } = start(4);
    const { json } = await raw('GET', CONFIG);
    expect(json.numbers).toHaveLength(6);
    expect(json.numbers[0]).toMatchObject({ number: '+14155550100', capability: 'voice' });
    expect(json.numbers.at(-1)).toEqual({ number: '+14155550103', capability: 'sms' });
  });

  test('assigns to the application that signs, or to the specified one, and moves without a warning', async () => {
    const { client, support, spare, on } = start();
    const numbers = [number(2), number(3)];
    await client.call('assignNumbers', { body: { numbers, capability: 'voice' } });
    expect([on(2), on(3)]).toEqual([support, support]);
    await client.call('assignNumbers', { body: { numbers, capability: 'voice', applicationkey: spare } });
    expect([on(2), on(3), on(3, 'sms')]).toEqual([spare, spare, null]);
  });

  test('assign is all or nothing', async () => {
    const { client, world } = start();
    const numbers = [number(3), '+46730170101' as E164];
    await expect(
      client.call('assignNumbers', { body: { numbers, capability: 'voice' } }),
    ).rejects.toMatchObject({
      details: { errorCode: 40003, httpStatus: 400 },
    });
    expect(world.revision).toBe(0);
  });

  test.each([
    ['a bare number', { numbers: '+14155550103', capability: 'voice' }],
    ['the other spelling', { number: ['+14155550103'], applicationKey: '', capability: 'voice' }],
  ])('accepts %s', async (_, body) => {
    const { raw, support, on } = start();
    expect(await raw('POST', CONFIG, body)).toMatchObject({ status: 204, body: '' });
    expect(on(3)).toBe(support);
  });

  test('accepts a slash after /numbers and an application key in any case', async () => {
    const { raw, spare, on } = start();
    const body = { numbers: ['+14155550103'], capability: 'voice', applicationKey: spare.toUpperCase() };
    expect((await raw('POST', `${CONFIG}/`, body)).status).toBe(204);
    expect(on(3)).toBe(spare);
  });

  test.each([
    ['no JSON', '{', 40001],
    ['no object', '[]', 40001],
    ['nothing', {}, 40002],
    ['no capability', { numbers: ['+14155550103'] }, 40002],
    ['an unknown capability', { numbers: ['+14155550103'], capability: 'fax' }, 40001],
    ['no numbers', { numbers: [], capability: 'voice' }, 40001],
    ['101 numbers', { numbers: Array(101).fill('+14155550103'), capability: 'voice' }, 40001],
    ['a malformed number', { numbers: ['14155550103'], capability: 'voice' }, 40003],
    ['a number without the capability', { numbers: ['+14155550100'], capability: 'sms' }, 40003],
    ['a malformed key', { numbers: ['+14155550103'], capability: 'voice', applicationkey: 'x' }, 40003],
    [
      'an unknown key',
      {
        numbers: ['+14155550103'],
        capability: 'voice',
        applicationkey: '00000000-0000-4000-8000-000000000000',
      },
      40003,
    ],
  ])('rejects %s', async (_, body, code) => {
    const { raw, world } = start();
    const { status, json } = await raw('POST', CONFIG, body);
    expect(status).toBe(Math.floor(code / 100));
    expect(json).toEqual({
      errorCode: code,
      message: expect.any(String),
      reference: expect.stringMatching(/^[\w-]{22}$/),
    });
    expect(world.revision).toBe(0);
  });

  test('unassigns one capability, or all capabilities of that application', async () => {
    const { client, on, support } = start();
    await client.call('unassignNumber', { body: { number: number(1), capability: 'voice' } });
    expect([on(1), on(1, 'sms')]).toEqual([null, support]);
    await client.call('unassignNumber', { body: { number: number(5) } });
    expect([on(5), on(5, 'sms')]).toEqual([null, null]);
  });

  test('unassign rejects numbers of another application, unassigned numbers, and two numbers at once', async () => {
    const { raw, world, spare } = start();
    const codes = [];
    for (const body of [
      { number: number(2) },
      { number: number(3) },
      { number: number(0), applicationkey: spare },
      { number: number(0), capability: 'sms' },
      { numbers: [number(0), number(1)] },
      { capability: 'voice' },
    ]) {
      codes.push((await raw('DELETE', CONFIG, body)).json.errorCode);
    }
    expect(codes).toEqual([40003, 40003, 40003, 40003, 40001, 40002]);
    expect(world.revision).toBe(0);
  });
});

describe('callbacks', () => {
  test('an update replaces the entire object', async () => {
    const { client, raw, support } = start();
    const path = `/v1/configuration/callbacks/applications/${support}`;
    expect((await raw('GET', path)).json.url.fallback).toMatch(/^https:/);
    const primary = 'https://new.example.com';
    await client.call('updateCallbacks', { params: { application: support }, body: { url: { primary } } });
    expect((await raw('GET', path)).json).toEqual({ url: { primary } });
  });

  test('an empty string clears; a wrong type and an unknown application are rejected', async () => {
    const { raw, support, world } = start();
    const path = `/v1/configuration/callbacks/applications/${support}`;
    expect((await raw('POST', path, { url: { primary: 1 } })).json.errorCode).toBe(40001);
    expect((await raw('POST', path, {})).json.errorCode).toBe(40002);
    expect(world.revision).toBe(0);
    expect((await raw('POST', path, { url: { primary: '', fallback: null } })).status).toBe(204);
    expect((await raw('GET', path)).json).toEqual({ url: {} });
    const unknown = '00000000-0000-4000-8000-000000000000';
    const answer = await raw('GET', path.replace(support, unknown));
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ errorCode: 40003, message: 'Invalid Application Key' });
    expect((await raw('GET', path.replace(support, 'nonsense'))).json.errorCode).toBe(40003);
  });
});

test.each([
  ['+46730170101', { countryId: 'SE', numberType: 'Mobile', rate: { currencyId: 'USD', amount: 0.0368 } }],
  ['+4687123456', { countryId: 'SE', numberType: 'Fixed' }],
  ['+14155550100', { countryId: 'US', numberType: 'Fixed' }],
  ['+14165550100', { countryId: 'CA', numberType: 'Fixed' }],
  ['+18005550100', { countryId: 'US', numberType: 'Other' }],
  ['+19005550100', { countryId: 'US', numberType: 'Other', restricted: true }],
  ['+4915112345678', { countryId: 'DE', numberType: 'Mobile', rate: { currencyId: 'EUR', amount: 0.0308 } }],
  ['+999123456789', { numberType: 'Unknown' }],
])('queryNumber returns %s', async (text, expected) => {
  const { status, json } = await start().raw('GET', `/v1/calling/query/number/${text}`);
  expect([status, json.method]).toEqual([200, 'numberItem']);
  expect(json.numberItem).toMatchObject({ normalizedNumber: text, restricted: false, ...expected });
});

describe('the portal API (legacy)', () => {
  test('overwrite replaces the set of one capability and returns it', async () => {
    const { client, support, on } = start();
    const reply = await client.call('overwriteNumbers', {
      params: { application: support, capability: 'voice' },
      body: { numbers: [14155550100, 14155550102] },
    });
    expect(reply.map((one) => one.number)).toEqual(['+14155550100', '+14155550102']);
    expect([on(0), on(1), on(2), on(5)]).toEqual([support, null, support, null]);
    expect([on(1, 'sms'), on(5, 'sms')]).toEqual([support, support]);
  });

  test('overwrite is all or nothing, and accepts an empty set', async () => {
    const { raw, world, sales } = start();
    const path = `/v1/applications/key/${sales}/numbers/voice`;
    expect((await raw('PUT', path, { numbers: [14155550100, 46730170101] })).json.errorCode).toBe(40003);
    expect((await raw('PUT', path, { numbers: ['14155550100'] })).json.errorCode).toBe(40003);
    const fax = await raw('PUT', path.replace('voice', 'fax'), { numbers: [] });
    expect(fax.json.message).toBe('Invalid number type: fax.  Type must be one of: sms, voice.');
    expect(world.revision).toBe(0);
    expect((await raw('PUT', path, { numbers: [] })).json).toEqual([]);
    expect(world.revision).toBe(4);
  });

  test('remove unassigns every capability from that application and from no other', async () => {
    const { client, world, support, sales, on } = start();
    world.assign(number(1), 'sms', sales);
    await client.call('removeNumber', { params: { application: support, number: '14155550101' } });
    expect([on(1), on(1, 'sms')]).toEqual([null, sales]);
    await client.call('removeNumber', { params: { application: support, number: '14155550105' } });
    expect([on(5), on(5, 'sms')]).toEqual([null, null]);
    await expect(
      client.call('removeNumber', { params: { application: support, number: '14155550105' } }),
    ).rejects.toMatchObject({ details: { errorCode: 40003 } });
  });

  test('lists one item per number and application, with the capabilities of the number', async () => {
    const { client, world, support, sales } = start(5);
    world.assign(number(1), 'sms', sales);
    const params = { organisation: '8888123' };
    const rented = await client.call('listRentedNumbers', { params });
    const brief = rented.map((one) => [
      one.number?.slice(-3),
      one.applicationKey ?? null,
      one.capabilities.join(),
    ]);
    expect(brief).toEqual([
      ['100', support, 'voice'],
      ['101', support, 'voice,sms'],
      ['101', sales, 'voice,sms'],
      ['102', sales, 'voice'],
      ['103', null, 'voice,sms'],
      ['104', null, 'voice'],
    ]);
    expect(rented[0]).toMatchObject({ countryId: 'US', areaCode: '415', cost: { currencyId: 'USD' } });
    const own = await client.call('listApplicationNumbers', { params: { application: sales } });
    expect(own.map((one) => one.number)).toEqual([number(1), number(2)]);
  });

  test("another account's organization is rejected", async () => {
    const { client } = start();
    await expect(client.call('listRentedNumbers', { params: { organisation: '1' } })).rejects.toMatchObject({
      kind: 'auth',
      details: { errorCode: 40300, httpStatus: 403 },
    });
  });

  test('login, instance, and organizations: the complete sequence, until the instance expires', async () => {
    const { client, world, clock, options, credentials } = start();
    const { email, password } = world.user;
    const { authorization } = await client.call('login', { params: { email }, body: { password } });
    const version = { os: 'linux', platform: 'node' };
    const made = await client.call('createInstance', { body: { authorization, version } });
    expect(made.expiresIn).toBe(172_800);
    const instance = { id: made.id, secret: Secret.fromBase64(made.secret, ''), expires: null };
    const portal = createClient({ ...options, credentials: { ...credentials, instance } });
    expect(await portal.call('listOrganisations', {})).toEqual([{ id: '8888123', name: 'Acme' }]);
    clock.now = new Date(NOW.getTime() + 172_800_000);
    await expect(portal.call('listOrganisations', {})).rejects.toMatchObject({
      details: { errorCode: 40108 },
    });
    expect(await client.call('listOrganisations', {})).toHaveLength(1);
  });

  test('an incorrect password, address, or token is 40108', async () => {
    const { client, world } = start();
    const { email, password } = world.user;
    const version = { os: 'linux', platform: 'node' };
    const refused = { kind: 'auth', details: { errorCode: 40108, httpStatus: 401 } };
    const login = (email: string, password: string) =>
      client.call('login', { params: { email }, body: { password } });
    await expect(login(email, 'x')).rejects.toMatchObject(refused);
    await expect(login('x@example.com', password)).rejects.toMatchObject(refused);
    await expect(
      client.call('createInstance', { body: { authorization: 'x', version } }),
    ).rejects.toMatchObject(refused);
  });
});

describe('the router', () => {
  test.each([
    ['GET', '/'],
    ['GET', '/v1/configuration/number'],
    ['PUT', '/v1/configuration/numbers'],
    ['GET', '/v1/applications/key//numbers'],
    ['GET', '/v1/configuration/numbers//'],
  ] as const)('%s %s is not found', async (method, path) => {
    const { status, json } = await start().raw(method, path);
    expect(status).toBe(404);
    expect(json.errorCode).toBe(40400);
  });

  test('an escaped number in a path is the same number; an invalid escape is rejected', async () => {
    const { raw, sandbox } = start();
    const { status, json } = await raw('GET', '/v1/calling/query/number/%2B46730170101');
    expect([status, json.numberItem.countryId]).toEqual([200, 'SE']);
    const broken = { method: 'GET', path: '/v1/calling/query/number/%zz', headers: {}, body: '' };
    expect(await sandbox.answer(broken)).toMatchObject({ how: 'whole', response: { status: 400 } });
  });
});

test('100,000 numbers can be listed, assigned, and overwritten', async () => {
  const { client, world, spare, on } = start(100_000);
  expect((await client.call('listNumbers', {})).numbers).toHaveLength(150_000);
  const numbers = Array.from({ length: 100 }, (_, i) => number(99_900 + i));
  await client.call('assignNumbers', { body: { numbers, capability: 'voice', applicationkey: spare } });
  expect(on(99_999)).toBe(spare);
  const rented = await client.call('listRentedNumbers', { params: { organisation: '8888123' } });
  expect(rented.length).toBeGreaterThanOrEqual(100_000);
  const params = { application: spare, capability: 'voice' as const };
  await client.call('overwriteNumbers', { params, body: { numbers: [14155550100] } });
  expect([on(0), on(99_999)]).toEqual([spare, null]);
  expect(Object.keys(world.snapshot().assignments).length).toBeLessThanOrEqual(101);
});
