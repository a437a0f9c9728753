import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/output/format.ts';
import { ours, oursWithSms, support, theirs, unknown } from '../support/account.ts';
import { run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const ROW = [ours, support.key, 'support', 'voice'];
const list = (...argv: string[]) => sandbox(['numbers', 'list', ours, ...argv]);

describe('the format', () => {
  test('is headerless tsv in a pipe and a table on a terminal', async () => {
    expect((await list()).stdout).toBe(`${ROW.join('\t')}\n`);
    const { stdout } = await sandbox(['numbers', 'list', ours], { stdoutIsTerminal: true });
    expect(stdout).toContain('│');
  });

  test.each([
    ['--json'],
    ['-o', 'json'],
    ['-ojson'],
    ['--output', 'json'],
    ['--output=json'],
    ['--json', '-o', 'json'],
  ])('is a JSON array with %s %s %s', async (...argv) => {
    const { code, json } = await list(...argv);
    expect(code).toBe(0);
    expect(json()).toEqual([
      { number: ours, application: support.key, alias: 'support', capability: 'voice' },
    ]);
  });

  test('--header puts a header line on tsv, --no-header takes it off a table', async () => {
    expect((await list('--header')).cells()).toEqual([['number', 'application', 'alias', 'capability'], ROW]);
    const { stdout } = await list('-o', 'table', '--no-header');
    expect(stdout).toContain(ours);
    expect(stdout).not.toContain('capability');
  });

  test('-o table is a table in a pipe too, without colour', async () => {
    const { stdout } = await list('-o', 'table');
    expect(stdout).toContain('│');
    expect(stdout).not.toContain('\u001b');
  });

  test.each([
    [['-o', 'yaml'], 'yaml'],
    [['-o', ''], '--output is empty'],
    [['--json', '-o', 'tsv'], '--json'],
    [['--json', '-o', 'table'], '--json'],
    [['-o', 'json', '-o', 'tsv'], 'twice'],
    [['--header', '--no-header'], '--header'],
  ])('%j is a usage error, told before anything is done', async (argv, named) => {
    const { env, requests } = await serve();
    const { code, stdout, stderr } = await run(['numbers', 'list', ...argv], { env });
    expect([code, stdout, requests]).toEqual([2, '', []]);
    expect(stderr).toContain(named);
  });

  test('options may stand before or behind the command', async () => {
    expect((await run(['--json', 'numbers', 'list', ours, '--profile', 'sandbox'])).json()).toHaveLength(1);
    expect((await run(['numbers', '--profile=sandbox', 'list', '--json', ours])).json()).toHaveLength(1);
  });

  test('behind -- everything is an argument', async () => {
    const { code, stderr } = await sandbox(['numbers', 'list', '--', '--json']);
    expect(code).toBe(2);
    expect(stderr).toContain('--json');
  });
});

describe('colour', () => {
  const table = (env: Record<string, string>, ...argv: string[]) =>
    sandbox(['numbers', 'list', ours, '-o', 'table', ...argv], { terminal: true, env });
  const ESCAPE = '\u001b[';

  test('is there on a terminal', async () => {
    expect((await table({})).stdout).toContain(ESCAPE);
  });

  test.each([
    [{}, ['--no-color']],
    [{ NO_COLOR: '1' }, []],
    [{ TERM: 'dumb' }, []],
    [{ FORCE_COLOR: '0' }, []],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, []],
  ])('is taken away by %j %j', async (env, argv) => {
    expect((await table(env as Record<string, string>, ...argv)).stdout).not.toContain(ESCAPE);
  });

  test.each([{ FORCE_COLOR: '1' }, { CLICOLOR_FORCE: '1' }])('is there in a pipe with %j', async (env) => {
    const { stdout } = await sandbox(['numbers', 'list', ours, '-o', 'table'], {
      env: env as Record<string, string>,
    });
    expect(stdout).toContain(ESCAPE);
  });

  test.each([
    { FORCE_COLOR: '' },
    { CLICOLOR_FORCE: '' },
    { CLICOLOR_FORCE: '0' },
    { FORCE_COLOR: 'false' },
    { CLICOLOR: '1' },
    { NO_COLOR: '1', CLICOLOR_FORCE: '1' },
  ])('is not there in a pipe with %j', async (env) => {
    const { stdout, stderr } = await sandbox(['numbers', 'list', ours, unknown, '-o', 'table'], {
      env: env as Record<string, string>,
    });
    expect(stdout + stderr).toContain(unknown);
    expect(stdout + stderr).not.toContain(ESCAPE);
  });

  test.each([
    { TERM: 'dumb', FORCE_COLOR: '1' },
    { NO_COLOR: '' },
    { FORCE_COLOR: '' },
    { FORCE_COLOR: '3' },
  ])('is there on a terminal with %j', async (env) => {
    expect((await table(env as Record<string, string>)).stdout).toContain(ESCAPE);
  });

  test.each(FORMATS.filter((format) => format !== 'table'))(
    'never gets into %s, however it is wanted',
    async (format) => {
      const { stdout } = await sandbox(['numbers', 'assign', ours, theirs, '--keep-going', '-o', format], {
        terminal: true,
        env: { FORCE_COLOR: '3', CLICOLOR_FORCE: '1' },
      });
      expect(stdout).toContain('failed');
      expect(stdout).not.toContain('\u001b');
    },
  );

  test('--no-color takes it off errors too', async () => {
    const { stderr } = await sandbox(['numbers', 'list', 'hello', '--no-color'], { terminal: true });
    expect(stderr).toContain('error:');
    expect(stderr).not.toContain(ESCAPE);
  });

  test('never gets into JSON', async () => {
    expect((await list('--json')).stdout).not.toContain(ESCAPE);
    const forced = await sandbox(['numbers', 'list', '--json'], {
      terminal: true,
      env: { FORCE_COLOR: '1' },
    });
    expect(forced.stdout).not.toContain(ESCAPE);
  });
});

