import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { exitCodeOf, starter, withoutVariables } from '../../../src/platform/run-program.ts';

const OTHERS = ['SINCH_APPLICATION_SECRET', 'SINCHCTL_CALLING_URL', 'SINCHCTL_PROFILE'];

describe('other programs', () => {
  test('are started with cross-spawn, which handles cmd.exe and its quoting', async () => {
    const start = await starter('win32');
    expect(start).not.toBe(spawn);
    const child = start(process.execPath, ['-p', 'process.argv[1]', 'a "b" $c'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(Buffer.concat(chunks).toString()).toBe('a "b" $c\n');
  });

  test('do not get excluded variables, regardless of case', () => {
    const env = {
      Sinch_Application_Secret: 'x',
      sinchctl_calling_url: 'y',
      SINCHCTL_PROFILE: 'z',
      Path: 'C:\\',
    };
    expect(withoutVariables(env, OTHERS, 'win32')).toEqual({ Path: 'C:\\' });
    expect(Object.keys(withoutVariables(env, OTHERS, 'linux'))).not.toContain('SINCHCTL_PROFILE');
    expect(Object.keys(withoutVariables(env, OTHERS, 'linux'))).toContain('sinchctl_calling_url');
  });

  test.each([
    [0, null, 0],
    [7, null, 7],
    // The exit code that Windows reports for a program ended by Ctrl-C.
    [0xc000013a, null, 130],
    [null, 'SIGTERM', 143],
    [null, 'SIGINT', 130],
  ] as const)('that exit with %s and %s: exit %i', (code, signal, exit) => {
    expect(exitCodeOf(code, signal)).toBe(exit);
  });
});
