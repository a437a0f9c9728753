import { describe, expect, test } from 'vitest';
import type { ApplicationKey } from '../../../src/account/application.ts';
import type { E164 } from '../../../src/account/phone-number.ts';
import { buildRequest } from '../../../src/api/build-request.ts';
import type { Request } from '../../../src/api/request.ts';
import { signRequest } from '../../../src/api/sign-request.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Credentials } from '../../../src/credentials/credentials.ts';
import { sandboxCredentials } from '../../../src/sandbox/embedded.ts';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { createWorld } from '../../../src/sandbox/state.ts';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const minutes = (n: number) => new Date(NOW.getTime() + n * 60_000);

function start(change: Partial<Credentials<Secret>> = {}) {
  const world = createWorld();
  const sandbox = createSandbox({ world, now: () => NOW });
  const credentials = { ...sandboxCredentials(world), ...change };
  async function outcome(request: Request, headers: Record<string, string> = {}) {
    const { status, body } = await sandbox.send({
      ...request,
      headers: { ...request.headers, ...headers },
    });
    return status < 400 ? status : `${status} ${JSON.parse(body).errorCode}`;
  }
  const list = (now = NOW) => signRequest(buildRequest('listNumbers', {}), credentials, now, 10);
  const organisations = (now = NOW) =>
    signRequest(buildRequest('listOrganisations', {}), credentials, now, 10);
  const remove = () =>
    signRequest(buildRequest('unassignNumber', { body: { number: '+14155550100' } }), credentials, NOW, 10);
  return { world, credentials, outcome, list, organisations, remove };
}

const without = (request: Request, name: string): Request => {
  const { [name]: _, ...headers } = request.headers;
  return { ...request, headers };
};

describe('timestamps', () => {
  test.each([
    ['five minutes late', minutes(-5), 200],
    ['five minutes early', minutes(5), 200],
    ['just over five minutes late', new Date(minutes(-5).getTime() - 1), '401 40101'],
    ['just over five minutes early', new Date(minutes(5).getTime() + 1), '401 40101'],
  ])('%s', async (_, timestamp, expected) => {
    const { outcome, list } = start();
    expect(await outcome(list(timestamp))).toBe(expected);
  });

  test('missing, invalid, or without a zone is 40101, including for an instance', async () => {
    const { outcome, list, organisations } = start();
    expect(await outcome(without(list(), 'x-timestamp'))).toBe('401 40101');
    expect(await outcome(without(organisations(), 'x-timestamp'))).toBe('401 40101');
    for (const text of [
      'now',
      String(NOW.getTime()),
      '2026-01-02',
      '2026-01-02T03:04:05',
      '2026-01-02T05:04:05+00:00',
      '2026-01-02T03:04:05.1234567890Z',
      '2026-13-02T03:04:05Z',
      '2026-01-02T03:04:05+00:',
    ]) {
      expect(await outcome(list(), { 'x-timestamp': text })).toBe('401 40101');
    }
  });
});

describe('signatures', () => {
  test('with any changed character are 40102', async () => {
    const { outcome, list } = start();
    const request = list();
    const { authorization = '' } = request.headers;
    const from = authorization.indexOf(':') + 1;
    for (let i = from; i < authorization.length; i++) {
      const other = authorization[i] === 'A' ? 'B' : 'A';
      const wrong = authorization.slice(0, i) + other + authorization.slice(i + 1);
      expect(await outcome(request, { authorization: wrong })).toBe('401 40102');
    }
    expect(await outcome(request, { authorization: authorization.slice(0, -1) })).toBe('401 40102');
  });

  test('cover method, body, content type, timestamp, and path', async () => {
    const { outcome, list, remove } = start();
    expect(await outcome({ ...list(), body: ' ' })).toBe('401 40102');
    expect(await outcome({ ...remove(), body: '{"number":"+14155550101"}' })).toBe('401 40102');
    expect(await outcome({ ...list(), url: `${list().url}/` })).toBe('401 40102');
    expect(await outcome({ ...list(), method: 'POST' })).toBe('401 40102');
    expect(await outcome(list(), { 'content-type': 'application/json; charset=utf-8' })).toBe('401 40102');
    expect(await outcome(list(), { 'x-timestamp': minutes(1).toISOString() })).toBe('401 40102');
    expect(await outcome({ ...list(), url: `${list().url}?page=1` })).toBe(200);
  });
});

