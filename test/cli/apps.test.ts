import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  changes,
  foreignKey,
  free,
  ours,
  sales,
  spare,
  support,
  theirs,
  UNCHANGED,
} from '../support/account.ts';
import { storedConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const FIELDS = ['application', 'alias', 'source', 'voice', 'sms', 'primary', 'fallback'];

describe('apps list', () => {
  test('shows known applications, their sources, counts, and callbacks', async () => {
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

  test('an application known only from the credentials has the source profile', async () => {
    const { env } = await serve({ numbers: 0 });
    const { json } = await run(['apps', 'list', '--json'], { env });
    expect(json()).toMatchObject([{ application: support.key, alias: null, source: 'profile', voice: 0 }]);
  });

  test('an alias of an application that is not on the account hides nothing and causes a warning', async () => {
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
  test('an alias can be used instead of a key in the next command', async () => {
    const home = newHome();
    const bare = sales.key.replaceAll('-', '').toUpperCase();
    expect((await sandbox(['apps', 'alias', 'hotline', bare], { home })).code).toBe(0);
    const { json } = await sandbox(['callbacks', 'get', '--app', 'hotline', '--json'], { home });
    expect(json()).toMatchObject([{ application: sales.key }]);
  });

  test('prints nothing on stdout', async () => {
    expect((await sandbox(['apps', 'alias', 'hotline', sales.key])).stdout).toBe('');
  });

  test('setting the same alias again changes nothing and does not prompt', async () => {
    expect((await sandbox(['apps', 'alias', 'support', support.key], { terminal: true })).code).toBe(0);
  });

  test('changing an alias requires confirmation', async () => {
    const home = newHome();
    const argv = ['apps', 'alias', 'support', sales.key];
    expect((await sandbox(argv, { home })).code).toBe(7);
    const asked = await sandbox(argv, { home, terminal: true, answers: [true] });
    expect([asked.code, asked.questions.length]).toEqual([0, 1]);
    const { json } = await sandbox(['callbacks', 'get', '--app', 'support', '--json'], { home });
    expect(json()).toMatchObject([{ application: sales.key }]);
  });

  test('an alias belongs to the credentials in use', async () => {
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
  test('removes an alias', async () => {
    const home = newHome();
    await sandbox(['apps', 'alias', 'hotline', sales.key], { home });
    const { code, stdout } = await sandbox(['apps', 'unalias', 'hotline'], { home });
    expect([code, stdout]).toEqual([0, '']);
    expect((await sandbox(['callbacks', 'get', '--app', 'hotline'], { home })).code).toBe(4);
  });

  test('an unknown name is not found, with the closest match', async () => {
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

  test('an unknown name without a close match: the hint shows how to list the aliases', async () => {
    const { code, error } = await sandbox(['apps', 'unalias', 'unrelated', '--json']);
    expect(code).toBe(4);
    expect(error().hint).toBe('to list the aliases, run sinchctl --profile sandbox apps list');
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

describe('aliases', () => {
  const alias = (name: string, key: string) => ['apps', 'alias', name, key];

  describe('an alias belongs', () => {
    test('to one profile, and another one may use the same name', async () => {
      const { url } = await serve();
      const home = newHome();
      await storeProfile(home, 'one', url);
      await storeProfile(home, 'two', url);
      await run([...alias('hotline', sales.key), '--profile', 'one'], { home });
      const get = ['callbacks', 'get', '--app', 'hotline', '--json'];
      expect((await run([...get, '--profile', 'two'], { home })).code).toBe(4);
      await run([...alias('hotline', spare.key), '--profile', 'two'], { home });
      const seen = async (name: string) => (await run([...get, '--profile', name], { home })).json();
      expect(await seen('one')).toMatchObject([{ application: sales.key, alias: 'hotline' }]);
      expect(await seen('two')).toMatchObject([{ application: spare.key, alias: 'hotline' }]);
    });

    test('to the environment, regardless of the active profile', async () => {
      const { env, url } = await serve();
      const home = newHome();
      await storeProfile(home, 'prod', url);
      await run(alias('hotline', sales.key), { home, env });
      const get = ['callbacks', 'get', '--app', 'hotline', '--json'];
      expect((await run(get, { home, env })).json()).toMatchObject([{ application: sales.key }]);
      expect((await run(get, { home })).code).toBe(4);
    });
  });

  describe('an alias can be used instead of a key', () => {
    async function named() {
      const { url, world } = await serve();
      const home = newHome();
      await storeProfile(home, 'prod', url);
      await run(alias('hotline', sales.key), { home });
      await run(alias('desk', support.key), { home });
      return { home, world };
    }

    test.each<[string[], object]>([
      [['numbers', 'list', '--app', 'hotline'], { number: theirs, alias: 'hotline' }],
      [['numbers', 'assign', free, '--app', 'hotline'], { application: sales.key, alias: 'hotline' }],
      [
        ['numbers', 'assign', theirs, '--app', 'desk', '--move-from', 'hotline'],
        { from: sales.key, to: support.key },
      ],
      [['numbers', 'unassign', theirs, '--app', 'hotline', '--yes'], { change: 'remove', alias: 'hotline' }],
      [['callbacks', 'get', '--app', 'hotline'], { application: sales.key, alias: 'hotline' }],
      [['callbacks', 'set', '--app', 'hotline', '--primary', 'https://x.example.com/'], { alias: 'hotline' }],
    ])('%j', async (argv, row) => {
      const { home } = await named();
      const { code, stderr, json } = await run([...argv, '--json'], { home });
      expect(code, stderr).toBe(0);
      expect(json()).toContainEqual(expect.objectContaining(row));
    });

    test('including as the default application of a profile', async () => {
      const { home, world } = await named();
      expect((await run(['profiles', 'set', 'prod', '--default-app', 'hotline'], { home })).code).toBe(0);
      await run(['numbers', 'assign', free], { home });
      expect(world.applicationOf(free, 'voice')).toBe(sales.key);
    });

    test('including in tables', async () => {
      const { home } = await named();
      const { stdout } = await run(['numbers', 'list', ours, theirs, '-o', 'table'], { home });
      expect(stdout).toContain('hotline');
      expect(stdout).toContain('desk');
      expect(stdout).not.toContain(sales.key);
    });

    test('an unknown alias causes exit code 4 with the closest match', async () => {
      const { home } = await named();
      const { code, error } = await run(['numbers', 'assign', free, '--app', 'hotlien', '--json'], { home });
      expect(code).toBe(4);
      expect(error()).toMatchObject({ items: ['hotlien'], hint: expect.stringContaining('hotline') });
    });
  });

  describe('changing an alias', () => {
    test('prompts, and changes nothing if the answer is no', async () => {
      const home = newHome();
      await sandbox(alias('hotline', sales.key), { home });
      const before = readFileSync(home.configPath);
      const no = await sandbox(alias('hotline', spare.key), { home, terminal: true, answers: [false] });
      expect([no.code, no.questions]).toEqual([7, [expect.stringContaining(sales.key)]]);
      expect(readFileSync(home.configPath).equals(before)).toBe(true);
      expect((await sandbox(alias('hotline', spare.key), { home })).code).toBe(7);
      expect((await sandbox([...alias('hotline', spare.key), '--json'], { home })).code).toBe(7);
      expect((await sandbox([...alias('hotline', spare.key), '--yes'], { home })).code).toBe(0);
    });
  });

  test('swapped arguments get a corrected command', async () => {
    const { code, stderr } = await sandbox(['apps', 'alias', foreignKey, 'hotline']);
    expect(code).toBe(2);
    expect(stderr).toContain(`hint: run sinchctl --profile sandbox apps alias hotline ${foreignKey}`);
  });
});

describe('reserved names', () => {
  describe('any is not an alias', () => {
    test('apps alias rejects it', async () => {
      const { code, stdout, stderr, home } = await sandbox(['apps', 'alias', 'any', spare.key]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/invalid alias: any/);
      const { code: moved } = await sandbox(['numbers', 'assign', free, '--app', 'any'], { home });
      expect(moved).toBe(2);
      expect(changes(home.world())).toEqual(UNCHANGED);
    });

    test('--move-from any still means all applications', async () => {
      const argv = [
        'numbers',
        'assign',
        '+14155550102',
        '--app',
        'support',
        '--move-from',
        'any',
        '--yes',
        '--json',
      ];
      const { code, json } = await sandbox(argv);
      expect(code).toBe(0);
      expect(json()).toMatchObject([{ change: 'move', from: sales.key, to: support.key, result: 'done' }]);
    });

    test('it is rejected as a default application', async () => {
      const { url } = await serve();
      const home = newHome();
      await storeProfile(home, 'prod', url);
      expect((await run(['profiles', 'set', 'prod', '--default-app', 'any'], { home })).code).toBe(2);
    });
  });

  // Names of properties that every JavaScript object inherits.
  describe.each(['constructor', 'prototype'])('the name %s is an ordinary name', (name) => {
    test('for an alias of the sandbox, across commands', async () => {
      const { home, code } = await sandbox(['apps', 'alias', name, spare.key]);
      expect(code).toBe(0);
      await sandbox(['apps', 'alias', 'second', sales.key], { home });
      const argv = ['numbers', 'assign', free, '--app', name, '--json'];
      expect((await sandbox(argv, { home })).json()).toMatchObject([{ to: spare.key, result: 'done' }]);
      expect((await sandbox(['apps', 'unalias', name], { home })).code).toBe(0);
      expect((await sandbox(['numbers', 'list', '--app', name], { home })).code).toBe(4);
    });

    test('for an alias that does not exist: not found', async () => {
      expect((await sandbox(['numbers', 'list', '--app', name])).code).toBe(4);
    });

    test('for an alias of the environment', async () => {
      const { env } = await serve();
      const home = newHome();
      expect((await run(['apps', 'alias', name, sales.key], { env, home })).code).toBe(0);
      const { json } = await run(['callbacks', 'get', '--app', name, '--json'], { env, home });
      expect(json()).toMatchObject([{ application: sales.key, alias: name }]);
    });

    test('for a profile, its aliases and its removal', async () => {
      const { url } = await serve();
      const home = newHome();
      await storeProfile(home, name, url, '--region', 'SE');
      await storeProfile(home, 'other', url);
      await run(['apps', 'alias', name, spare.key, '--profile', name], { home });
      expect(storedConfig(home).profiles[name]).toMatchObject({
        region: 'SE',
        application: { key: support.key },
        aliases: { [name]: spare.key },
      });
      const listed = await run(['profiles', 'list', '--json'], { home });
      expect(listed.json()).toHaveLength(2);
      const used = await run(['numbers', 'assign', free, '--app', name, '--profile', name, '--json'], {
        home,
      });
      expect(used.json()).toMatchObject([{ to: spare.key, result: 'done' }]);
      expect((await run(['profiles', 'use', name], { home })).code).toBe(0);
      expect((await run(['profiles', 'show', '--json'], { home })).stdout).toContain(name);
      expect((await run(['profiles', 'remove', name, '-y'], { home })).code).toBe(0);
      expect(Object.keys(storedConfig(home).profiles)).toEqual(['other']);
    });

    test('for a profile that does not exist: an auth error', async () => {
      const { code, stdout, error } = await run(['numbers', 'list', '--profile', name, '--json']);
      expect([code, stdout]).toEqual([3, '']);
      expect(error().items).toEqual([name]);
    });
  });
});

test('an unknown alias is created in the profile that the command used', async () => {
  const { code, stderr } = await sandbox(['numbers', 'list', '--app', 'billing']);
  expect(code).toBe(4);
  expect(stderr).toContain(
    'hint: to create the alias, run sinchctl --profile sandbox apps alias billing <key>\n',
  );
});

test.each([
  [['numbers', 'assign', '--from', 'FILE'], `number,application\n${free},billing\n`],
  [['callbacks', 'set', '--from', 'FILE'], 'application,primary\nbilling,https://example.com/\n'],
  [['diff', '-f', 'FILE'], 'version: 1\napplications:\n- application: billing\n'],
])('%j: and if it is in a file', async (argv, text) => {
  const home = newHome();
  writeFileSync(home.path('file'), text);
  const line = argv.map((word) => (word === 'FILE' ? home.path('file') : word));
  const { code, stderr } = await sandbox(line, { home });
  expect(code).not.toBe(0);
  expect(stderr).toContain('run sinchctl --profile sandbox apps alias billing <key>');
});

test.each([
  [['undo', 'last'], 'history'],
  [['numbers', 'assign', '+14155559999', '--app', 'support'], 'numbers list'],
  [['numbers', 'list', '--app', 'Billing App'], 'apps list'],
])('%j: hints contain the profile of the command', async (argv, command) => {
  const { stderr } = await sandbox(argv);
  expect(stderr).toContain(`run sinchctl --profile sandbox ${command}`);
});
