import { describe, expect, test } from 'vitest';
import { buildRequest } from '../../../src/api/build-request.ts';
import { OPERATIONS, type OperationName } from '../../../src/api/operations.ts';
import { signature, signRequest } from '../../../src/api/sign-request.ts';
import { HOSTS } from '../../../src/credentials/credentials.ts';
import { sales, support } from '../../support/account.ts';
import { credentials } from '../../support/signing.ts';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const number = '+46730170101';
const INPUTS: Record<OperationName, { params?: unknown; body?: unknown }> = {
  listNumbers: {},
  assignNumbers: { body: { numbers: [number], applicationkey: sales.key, capability: 'voice' } },
  unassignNumber: { body: { number, capability: 'sms' } },
  getCallbacks: { params: { application: sales.key } },
  updateCallbacks: {
    params: { application: sales.key },
    body: { url: { primary: 'https://ü.example.com/' } },
  },
  queryNumber: { params: { number } },
  overwriteNumbers: {
    params: { application: sales.key, capability: 'voice' },
    body: { numbers: [46730170101] },
  },
  removeNumber: { params: { application: sales.key, number: '46730170101' } },
  listApplicationNumbers: { params: { application: sales.key } },
  listRentedNumbers: { params: { organisation: '8888123' } },
  listOrganisations: {},
  login: { params: { email: 'a+b@example.com' }, body: { password: 'word' } },
  createInstance: { body: { authorization: 'token', version: { os: 'linux', platform: 'node' } } },
};
const NAMES = Object.keys(OPERATIONS) as OperationName[];
const make = (name: OperationName, input = INPUTS[name], change = {}) =>
  signRequest(buildRequest(name, input), credentials(change), NOW, 30);

test.each(NAMES)('%s: the same input and clock give the same bytes', (name) => {
  expect(make(name)).toEqual(make(name));
});

test.each(NAMES)(
  '%s has a timestamp, exactly application/json, and a body only if the table has one',
  (name) => {
    const { headers, body, method, url } = make(name);
    expect(headers['x-timestamp']).toBe('2026-01-02T03:04:05.678Z');
    expect(headers['content-type']).toBe('application/json');
    expect(body === null).toBe(OPERATIONS[name].body === null);
    expect(method).toBe(OPERATIONS[name].method);
    expect(url.startsWith(`${HOSTS[OPERATIONS[name].host]}/v1/`)).toBe(true);
  },
);

test.each(NAMES.filter((name) => ['application', 'instance'].includes(OPERATIONS[name].auth)))(
  '%s signs exactly the path that it sends',
  (name) => {
    const { headers, body, url, method } = make(name);
    const { application, instance } = credentials();
    const isApplication = OPERATIONS[name].auth === 'application';
    const secret = (isApplication ? application?.secret : instance?.secret)?.reveal() ?? '';
    const path = url.slice(HOSTS[OPERATIONS[name].host].length);
    const timestamp = '2026-01-02T03:04:05.678Z';
    const signed = signature(secret, {
      verb: method,
      body,
      contentType: 'application/json',
      timestamp,
      path,
    });
    const id = isApplication ? `Application ${support.key}` : `Instance ${instance?.id}`;
    expect(headers.authorization).toBe(`${id}:${signed}`);
  },
);

test('a literal plus stays in the path', () => {
  expect(make('queryNumber').url).toBe(`https://callingapi.sinch.com/v1/calling/query/number/${number}`);
});

test('numbers are strings with a plus on calling and integers on the portal', () => {
  expect(JSON.parse(make('assignNumbers').body ?? '')).toEqual({
    numbers: [number],
    applicationkey: sales.key,
    capability: 'voice',
  });
  expect(make('overwriteNumbers').body).toBe('{"numbers":[46730170101]}');
});

test('login and createInstance send the documented fixed headers', () => {
  expect(make('login').headers.authorization).toBe('Application 669762D5-2B10-44E0-8418-BC9EE4457555');
  expect(make('createInstance').headers.authorization).toBe('User token');
});

test('basic is only for the calling API', () => {
  const basic = `Basic ${Buffer.from(`${support.key}:${support.secret}`).toString('base64')}`;
  expect(make('listNumbers', {}, { auth: 'basic' }).headers.authorization).toBe(basic);
  expect(make('listOrganisations', {}, { auth: 'basic' }).headers.authorization).toMatch(/^Instance /);
});

test('a base URL replaces the host, and its path is a prefix', () => {
  const baseUrls = { calling: 'https://gateway.example.com/sinch' };
  const { url, headers } = make('listNumbers', {}, { baseUrls });
  expect(url).toBe('https://gateway.example.com/sinch/v1/configuration/numbers');
  const signed = signature(support.secret, {
    verb: 'GET',
    body: null,
    contentType: 'application/json',
    timestamp: NOW.toISOString(),
    path: '/sinch/v1/configuration/numbers',
  });
  expect(headers.authorization).toBe(`Application ${support.key}:${signed}`);
});

describe('requests that do not match the table are never sent', () => {
  test.each<[OperationName, { params?: unknown; body?: unknown }]>([
    ['queryNumber', { params: { number: '../numbers' } }],
    ['queryNumber', {}],
    ['getCallbacks', { params: { application: '../x' } }],
    ['listRentedNumbers', { params: { organisation: '1/2' } }],
    ['removeNumber', { params: { application: sales.key, number: '+1415' } }],
    ['assignNumbers', { body: { numbers: [], capability: 'voice' } }],
    ['assignNumbers', { body: { numbers: Array(101).fill(number), capability: 'voice' } }],
    ['assignNumbers', { body: { numbers: [number], capability: 'fax' } }],
    ['login', { params: { email: 'a/b' }, body: { password: 'x' } }],
  ])('%s %j', (name, input) => {
    expect(() => make(name, input)).toThrow(expect.objectContaining({ kind: 'usage' }));
  });

  test('a missing or expired instance is an auth error', () => {
    const { instance } = credentials();
    const expired = instance && { ...instance, expires: '2026-01-02T03:04:05.678Z' };
    for (const one of [null, expired]) {
      expect(() => make('listOrganisations', {}, { instance: one })).toThrow(
        expect.objectContaining({ kind: 'auth' }),
      );
    }
    const alive = instance && { ...instance, expires: '2026-01-02T03:04:05.679Z' };
    expect(make('listOrganisations', {}, { instance: alive }).method).toBe('GET');
  });
});
