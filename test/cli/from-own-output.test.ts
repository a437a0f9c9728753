import { expect, test } from 'vitest';
import { ours } from '../support/account.ts';
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
