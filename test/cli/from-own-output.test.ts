import { expect, test } from 'vitest';
import { changes, ours, oursWithSms, UNCHANGED } from '../support/account.ts';
import { sandbox } from '../support/run.ts';

test.each(['json', 'ndjson', 'csv', 'tsv'])(
  'what numbers list prints as %s is what numbers assign takes, with and without a header',
  async (format) => {
    for (const header of [[], ['--header'], ['--no-header']]) {
      const { stdout } = await sandbox(['numbers', 'list', '--app', 'support', '-o', format, ...header]);
      const { code, json, stderr } = await sandbox(['numbers', 'assign', '--from', '-', '--json'], {
        stdin: stdout,
      });
      expect(code, stderr).toBe(0);
      expect(json()).toHaveLength(12);
      expect(json().every(({ result }) => result === 'unchanged')).toBe(true);
    }
  },
);

test.each([[], ['--no-header']])(
  'what numbers list --api portal prints as csv %s is taken, too',
  async (...extra) => {
    const { stdout } = await sandbox(['numbers', 'list', ours, '--api', 'portal', '-o', 'csv', ...extra]);
    const { code, json } = await sandbox(['numbers', 'assign', '--from', '-', '--json'], { stdin: stdout });
    expect([code, json()]).toMatchObject([0, [{ number: ours, result: 'unchanged' }]]);
  },
);

test.each([
  ['number,application,capability', ['assign']],
  ['number,alias,capability', ['assign', '--ignore-column', 'application']],
  ['number,alias,application', ['assign']],
  ['number,alias,application', ['unassign', '--yes']],
])('headerless rows of other columns are told, not read amiss: %s %j', async (columns, verb) => {
  const list = ['numbers', 'list', oursWithSms, '--columns', columns];
  const { stdout } = await sandbox(list);
  const read = ['numbers', ...verb, '--from', '-', '--json'];
  const refused = await sandbox(read, { stdin: stdout });
  expect([refused.code, refused.stdout, changes(refused.world())]).toEqual([2, '', UNCHANGED]);
  expect(refused.error()).toMatchObject({
    message: expect.stringContaining('number, application, alias, capability'),
    hint: expect.stringContaining('--header'),
  });
  const headed = await sandbox([...list, '--header']);
  expect((await sandbox(read, { stdin: headed.stdout })).code).toBe(0);
  const named = await sandbox(['numbers', 'list', '--from', '-', '--json'], { stdin: stdout });
  expect(named.json()).toHaveLength(2);
});

test('rows of a write with its own columns in another order are told, too', async () => {
  const first = ['numbers', 'assign', ours, '--app', 'spare', '--move-from', 'any', '--dry-run'];
  const { stdout } = await sandbox([...first, '--columns', 'number,from,to']);
  const { code, world } = await sandbox(['numbers', 'assign', '--from', '-'], { stdin: stdout });
  expect([code, changes(world())]).toEqual([2, UNCHANGED]);
});
