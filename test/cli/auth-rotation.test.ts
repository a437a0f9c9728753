import { readFileSync, watch } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { foreignKey, sales, support } from '../support/account.ts';
import { storedConfig } from '../support/config.ts';
import { type Home, newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { type RunOptions, run } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

const NOWHERE = 'http://127.0.0.1:1';
const NEW = 'bmV3LXNlY3JldC0wMDAwMQ==';

const set = (argv: string[], options: RunOptions) => run(['profiles', 'set', ...argv], options);
function secretOf(home: Home, name: string): string | undefined {
  const application = storedConfig(home).profiles[name]?.application as
    | { secret: { value: string } }
    | undefined;
  return application?.secret.value;
}

describe('profiles set --verify', () => {
  async function stored(url: string) {
    const home = newHome();
    await storeProfile(home, 'prod', url);
    return { home, before: readFileSync(home.configPath) };
  }
  const change = ['prod', '--secret-stdin', '--verify', '--region', 'SE'];

  test('stores what is accepted, after one request', async () => {
    const { url, requests } = await serve();
    const { home } = await stored(url);
    const { code, stderr } = await set(change, { home, stdin: support.secret });
    expect(code, stderr).toBe(0);
    expect(lines(requests)).toEqual(['GET /v1/configuration/numbers']);
    expect(storedConfig(home).profiles.prod).toMatchObject({ region: 'SE' });
  });

  test('refused: exit 3, and the old secret and everything else stays', async () => {
    const { url } = await serve();
    const { home, before } = await stored(url);
    const { code, stdout, stderr, error } = await set([...change, '--json'], { home, stdin: NEW });
    expect([code, stdout]).toEqual([3, '']);
    expect(error()).toMatchObject({
      kind: 'auth',
      errorCode: 40102,
      message: expect.stringContaining('nothing was stored'),
    });
    expect(stderr).not.toContain(NEW);
    expect(readFileSync(home.configPath).equals(before)).toBe(true);
  });

  test('unreachable: exit 6, and nothing is stored', async () => {
    const { home, before } = await stored(NOWHERE);
    const { code } = await set(change, { home, stdin: support.secret });
    expect(code).toBe(6);
    expect(readFileSync(home.configPath).equals(before)).toBe(true);
  });

  test('alone tries what is stored', async () => {
    const { url, requests } = await serve();
    const { home } = await stored(url);
    expect((await set(['prod', '--verify'], { home })).code).toBe(0);
    expect(requests).toHaveLength(1);
  });

  test('tries the instance as well', async () => {
    const { url, world, requests } = await serve();
    const { home, before } = await stored(url);
    const instance = ['prod', '--instance-id', world.instance.id, '--instance-secret-stdin', '--verify'];
    expect((await set(instance, { home, stdin: NEW })).code).toBe(3);
    expect(readFileSync(home.configPath).equals(before)).toBe(true);
    expect((await set(instance, { home, stdin: world.instance.secret })).code).toBe(0);
    expect(lines(requests)).toContain('GET /v1/organisations');
  });
});

describe('profiles set --where-key', () => {
  async function four(url: string) {
    const home = newHome();
    for (const name of ['one', 'two', 'three']) await storeProfile(home, name, url);
    const other = ['profiles', 'set', 'other', '--key', sales.key, '--secret-stdin'];
    await run(other, { home, stdin: sales.secret });
    return home;
  }

  test('changes every profile that holds the key, in one write, and no other', async () => {
    const home = await four(NOWHERE);
    let writes = 0;
    const reporter = watch(home.env.SINCHCTL_CONFIG_DIR ?? '', (event, name) => {
      if (event === 'rename' && name === 'config.json') writes++;
    });
    const { code, stderr } = await set(['--where-key', support.key, '--secret-stdin'], { home, stdin: NEW });
    while (writes < 1) await new Promise((resolve) => setTimeout(resolve, 5));
    // A second write of the same command would have been told by now: the command is over.
    await new Promise((resolve) => setTimeout(resolve, 200));
    reporter.close();
    expect(code, stderr).toBe(0);
    expect(['one', 'two', 'three'].map((name) => secretOf(home, name))).toEqual([NEW, NEW, NEW]);
    expect(secretOf(home, 'other')).toBe(sales.secret);
    expect(writes).toBe(1);
    for (const name of ['one', 'two', 'three']) expect(stderr).toContain(name);
  });

  test('moves them to another key together with its secret', async () => {
    const home = await four(NOWHERE);
    const argv = ['--where-key', support.key.toUpperCase(), '--key', foreignKey, '--secret-stdin'];
    expect((await set(argv, { home, stdin: NEW })).code).toBe(0);
    const { json } = await run(['profiles', 'list', '--json'], { home });
    expect(json().map(({ application }) => application)).toEqual([
      foreignKey,
      sales.key,
      foreignKey,
      foreignKey,
    ]);
  });

  test('keeps what else each profile has', async () => {
    const home = await four(NOWHERE);
    await set(['two', '--protected', '--region', 'SE'], { home });
    await set(['--where-key', support.key, '--secret-stdin'], { home, stdin: NEW });
    expect(storedConfig(home).profiles.two).toMatchObject({ isProtected: true, region: 'SE' });
    expect(storedConfig(home).profiles.one).toMatchObject({ isProtected: false, region: null });
  });

  test('with --verify changes none when one is refused', async () => {
    const { url } = await serve();
    const home = await four(url);
    const before = readFileSync(home.configPath);
    const argv = ['--where-key', support.key, '--secret-stdin', '--verify'];
    expect((await set(argv, { home, stdin: NEW })).code).toBe(3);
    await set(['three', '--base-url', `calling=${NOWHERE}`], { home });
    const moved = readFileSync(home.configPath);
    expect((await set(argv, { home, stdin: support.secret })).code).toBe(6);
    expect(readFileSync(home.configPath).equals(moved)).toBe(true);
    expect(before.equals(moved)).toBe(false);
  });

  test('a key that no profile holds is exit 4, and nothing is written', async () => {
    const home = await four(NOWHERE);
    const before = readFileSync(home.configPath);
    const { code, error } = await set(['--where-key', foreignKey, '--secret-stdin', '--json'], {
      home,
      stdin: NEW,
    });
    expect(code).toBe(4);
    expect(error()).toMatchObject({ kind: 'notFound', items: [foreignKey] });
    expect(readFileSync(home.configPath).equals(before)).toBe(true);
  });

  test.each([
    ['--where-key', 'x'],
    ['prod', '--where-key', support.key],
    ['--profile', 'one', '--where-key', support.key],
  ])('%s %s %s is a usage error', async (...argv) => {
    const home = await four(NOWHERE);
    const { code } = await set([...argv.filter((word) => word !== undefined), '--secret-stdin'], {
      home,
      stdin: NEW,
    });
    expect(code).toBe(2);
    expect(secretOf(home, 'one')).toBe(support.secret);
  });
});

describe('no flag takes a secret as its value', () => {
  test.each(['--secret', '--password', '--instance-secret', '--application-secret', '--token'])(
    '%s is unknown, and its value is not repeated',
    async (flag) => {
      for (const argv of [[flag, NEW], [`${flag}=${NEW}`]]) {
        const home = newHome();
        const { code, stdout, stderr } = await set(['p', '--key', support.key, ...argv], { home });
        expect([code, stdout]).toEqual([2, '']);
        expect(stderr).toContain(flag);
        expect(stderr).not.toContain(NEW);
      }
    },
  );
});