describe('credentials', () => {
  test('Basic is accepted on the calling API, and its secret is verified', async () => {
    const { outcome, list, credentials, world } = start({ auth: 'basic' });
    const request = list();
    expect(request.headers.authorization).toMatch(/^Basic /);
    expect(await outcome(request)).toBe(200);
    const key = credentials.application?.key;
    for (const pair of [`${key}:`, `${key}:${world.applications[1]?.secret}`, `x:${world.instance.secret}`]) {
      const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
      expect(await outcome(request, { authorization })).toBe('401 40108');
    }
    expect(await outcome(request, { authorization: 'Basic bm9jb2xvbg==' })).toBe('401 40100');
  });

  test('a missing or invalid header is 40100', async () => {
    const { outcome, list, organisations } = start();
    expect(await outcome(without(list(), 'authorization'))).toBe('401 40100');
    expect(await outcome(without(organisations(), 'authorization'))).toBe('401 40100');
    for (const authorization of ['', 'Application', 'Application x', 'Bearer abc', 'Application a:b c']) {
      expect(await outcome(list(), { authorization })).toBe('401 40100');
    }
  });

  test('the calling API requires an application, and the portal an instance', async () => {
    const { outcome, list, organisations } = start();
    const instance = organisations().headers.authorization ?? '';
    const application = list().headers.authorization ?? '';
    expect(await outcome(list(), { authorization: instance })).toBe('401 40100');
    expect(await outcome(organisations(), { authorization: application })).toBe('403 40301');
    expect(await outcome(organisations())).toBe(200);
  });

  test('an unknown application or instance is 40108', async () => {
    const { outcome, list, organisations } = start();
    const unknown = '00000000-0000-4000-8000-000000000000:AAAA';
    expect(await outcome(list(), { authorization: `Application ${unknown}` })).toBe('401 40108');
    expect(await outcome(organisations(), { authorization: `Instance ${unknown}` })).toBe('401 40108');
  });

  test('login requires the fixed key, and createInstance the token of its body', async () => {
    const { outcome, credentials, world } = start();
    const { email, password, token } = world.user;
    const login = signRequest(
      buildRequest('login', { params: { email }, body: { password } }),
      credentials,
      NOW,
      10,
    );
    expect(await outcome(login)).toBe(200);
    expect(await outcome(login, { authorization: 'Application x' })).toBe('401 40108');
    expect(await outcome(without(login, 'authorization'))).toBe('401 40100');
    const body = { authorization: token, version: { os: 'linux', platform: 'node' } };
    const create = signRequest(buildRequest('createInstance', { body }), credentials, NOW, 10);
    expect(await outcome(create)).toBe(200);
    expect(await outcome(create, { authorization: 'User x' })).toBe('401 40108');
    expect(await outcome(create, { authorization: `Application ${token}` })).toBe('401 40100');
    expect(await outcome({ ...create, body: JSON.stringify({ ...body, authorization: 'x' }) })).toBe(
      '401 40108',
    );
  });

  test('any application of the account signs for itself, with its own secret only', async () => {
    const spare = createWorld().applications[2];
    const signing = (text: string | undefined) => {
      const secret = Secret.fromBase64(text ?? '', 'spare');
      return start({ application: { key: spare?.key as ApplicationKey, secret } });
    };
    const own = signing(spare?.secret);
    const body = { numbers: ['+14155550103'], capability: 'voice' as const };
    expect(
      await own.outcome(signRequest(buildRequest('assignNumbers', { body }), own.credentials, NOW, 10)),
    ).toBe(204);
    expect(own.world.applicationOf('+14155550103' as E164, 'voice')).toBe(spare?.key);
    const other = signing(own.world.applications[0]?.secret);
    expect(await other.outcome(other.list())).toBe('401 40102');
  });
});
