import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { foreignKey, free, ours, sales, spare, support, theirs } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';

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

  test('to the environment, whatever profile is active', async () => {
    const { env, url } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url);
    await run(alias('hotline', sales.key), { home, env });
    const get = ['callbacks', 'get', '--app', 'hotline', '--json'];
    expect((await run(get, { home, env })).json()).toMatchObject([{ application: sales.key }]);
    expect((await run(get, { home })).code).toBe(4);
  });
});

describe('an alias works wherever a key does', () => {
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

  test('and as the default application of a profile', async () => {
    const { home, world } = await named();
    expect((await run(['profiles', 'set', 'prod', '--default-app', 'hotline'], { home })).code).toBe(0);
    await run(['numbers', 'assign', free], { home });
    expect(world.applicationOf(free, 'voice')).toBe(sales.key);
  });

  test('and it shows in tables', async () => {
    const { home } = await named();
    const { stdout } = await run(['numbers', 'list', ours, theirs, '-o', 'table'], { home });
    expect(stdout).toContain('hotline');
    expect(stdout).toContain('desk');
    expect(stdout).not.toContain(sales.key);
  });

  test('an unknown one is exit 4 with the nearest', async () => {
    const { home } = await named();
    const { code, error } = await run(['numbers', 'assign', free, '--app', 'hotlien', '--json'], { home });
    expect(code).toBe(4);
    expect(error()).toMatchObject({ items: ['hotlien'], hint: expect.stringContaining('hotline') });
  });
});

describe('pointing one elsewhere', () => {
  test('is asked, and a no changes nothing', async () => {
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

test('swapped arguments get the corrected line', async () => {
  const { code, stderr } = await sandbox(['apps', 'alias', foreignKey, 'hotline']);
  expect(code).toBe(2);
  expect(stderr).toContain(`sinchctl apps alias hotline ${foreignKey}`);
});
