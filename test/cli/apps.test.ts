import { describe, expect, test } from 'vitest';
import { changes, foreignKey, sales, spare, support, UNCHANGED } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const FIELDS = ['application', 'alias', 'source', 'voice', 'sms', 'primary', 'fallback'];

describe('apps list', () => {
  test('shows the applications seen, where, with counts and callbacks', async () => {
    const { code, json } = await sandbox(['apps', 'list', '--json']);
    expect(code).toBe(0);
    for (const row of json()) expect(Object.keys(row)).toEqual(FIELDS);
    expect(json()).toEqual([
      {
        application: support.key,
        alias: 'support',
        source: 'numbers',
        voice: 8,
        sms: 4,
        ...support.callbacks,
      },
      { application: sales.key, alias: 'sales', source: 'numbers', voice: 4, sms: 2, ...sales.callbacks },
      {
        application: spare.key,
        alias: 'spare',
        source: 'alias',
        voice: 0,
        sms: 0,
        primary: null,
        fallback: null,
      },
    ]);
  });

  test('an application known from the credentials alone has the source profile', async () => {
    const { env } = await serve({ numbers: 0 });
    const { json } = await run(['apps', 'list', '--json'], { env });
    expect(json()).toMatchObject([{ application: support.key, alias: null, source: 'profile', voice: 0 }]);
  });

  test('an alias of an application that the account does not have hides nothing and is warned of', async () => {
    const home = newHome();
    await sandbox(['apps', 'alias', 'old', foreignKey], { home });
    const { code, json, stderr } = await sandbox(['apps', 'list', '--json'], { home });
    expect(code).toBe(0);
    expect(json()).toHaveLength(4);
    expect(json()).toContainEqual({
      application: foreignKey,
      alias: 'old',
      source: 'alias',
      voice: 0,
      sms: 0,
      primary: null,
      fallback: null,
    });
    expect(stderr).toMatch(new RegExp(`^warning: .*${foreignKey}`, 'm'));
  });
});

describe('apps alias', () => {
  test('a name works wherever a key does, from the next command on', async () => {
    const home = newHome();
    const bare = sales.key.replaceAll('-', '').toUpperCase();
    expect((await sandbox(['apps', 'alias', 'hotline', bare], { home })).code).toBe(0);
    const { json } = await sandbox(['callbacks', 'get', '--app', 'hotline', '--json'], { home });
    expect(json()).toMatchObject([{ application: sales.key }]);
  });

  test('prints nothing on stdout', async () => {
    expect((await sandbox(['apps', 'alias', 'hotline', sales.key])).stdout).toBe('');
  });

  test('the same again is no change and asks nothing', async () => {
    expect((await sandbox(['apps', 'alias', 'support', support.key], { terminal: true })).code).toBe(0);
  });

  test('pointing it elsewhere is asked', async () => {
    const home = newHome();
    const argv = ['apps', 'alias', 'support', sales.key];
    expect((await sandbox(argv, { home })).code).toBe(7);
    const asked = await sandbox(argv, { home, terminal: true, answers: [true] });
    expect([asked.code, asked.questions.length]).toEqual([0, 1]);
    const { json } = await sandbox(['callbacks', 'get', '--app', 'support', '--json'], { home });
    expect(json()).toMatchObject([{ application: sales.key }]);
  });

  test('belongs to the credentials in use, not to others', async () => {
    const { env } = await serve();
    const home = newHome();
    await sandbox(['apps', 'alias', 'hotline', sales.key], { home });
    expect((await run(['callbacks', 'get', '--app', 'hotline'], { home, env })).code).toBe(4);
    expect((await run(['apps', 'alias', 'hotline', spare.key], { home, env })).code).toBe(0);
    const own = await run(['callbacks', 'get', '--app', 'hotline', '--json'], { home, env });
    expect(own.json()).toMatchObject([{ application: spare.key, alias: 'hotline' }]);
    const other = await sandbox(['callbacks', 'get', '--app', 'hotline', '--json'], { home });
    expect(other.json()).toMatchObject([{ application: sales.key }]);
  });

  test.each([
    [[], 'name'],
    [['hotline'], 'key'],
    [['Hotline', sales.key], 'Hotline'],
    [['../x', sales.key], '../x'],
    [['hotline', 'nokey'], 'nokey'],
    [[sales.key, 'hotline'], 'apps alias hotline'],
    [[sales.key, sales.key], sales.key],
    [['hotline', sales.key, 'extra'], ''],
  ])('apps alias %j is a usage error', async (extra, named) => {
    const { code, stdout, stderr } = await sandbox(['apps', 'alias', ...extra]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(named);
  });
});

describe('apps unalias', () => {
  test('forgets a name', async () => {
    const home = newHome();
    await sandbox(['apps', 'alias', 'hotline', sales.key], { home });
    const { code, stdout } = await sandbox(['apps', 'unalias', 'hotline'], { home });
    expect([code, stdout]).toEqual([0, '']);
    expect((await sandbox(['callbacks', 'get', '--app', 'hotline'], { home })).code).toBe(4);
  });

  test('an unknown name is not found, with the nearest one', async () => {
    const home = newHome();
    await sandbox(['apps', 'alias', 'hotline', sales.key], { home });
    const { code, error } = await sandbox(['apps', 'unalias', 'hotlin', '--json'], { home });
    expect(code).toBe(4);
    expect(error()).toMatchObject({
      kind: 'notFound',
      items: ['hotlin'],
      hint: expect.stringContaining('hotline'),
    });
  });

  test.each([[[]], [['support']], [[support.key]], [['../x']]])(
    'apps unalias %j is a usage error',
    async (extra) => {
      const { code, stdout, world } = await sandbox(['apps', 'unalias', ...extra]);
      expect([code, stdout]).toEqual([2, '']);
      expect(changes(world())).toEqual(UNCHANGED);
    },
  );
});
