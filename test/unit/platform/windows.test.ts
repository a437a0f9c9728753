import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { consoleSink } from '../../../src/platform/console-sink.ts';
import { exitCodeOf, without } from '../../../src/platform/run-program.ts';
import { untilStopped, watchInterrupts } from '../../../src/platform/signals.ts';
import { starter } from '../../../src/platform/start-program.ts';
import { asText } from '../../../src/platform/text.ts';
import { renameOver } from '../../../src/platform/write-file.ts';

const OTHERS = ['SINCH_APPLICATION_SECRET', 'SINCHCTL_CALLING_URL', 'SINCHCTL_PROFILE'];

// What of Windows can be tested anywhere. CONTRIBUTING.md lists what cannot.

const failing = (code: string, times: number) => {
  const calls: unknown[] = [];
  const move = async (...names: unknown[]) => {
    calls.push(names);
    if (calls.length <= times) throw Object.assign(new Error(code), { code });
  };
  return { move, calls };
};

describe('renaming over a file', () => {
  test.each(['EPERM', 'EACCES', 'EBUSY'])('is tried again on Windows after %s', async (code) => {
    const { move, calls } = failing(code, 3);
    await renameOver('from', 'to', { platform: 'win32', move });
    expect(calls).toEqual(Array.from({ length: 4 }, () => ['from', 'to']));
  });

  test('ends with the reason when it stays so', async () => {
    const { move } = failing('EPERM', 100);
    await expect(renameOver('from', 'to', { platform: 'win32', move })).rejects.toMatchObject({
      code: 'EPERM',
    });
  });

  test.each([
    ['win32', 'ENOSPC'],
    ['linux', 'EPERM'],
  ])('on %s %s is final', async (platform, code) => {
    const { move, calls } = failing(code, 100);
    await expect(renameOver('from', 'to', { platform, move })).rejects.toMatchObject({ code });
    expect(calls).toHaveLength(1);
  });
});

describe('a console', () => {
  /** Takes text as a terminal of Node's does, until it breaks. */
  function fake(broken?: string) {
    const written: string[] = [];
    const stream = {
      columns: 123,
      on: () => stream,
      write(text: string, done: (error?: Error) => void) {
        written.push(text);
        setImmediate(() =>
          done(broken === undefined ? undefined : Object.assign(new Error(), { code: broken })),
        );
        return true;
      },
    };
    return { stream: stream as never, written };
  }

  test('is given text, so that its code page does not matter', async () => {
    const { stream, written } = fake();
    const sink = consoleSink(stream, 'stdout');
    await sink.write('┌─ é 😀\n');
    expect(written).toEqual(['┌─ é 😀\n']);
    expect(sink).toMatchObject({ isTerminal: true, columns: 123, isClosed: false });
  });

  test('that is gone is told once, and then left alone', async () => {
    const { stream, written } = fake('EIO');
    const sink = consoleSink(stream, 'stdout');
    await expect(sink.write('a')).rejects.toMatchObject({
      kind: 'failure',
      message: 'cannot write to stdout: EIO',
    });
    await sink.write('b');
    expect([sink.isClosed, written]).toEqual([true, ['a']]);
  });
});

describe('what asks to end', () => {
  const raise = (signal: string) => process.emit(signal as never, signal as never);

  test.each([
    ['SIGBREAK', 'SIGINT'],
    ['SIGINT', 'SIGINT'],
  ])('%s counts as %s', async (signal, as) => {
    const told: string[] = [];
    const watch = watchInterrupts(
      (one) => told.push(one),
      () => undefined,
      'win32',
    );
    const stopped = untilStopped('win32');
    raise(signal);
    await stopped;
    expect([watch.first(), told]).toEqual([as, [as]]);
    watch.stop();
    expect(process.listenerCount(signal)).toBe(0);
  });
});

describe('other programs', () => {
  test('are started by what knows cmd.exe and its quoting', async () => {
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

  test('get nobody else’s credentials, in whatever case they are written', () => {
    const env = {
      Sinch_Application_Secret: 'x',
      sinchctl_calling_url: 'y',
      SINCHCTL_PROFILE: 'z',
      Path: 'C:\\',
    };
    expect(without(env, OTHERS, 'win32')).toEqual({ Path: 'C:\\' });
    expect(Object.keys(without(env, OTHERS, 'linux'))).not.toContain('SINCHCTL_PROFILE');
    expect(Object.keys(without(env, OTHERS, 'linux'))).toContain('sinchctl_calling_url');
  });

  test.each([
    [0, null, 0],
    [7, null, 7],
    // What Windows says of a program that Ctrl-C has ended.
    [0xc000013a, null, 130],
    [null, 'SIGTERM', 143],
    [null, 'SIGINT', 130],
  ] as const)('that end with %s and %s: exit %i', (code, signal, exit) => {
    expect(exitCodeOf(code, signal)).toBe(exit);
  });
});

test.each([
  ['UTF-8', Buffer.from('a é\n')],
  ['UTF-8 with its mark', Buffer.from('\ufeffa é\n')],
  ['UTF-16, as Windows PowerShell writes it', Buffer.from('\ufeffa é\n', 'utf16le')],
])('%s is read as text', (_, bytes) => {
  expect(asText(bytes)).toBe('a é\n');
});

test('nothing in the sources is of POSIX alone without another way', () => {
  const root = fileURLToPath(new URL('../../../src', import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const POSIX_ONLY =
    /process\.(?:get|gete|set|sete)[ug]id\b(?!\?)|process\.(?:umask|getgroups)\b|['"`]\/(?:dev|tmp|etc|usr|bin)\b|shell: true/;
  const found = files.flatMap((name) => {
    const lines = readFileSync(join(root, name), 'utf8').split('\n');
    return lines.flatMap((line, i) => (POSIX_ONLY.test(line) ? [`${name}:${i + 1}: ${line.trim()}`] : []));
  });
  expect(found).toEqual([]);
});
