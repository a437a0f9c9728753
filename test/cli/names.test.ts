import { describe, expect, test } from 'vitest';
import { changes, free, sales, spare, support, UNCHANGED } from '../support/account.ts';
import { storedConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';

describe('any is no name for one application', () => {
  test('apps alias refuses it', async () => {
    const { code, stdout, stderr, home } = await sandbox(['apps', 'alias', 'any', spare.key]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/not an alias: any/);
    const { code: moved } = await sandbox(['numbers', 'assign', free, '--app', 'any'], { home });
    expect(moved).toBe(2);
    expect(changes(home.world())).toEqual(UNCHANGED);
  });

  test('--move-from any goes on to mean all of them', async () => {
    const argv = ['numbers', 'assign', '+14155550102', '--app', 'support', '--move-from', 'any', '--json'];
    const { code, json } = await sandbox(argv);
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ change: 'move', from: sales.key, to: support.key, result: 'done' }]);
  });

  test('as a default application it is refused too', async () => {
    const { url } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url);
    expect((await run(['profiles', 'set', 'prod', '--default-app', 'any'], { home })).code).toBe(2);
  });
});

// What every JavaScript object has already.
describe.each(['constructor', 'prototype'])('the name %s is a name like any other', (name) => {
  test('for an alias of the sandbox, from command to command', async () => {
    const { home, code } = await sandbox(['apps', 'alias', name, spare.key]);
    expect(code).toBe(0);
    await sandbox(['apps', 'alias', 'second', sales.key], { home });
    const argv = ['numbers', 'assign', free, '--app', name, '--json'];
    expect((await sandbox(argv, { home })).json()).toMatchObject([{ to: spare.key, result: 'done' }]);
    expect((await sandbox(['apps', 'unalias', name], { home })).code).toBe(0);
    expect((await sandbox(['numbers', 'list', '--app', name], { home })).code).toBe(4);
  });

  test('for an alias that nobody made: not found', async () => {
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
    const used = await run(['numbers', 'assign', free, '--app', name, '--profile', name, '--json'], { home });
    expect(used.json()).toMatchObject([{ to: spare.key, result: 'done' }]);
    expect((await run(['profiles', 'use', name], { home })).code).toBe(0);
    expect((await run(['profiles', 'show', '--json'], { home })).stdout).toContain(name);
    expect((await run(['profiles', 'remove', name, '-y'], { home })).code).toBe(0);
    expect(Object.keys(storedConfig(home).profiles)).toEqual(['other']);
  });

  test('for a profile that nobody made: an auth error', async () => {
    const { code, stdout, error } = await run(['numbers', 'list', '--profile', name, '--json']);
    expect([code, stdout]).toEqual([3, '']);
    expect(error().items).toEqual([name]);
  });
});
