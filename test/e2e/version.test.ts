import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { run } from '../support/run.ts';
import { shell, sinchctl } from '../support/spawn.ts';

describe.runIf(existsSync('/dev/full')).each(['--version', '-V', '--version -q', '--help', 'numbers --help'])(
  '%s on a full disk',
  (words) => {
    test('causes exit code 1 with one clear line and no stack trace', async () => {
      const { code, stdout, stderr } = await shell(`"$@" ${words} >/dev/full`);
      expect([code, stdout]).toEqual([1, '']);
      const lines = stderr.trimEnd().split('\n');
      expect(lines.filter((line) => !line.startsWith('hint:'))).toEqual([
        expect.stringMatching(/^error: .*stdout.*no space left on device/),
      ]);
    });

    test('with stderr also full causes exit code 1', async () => {
      expect((await shell(`"$@" ${words} >/dev/full 2>/dev/full`)).code).toBe(1);
    });
  },
);

test('--version with a closed reader is not an error', async () => {
  const { stderr } = await shell('( sleep 0.2; "$@" --version; echo "exit $?" >&2 ) | true');
  expect(stderr).toBe('exit 0\n');
});

test.each(['--help', '-h'])('%s is written by the build, and matches the commands', async (flag) => {
  const { code, stdout, stderr } = await sinchctl([flag]);
  const made = await run([flag]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe(made.stdout);
  expect(stdout).toContain('numbers');
});
