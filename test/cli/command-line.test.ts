import { describe, expect, test } from 'vitest';
import { changes, free, ours, sales, support, UNCHANGED } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

describe('errors come as JSON however JSON was asked for', () => {
  const LOOKS = [
    ['-qo', 'json'],
    ['-qojson'],
    ['-yqo', 'json'],
    ['-o', 'json'],
    ['-ojson'],
    ['--output=json'],
  ];
  const BAD: [string, string[], number][] = [
    ['a verb that is none', ['numbers', 'lst'], 2],
    ['an option that is none', ['numbers', 'list', '--prefx'], 2],
    ['an application that is none', ['numbers', 'list', '--app', 'supprt', '--profile', 'sandbox'], 4],
    ['no credentials', ['numbers', 'list'], 3],
  ];

  describe.each(BAD)('%s', (_, argv, exit) => {
    test.each(LOOKS)('%s %s', async (...look) => {
      for (const line of [
        [...argv, ...look],
        [...look, ...argv],
      ]) {
        const { code, stdout, stderr, error } = await run(line.filter((word) => word !== undefined));
        expect([code, stdout], stderr).toEqual([exit, '']);
        expect(error()).toMatchObject({ exitCode: exit });
      }
    });
  });

  test.each([[['-qo', 'tsv']], [['-qo', 'table']], [['-q']], [['--', '-qo', 'json']]])(
    '%j asks for none',
    async (look) => {
      const { stderr } = await run(['numbers', 'lst', ...look]);
      expect(stderr).toMatch(/^error: /);
    },
  );
});

describe('--dry-run on a protected profile', () => {
  const READS = [
    ['numbers', 'assign', free],
    ['numbers', 'unassign', ours],
    ['numbers', 'overwrite', ours, '--app', support.key],
    ['callbacks', 'set', '--primary', 'https://new.example.com/'],
  ];

  test.each(READS)('works without naming it, and writes nothing: %s %s', async (...argv) => {
    const { url, requests, world } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url, '--protected');
    for (const env of [{}, { SINCHCTL_PROFILE: 'prod' }]) {
      const { code, json, stderr } = await run([...argv, '--dry-run', '--json'], { home, env });
      expect(code, stderr).toBe(0);
      expect(json().map((row) => row.result)).toContain('planned');
    }
    expect(lines(requests).filter((line) => !line.startsWith('GET'))).toEqual([]);
    const refused = await run([...argv, '-y'], { home });
    expect(refused.code).toBe(7);
    expect(changes(world)).toEqual(UNCHANGED);
  });
});

describe('--no-check together with --move-from', () => {
  test.each(['any', 'sales', sales.key])('%s is a usage error', async (from) => {
    const { code, stdout, stderr, error, world } = await sandbox([
      ...['numbers', 'assign', free, '--no-check', '--move-from', from, '--json'],
    ]);
    expect([code, stdout], stderr).toEqual([2, '']);
    expect(error().message).toContain('--no-check');
    expect(error().hint).toContain('--move-from');
    expect(changes(world())).toEqual(UNCHANGED);
  });
});
