import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changes, free, freeVoice, ours, support } from '../support/account.ts';
import { type Home, newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const platform = 'win32';
const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${crlf(text)}`, 'utf16le');

describe('suggested commands are quoted for PowerShell', () => {
  test('the undo command', async () => {
    const { stderr, code } = await sandbox(['numbers', 'assign', free, '--app', 'support'], { platform });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^note: .+\. Undo: sinchctl --profile sandbox undo '\d{8}-\d{6}-[0-9a-f]{4}'$/m);
  });

  test('or for bash in Git Bash', async () => {
    const env = { SHELL: '/usr/bin/bash' };
    const { stderr } = await sandbox(['numbers', 'assign', free, '--app', 'support'], { platform, env });
    expect(stderr).toMatch(/^note: .+\. Undo: sinchctl --profile sandbox undo \d{8}-\d{6}-[0-9a-f]{4}$/m);
  });

  test('the command to run again, with its numbers, quotes, and dollar signs', async () => {
    const { env } = await serve({
      between: async (request, answer) => {
        const response = { status: 503, headers: {}, body: '' };
        return request.path.includes(free.slice(1)) ? { how: 'whole', response } : answer(request);
      },
    });
    const more = ['--retries', '0', '--reason', `it's "$5"`];
    const { stderr, code } = await run(['query', ours, free, ...more], { env, platform });
    expect(code, stderr).toBe(6);
    expect(stderr).toContain(
      `run the command again: sinchctl query '${ours}' '${free}' --retries '0' --reason 'it''s "$5"'\n`,
    );
    const stdin = `${ours}\n${free}\n`;
    const piped = await run(['query', '--from', '-', ...more], { env, platform, stdin });
    expect(piped.stderr).toContain("with the same input: sinchctl query --from '-'");
  });

  test('the command equivalent to a selection', async () => {
    const answers = ['support', free, ''];
    const { stderr } = await sandbox(['numbers', 'assign'], { platform, terminal: true, answers });
    expect(stderr).toContain(`sinchctl --profile sandbox numbers assign '${free}' --app support`);
  });

  test('the variables of a server', async () => {
    const { stdout } = await run(['sandbox', 'serve'], { platform, untilStopped: async () => undefined });
    expect(stdout).toMatch(/^\$env:SINCHCTL_CALLING_URL = 'http:\/\/127\.0\.0\.1:\d+'$/m);
    expect(stdout).not.toContain('export');
  });
});

test('a table has box-drawing characters on a console, but not in a pipe, whose reader may use a code page', async () => {
  const argv = ['numbers', 'list', ours, '-o', 'table', '--no-color'];
  const env = { LANG: '' };
  expect((await sandbox(argv, { platform, env, stdoutIsTerminal: true })).stdout).toContain('┌');
  expect((await sandbox(argv, { platform, env })).stdout).toMatch(/^\+-/);
});