describe('stderr', () => {
  test('--quiet takes notes away and leaves warnings and errors', async () => {
    expect((await list()).stderr).toContain('note:');
    expect((await list('-q')).stderr).toBe('');
    const { code, stderr } = await sandbox(['numbers', 'assign', theirs, '--quiet'], {
      env: { SINCHCTL_CALLING_URL: 'http://localhost:1' },
    });
    expect(code).toBe(7);
    expect(stderr).toMatch(/^warning: /m);
    expect(stderr).toMatch(/^error: /m);
    expect(stderr).not.toMatch(/^note: /m);
  });

  test('an error names the items and what to type next', async () => {
    const { stderr } = await sandbox(['numbers', 'assign', theirs]);
    expect(stderr).toMatch(/^error: .*\+14155550102/m);
    expect(stderr).toMatch(/^hint: .*--move-from sales/m);
  });

  test('with --json the last line is one JSON error, whatever the mistake', async () => {
    for (const argv of [
      ['numbers', 'list', 'hello'],
      ['numbres'],
      ['numbers', 'list', '--al'],
      ['numbers', 'list', '--app'],
    ]) {
      const { code, stdout, stderr, error } = await sandbox([...argv, '--json']);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr.endsWith('\n')).toBe(true);
      expect(Object.keys(error())).toEqual([
        'kind',
        'message',
        'hint',
        'exitCode',
        'httpStatus',
        'errorCode',
        'reference',
        'retryable',
        'items',
      ]);
    }
  });

  test('control characters of an argument show as escapes, and bidi marks of a number are left out', async () => {
    for (const extra of [[], ['--json']]) {
      const { stderr } = await sandbox(['numbers', 'list', 'a\u001b[2Jb\u0007\u202ec\u009b1m\r', ...extra]);
      expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(stderr).toContain('\\u001b');
      expect(stderr).not.toContain('\\u202e');
    }
  });
});

describe('text that Sinch sends', () => {
  const EVIL = 'https://x.example.com/\u001b]0;owned\u0007\u202e\t\u0085';

  test.each(['table', 'json', 'tsv'])('cannot steer the terminal as %s', async (format) => {
    const { env, world } = await serve();
    world.setCallbacks(support.key, { primary: EVIL });
    const { code, stdout } = await run(['callbacks', 'get', '-o', format], { env });
    expect(code).toBe(0);
    // A tab is a separator in tsv, and there only.
    expect(stdout.replaceAll(format === 'tsv' ? '\t' : '', '')).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/,
    );
    expect(stdout).toContain('\\u001b');
  });

  test('comes back unchanged from JSON', async () => {
    const { env, world } = await serve();
    world.setCallbacks(support.key, { primary: EVIL });
    const { json } = await run(['callbacks', 'get', '--json'], { env });
    expect(json()[0]?.primary).toBe(EVIL);
  });

  test('keeps its columns in tsv', async () => {
    const { env, world } = await serve();
    world.setCallbacks(support.key, { primary: 'a\tb\nc\\d', fallback: 'e' });
    const { cells } = await run(['callbacks', 'get'], { env });
    expect(cells()).toEqual([[support.key, '', 'a\\tb\\nc\\\\d', 'e']]);
  });

  test('in an error shows as escapes', async () => {
    const body = JSON.stringify({ errorCode: 40003, message: `no ${EVIL}`, reference: '\u001b[31mref' });
    const { env } = await serve({
      between: async () => ({ how: 'whole', response: { status: 400, headers: {}, body } }),
    });
    for (const extra of [[], ['--json']]) {
      const { code, stderr } = await run(['numbers', 'list', ...extra], { env });
      expect(code).toBe(1);
      expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });
});

test('rows of one number keep the order voice, sms in every format', async () => {
  const { cells } = await sandbox(['numbers', 'list', oursWithSms]);
  expect(cells().map((row) => row[3])).toEqual(['voice', 'sms']);
});
