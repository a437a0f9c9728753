import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { free, freeVoice, ours, support } from '../support/account.ts';
import { valuesFor } from '../support/completing.ts';
import { type Home, newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run } from '../support/run.ts';
import { printing, secretCommand } from '../support/secret-command.ts';
import { type ServeOptions, serve, serveBare } from '../support/serve.ts';

const directoryOf = (home: Home) => join(home.env.SINCHCTL_STATE_DIR ?? '', 'completion');
const filesOf = (home: Home, end: string) =>
  readdirSync(directoryOf(home))
    .filter((name) => name.endsWith(end))
    .map((name) => join(directoryOf(home), name));

const later = (seconds: number) => () => new Date(Date.now() + seconds * 1000);
const DAY = 86_400;

/** An account served over HTTP, and a profile for it. */
async function account(options: ServeOptions = {}) {
  const served = await serve(options);
  const home = newHome();
  await storeProfile(home, 'prod', served.url);
  served.requests.length = 0;
  const typed = (line: string, given = {}) => valuesFor(line, '', home, given);
  return { ...served, home, typed };
}

const LINE = 'numbers assign';

describe('an account', () => {
  test('is requested once, and then cached', async () => {
    const { home, requests, typed } = await account();
    for (let i = 0; i < 3; i++) expect(await typed(LINE)).toContain(free);
    expect(await typed('numbers list --app')).toContain(support.key);
    expect(requests).toHaveLength(1);
    expect(await typed(LINE, { now: later(300) })).toContain(free);
    expect(requests).toHaveLength(2);
    const [file = ''] = filesOf(home, '.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(directoryOf(home)).mode & 0o777).toBe(0o700);
    expect(readFileSync(file, 'utf8')).not.toContain(support.secret);
  });

  test('is requested again after sinchctl makes a change', async () => {
    const { home, typed } = await account();
    expect(await typed(LINE)).toContain(free);
    expect((await run([...LINE.split(' '), free], { home })).code).toBe(0);
    const found = await typed(LINE);
    expect(found).not.toContain(free);
    expect(found).toContain(freeVoice);
  });

  test('is requested again after api makes a change', async () => {
    const { home, typed } = await account();
    expect(await typed(LINE)).toContain(free);
    const body = JSON.stringify({ numbers: [free], capability: 'voice' });
    const path = '/v1/configuration/numbers';
    expect((await run(['api', 'POST', path, '--data', body], { home })).code).toBe(0);
    expect(await typed(LINE)).not.toContain(free);
  });

  test('is offered even if nothing can be cached', async () => {
    const { home, typed } = await account();
    expect(await typed(LINE)).toContain(free);
    rmSync(directoryOf(home), { recursive: true });
    writeFileSync(directoryOf(home), 'in the way');
    expect(await typed(LINE)).toContain(free);
  });

  test('is cached by key and base URL', async () => {
    const { home, typed } = await account();
    const other = await serve({ numbers: 3 });
    expect(await typed('numbers list')).toHaveLength(20);
    expect(await valuesFor('numbers list', '', home, { env: other.env })).toHaveLength(3);
    expect(await typed('numbers list --profile prod', { env: other.env })).toHaveLength(20);
  });

  test('with only a portal instance is requested from the portal', async () => {
    const { env, requests } = await serve();
    const { SINCH_APPLICATION_KEY: _, SINCH_APPLICATION_SECRET: __, ...portal } = env;
    const home = newHome();
    expect(await valuesFor('numbers list', '', home, { env: portal })).toHaveLength(20);
    expect(requests).toHaveLength(1);
  });

  test('is removed from the cache if it has not been requested for a day', async () => {
    const { home, typed } = await account();
    expect(await typed('numbers list')).toHaveLength(20);
    const { env } = await serve({ now: later(2 * DAY) });
    await valuesFor('numbers list', '', home, { env, now: later(2 * DAY) });
    expect(filesOf(home, '.json')).toHaveLength(1);
  });

  test('is cached together with a limited number of others', async () => {
    const { env } = await serve();
    const home = newHome();
    for (let i = 10; i < 40; i++) {
      const key = support.key.replace(/..$/, String(i));
      await valuesFor('numbers list', '', home, { env: { ...env, SINCH_APPLICATION_KEY: key } });
    }
    expect(readdirSync(directoryOf(home))).toHaveLength(16);
  });
});

describe('an account that does not respond', () => {
  const offline = async () => {
    const { url, home, ...rest } = await account();
    // No server listens there anymore.
    const path = home.configPath;
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(url, 'http://127.0.0.1:1'));
    return { home, ...rest };
  };

  test('offers only completions that do not need the account', async () => {
    const { home, typed } = await offline();
    expect(await typed(LINE)).toEqual([]);
    expect((await run(['apps', 'alias', 'hotline', support.key], { home })).code).toBe(0);
    expect(await typed('numbers list --app')).toEqual(['hotline']);
  });

  test.each<[string, ServeOptions]>([
    ['is unavailable', { faults: ['503:1'] }],
    ['truncates its responses', { faults: ['truncate:1'] }],
    ['limits the request rate', { faults: ['429:1'] }],
    ['sends a page', { faults: ['html:1'] }],
  ])('(%s) is requested once, and then not for a while', async (_, options) => {
    const { requests, typed } = await account(options);
    for (let i = 0; i < 3; i++) expect(await typed(LINE)).toEqual([]);
    expect(requests).toHaveLength(1);
    expect(await typed(LINE, { now: later(60) })).toEqual([]);
    expect(requests).toHaveLength(2);
  });

  test('that rejects the credentials is also requested once', async () => {
    const { requests, env } = await serve();
    const home = newHome();
    const wrong = { env: { ...env, SINCH_APPLICATION_SECRET: 'd3Jvbmc=' } };
    for (let i = 0; i < 3; i++) {
      expect(await valuesFor('numbers list', '', home, wrong)).toEqual([]);
    }
    expect(requests).toHaveLength(1);
  });

  test('that never responds delays completion only briefly', async () => {
    const { env, requests } = await serveBare(() => undefined);
    const home = newHome();
    expect(await valuesFor('numbers list', '', home, { env })).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  test('is cached for a day', async () => {
    let isDown = false;
    const { typed, requests } = await account({
      between: (request, answer) => (isDown ? Promise.resolve({ how: 'reset' as const }) : answer(request)),
    });
    expect(await typed(LINE)).toContain(free);
    isDown = true;
    expect(await typed(LINE, { now: later(600) })).toContain(free);
    expect(requests).toHaveLength(2);
    expect(await typed(LINE, { now: later(DAY + 60) })).toEqual([]);
  });
});

describe('a secret in an external store', () => {
  async function kept() {
    const served = await serve();
    const home = newHome();
    const { argv, calls } = secretCommand(home, printing(support.secret));
    const set = ['profiles', 'set', 'prod', '--key', support.key, '--base-url', `calling=${served.url}`];
    expect((await run([...set, '--secret-command', ...argv], { home })).code).toBe(0);
    return { home, calls, ...served };
  }

  test('is never fetched; the next command caches the numbers', async () => {
    const { home, calls, requests } = await kept();
    const typed = () => valuesFor(LINE, '', home);
    expect(await typed()).toEqual([]);
    expect([calls(), requests]).toEqual([[], []]);
    expect((await run(['numbers', 'list'], { home })).code).toBe(0);
    expect(await typed()).toContain(free);
    expect([calls().length, requests.length]).toEqual([1, 1]);
  });

  test('cached numbers are kept after a change', async () => {
    const { home, calls } = await kept();
    await valuesFor('numbers unassign', '', home);
    expect((await run(['numbers', 'unassign', ours, '--yes'], { home })).code).toBe(0);
    expect(await valuesFor('numbers unassign', '', home)).not.toEqual([]);
    expect(calls()).toHaveLength(1);
  });

  test('commands cache nothing if completion is not used', async () => {
    const { home } = await kept();
    expect((await run(['numbers', 'list'], { home })).code).toBe(0);
    // The lock of the configuration.
    expect(readdirSync(home.env.SINCHCTL_STATE_DIR ?? '')).toEqual(['locks']);
  });

  test('a cache that cannot be written does not affect commands', async () => {
    const { home } = await kept();
    await valuesFor(LINE, '', home);
    rmSync(directoryOf(home), { recursive: true });
    writeFileSync(directoryOf(home), 'in the way');
    const { code, stderr } = await run(['numbers', 'list'], { home });
    expect([code, stderr]).toEqual([0, '']);
  });
});

test('a corrupted cache is not used', async () => {
  const { home, typed } = await account();
  expect(await typed('numbers list')).toHaveLength(20);
  const [path = ''] = filesOf(home, '.json');
  const whole = readFileSync(path, 'utf8');
  for (const text of ['', '[]', '{"version":1}']) {
    writeFileSync(path, text);
    expect(await typed('numbers list')).toHaveLength(20);
  }
  for (const text of [
    whole.replaceAll('+1415555', '$(id)'),
    whole.replace(/"numbers":"[^"]*"/, '"numbers":7'),
  ]) {
    writeFileSync(path, text);
    expect(await typed('numbers list')).toEqual([]);
  }
});