describe('files from Windows', () => {
  const state = `version: 1\napplications:\n  - application: support\n    numbers:\n      voice: ["${free}"]\n`;
  const INPUTS: [string, string[], string][] = [
    [
      'one number a line',
      ['numbers', 'assign', '--app', 'support', '--from', '-'],
      `${free}\n\n# note\n${freeVoice}\n`,
    ],
    [
      'csv',
      ['numbers', 'assign', '--from', '-'],
      `number,application\n${free},support\n${freeVoice},support\n`,
    ],
    ['tsv', ['numbers', 'assign', '--from', '-'], `number\tapplication\n${free}\tsupport\n`],
    [
      'ndjson',
      ['numbers', 'assign', '--app', 'support', '--from', '-'],
      `{"number":"${free}"}\n{"number":"${freeVoice}"}\n`,
    ],
    [
      'callbacks',
      ['callbacks', 'set', '--from', '-'],
      'application,primary\nspare,https://voice.example.com/\n',
    ],
    ['a state file', ['apply', '-f', '-'], state],
  ];

  describe.each(INPUTS)('%s', (_, argv, text) => {
    test.each([
      ['CRLF', Buffer.from(crlf(text))],
      ['CRLF and a byte order mark', Buffer.from(`\ufeff${crlf(text)}`)],
      ['UTF-16', utf16(text)],
    ])('with %s are read like those with LF', async (_name, stdin) => {
      const plain = await sandbox([...argv, '--yes', '--json'], { stdin: text });
      const windows = await sandbox([...argv, '--yes', '--json'], { stdin });
      expect([windows.code, windows.json()], windows.stderr).toEqual([0, plain.json()]);
      expect(changes(windows.world())).toEqual(changes(plain.world()));
    });
  });

  test('positions in a state file are the same', async () => {
    const wrong = 'version: 1\napplications:\n  - application: support\n    nubmers: {}\n';
    for (const stdin of [Buffer.from(wrong), Buffer.from(crlf(wrong)), utf16(wrong)])
      expect((await sandbox(['diff', '-f', '-'], { stdin })).stderr).toContain('stdin:4:5:');
  });

  test('a secret in a file or pipe', async () => {
    const { url } = await serve();
    const secret = `${support.secret}\n`;
    for (const bytes of [Buffer.from(crlf(secret)), Buffer.from(`\ufeff${crlf(secret)}`), utf16(secret)]) {
      const home = newHome();
      writeFileSync(home.path('secret.txt'), bytes);
      const set = ['profiles', 'set', '--key', support.key, '--base-url', `calling=${url}`, '--verify'];
      const fromFile = await run([...set, 'a', '--secret-file', home.path('secret.txt')], { home });
      expect(fromFile.code, fromFile.stderr).toBe(0);
      const piped = await run([...set, 'b', '--secret-stdin'], { home, stdin: bytes });
      expect(piped.code, piped.stderr).toBe(0);
      const env = { SINCH_APPLICATION_KEY: support.key, SINCHCTL_CALLING_URL: url };
      const files = { ...env, SINCH_APPLICATION_SECRET_FILE: home.path('secret.txt') };
      expect((await run(['numbers', 'list'], { env: files })).code).toBe(0);
    }
  });

  test('a password from a pipe', async () => {
    const { url } = await serve();
    for (const stdin of [Buffer.from('\ufeffsandbox-password\r\n'), utf16('sandbox-password\n')]) {
      const home = newHome();
      await storeProfile(home, 'prod', url);
      const argv = ['auth', 'login', '--portal', '--email', 'ops@example.com', '--password-stdin'];
      const { code, stderr } = await run(argv, { home, stdin });
      expect(code, stderr).toBe(0);
    }
  });

  test('a configuration saved by an editor', async () => {
    const home = newHome();
    await storeProfile(home, 'prod', 'http://127.0.0.1:9');
    writeFileSync(home.configPath, `\ufeff${crlf(readFileSync(home.configPath, 'utf8'))}`);
    const { code, json, stderr } = await run(['profiles', 'list', '--json'], { home });
    expect(code, stderr).toBe(0);
    expect(json()).toMatchObject([{ name: 'prod' }]);
  });

  test('a results file', async () => {
    const home = newHome();
    const results = home.path('results.ndjson');
    await sandbox(['numbers', 'assign', free, '--app', 'support', '--results', results], { home });
    writeFileSync(results, utf16(readFileSync(results, 'utf8')));
    const { code, stderr } = await sandbox(['undo', results, '--yes'], { home });
    expect(code, stderr).toBe(0);
    expect(changes(home.world()).assignments).toEqual({});
  });
});

/** Every file name below a home directory. */
const namesIn = (home: Home): string[] => readdirSync(home.directory, { recursive: true, encoding: 'utf8' });

test('no file name is invalid on Windows', async () => {
  const home = newHome();
  await storeProfile(home, 'con', 'http://127.0.0.1:9');
  await sandbox(['apps', 'alias', 'nul', support.key], { home });
  await sandbox(['numbers', 'assign', free, '--app', 'nul'], { home });
  await sandbox(['callbacks', 'set', '--app', 'nul', '--primary', 'https://a.example.com/'], { home });
  const names = namesIn(home);
  expect(names.length).toBeGreaterThan(4);
  for (const name of names) {
    expect(name).not.toMatch(/[<>:"|?*\\]|[. ]$/);
    expect(basename(name)).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
  }
});
