import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { FORMAT_NAMES, FORMATS } from '../../src/output/formats.ts';
import { changes, free, ours, oursWithSms, support, theirs, UNCHANGED, unknown } from '../support/account.ts';
import { EXAMPLES } from '../support/format-examples.ts';
import { type RunOptions, run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';

describe('format, color, and streams', () => {
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

    test('--header adds a header to tsv, and --no-header omits it from a table', async () => {
      expect((await list('--header')).cells()).toEqual([
        ['number', 'application', 'alias', 'capability'],
        ROW,
      ]);
      const { stdout } = await list('-o', 'table', '--no-header');
      expect(stdout).toContain(ours);
      expect(stdout).not.toContain('capability');
    });

    test('-o table is also a table in a pipe, without color', async () => {
      const { stdout } = await list('-o', 'table');
      expect(stdout).toContain('│');
      expect(stdout).not.toContain('\u001b');
    });

    test.each([
      [['-o', 'papyrus'], 'papyrus'],
      [['-o', ''], '--output is empty'],
      [['--json', '-o', 'tsv'], '--json'],
      [['--json', '-o', 'table'], '--json'],
      [['-o', 'json', '-o', 'tsv'], 'is specified more than once'],
      [['--header', '--no-header'], '--header'],
    ])('%j is a usage error, reported before anything is done', async (argv, named) => {
      const { env, requests } = await serve();
      const { code, stdout, stderr } = await run(['numbers', 'list', ...argv], { env });
      expect([code, stdout, requests]).toEqual([2, '', []]);
      expect(stderr).toContain(named);
    });

    test('options may come before or after the command', async () => {
      expect((await run(['--json', 'numbers', 'list', ours, '--profile', 'sandbox'])).json()).toHaveLength(1);
      expect((await run(['numbers', '--profile=sandbox', 'list', '--json', ours])).json()).toHaveLength(1);
    });

    test('after -- everything is an argument', async () => {
      const { code, stderr } = await sandbox(['numbers', 'list', '--', '--json']);
      expect(code).toBe(2);
      expect(stderr).toContain('--json');
    });
  });

  describe('color', () => {
    const table = (env: Record<string, string>, ...argv: string[]) =>
      sandbox(['numbers', 'list', ours, '-o', 'table', ...argv], { terminal: true, env });
    const ESCAPE = '\u001b[';

    test('is enabled on a terminal', async () => {
      expect((await table({})).stdout).toContain(ESCAPE);
    });

    test.each([
      [{}, ['--no-color']],
      [{ NO_COLOR: '1' }, []],
      [{ TERM: 'dumb' }, []],
      [{ FORCE_COLOR: '0' }, []],
      [{ NO_COLOR: '1', FORCE_COLOR: '1' }, []],
    ])('is disabled by %j %j', async (env, argv) => {
      expect((await table(env as Record<string, string>, ...argv)).stdout).not.toContain(ESCAPE);
    });

    test.each([{ FORCE_COLOR: '1' }, { CLICOLOR_FORCE: '1' }])(
      'is enabled in a pipe with %j',
      async (env) => {
        const { stdout } = await sandbox(['numbers', 'list', ours, '-o', 'table'], {
          env: env as Record<string, string>,
        });
        expect(stdout).toContain(ESCAPE);
      },
    );

    test.each([
      { FORCE_COLOR: '' },
      { CLICOLOR_FORCE: '' },
      { CLICOLOR_FORCE: '0' },
      { FORCE_COLOR: 'false' },
      { CLICOLOR: '1' },
      { NO_COLOR: '1', CLICOLOR_FORCE: '1' },
    ])('is disabled in a pipe with %j', async (env) => {
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
    ])('is enabled on a terminal with %j', async (env) => {
      expect((await table(env as Record<string, string>)).stdout).toContain(ESCAPE);
    });

    test.each(FORMAT_NAMES.filter((format) => format !== 'table'))(
      'is never in %s output, regardless of options',
      async (format) => {
        const { stdout } = await sandbox(['numbers', 'assign', ours, theirs, '--keep-going', '-o', format], {
          terminal: true,
          env: { FORCE_COLOR: '3', CLICOLOR_FORCE: '1' },
        });
        expect(stdout).toContain('failed');
        expect(stdout).not.toContain('\u001b');
      },
    );

    test('--no-color also applies to errors', async () => {
      const { stderr } = await sandbox(['numbers', 'list', 'hello', '--no-color'], { terminal: true });
      expect(stderr).toContain('error:');
      expect(stderr).not.toContain(ESCAPE);
    });

    test('is never in JSON', async () => {
      expect((await list('--json')).stdout).not.toContain(ESCAPE);
      const forced = await sandbox(['numbers', 'list', '--json'], {
        terminal: true,
        env: { FORCE_COLOR: '1' },
      });
      expect(forced.stdout).not.toContain(ESCAPE);
    });
  });

  describe('stderr', () => {
    test('--quiet hides notes, but not warnings and errors', async () => {
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

    test('an error shows the items and the command to run next', async () => {
      const { stderr } = await sandbox(['numbers', 'assign', theirs]);
      expect(stderr).toMatch(/^error: .*\+14155550102/m);
      expect(stderr).toMatch(/^hint: .*--move-from sales/m);
    });

    test('with --json the last line is one JSON error for every error', async () => {
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

    test('control characters in arguments are escaped, and bidi marks in numbers are dropped', async () => {
      for (const extra of [[], ['--json']]) {
        const { stderr } = await sandbox(['numbers', 'list', 'a\u001b[2Jb\u0007\u202ec\u009b1m\r', ...extra]);
        expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
        expect(stderr).toContain('\\u001b');
        expect(stderr).not.toContain('\\u202e');
      }
    });
  });

  describe('text from Sinch', () => {
    const EVIL = 'https://x.example.com/\u001b]0;owned\u0007\u202e\t\u0085';

    test.each(['table', 'json', 'tsv'])('cannot control the terminal as %s', async (format) => {
      const { env, world } = await serve();
      world.setCallbacks(support.key, { primary: EVIL });
      const { code, stdout } = await run(['callbacks', 'get', '-o', format], { env });
      expect(code).toBe(0);
      // A tab is a separator only in tsv.
      expect(stdout.replaceAll(format === 'tsv' ? '\t' : '', '')).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/,
      );
      expect(stdout).toContain('\\u001b');
    });

    test('is preserved in JSON', async () => {
      const { env, world } = await serve();
      world.setCallbacks(support.key, { primary: EVIL });
      const { json } = await run(['callbacks', 'get', '--json'], { env });
      expect(json()[0]?.primary).toBe(EVIL);
    });

    test('does not break the columns of tsv', async () => {
      const { env, world } = await serve();
      world.setCallbacks(support.key, { primary: 'a\tb\nc\\d', fallback: 'e' });
      const { cells } = await run(['callbacks', 'get'], { env });
      expect(cells()).toEqual([[support.key, '', 'a\\tb\\nc\\\\d', 'e']]);
    });

    test('is escaped in errors', async () => {
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

  test('rows of one number are in the order voice, sms in every format', async () => {
    const { cells } = await sandbox(['numbers', 'list', oursWithSms]);
    expect(cells().map((row) => row[3])).toEqual(['voice', 'sms']);
  });
});

describe('columns and rows', () => {
  const list = (...argv: string[]) => sandbox(['numbers', 'list', ours, oursWithSms, theirs, free, ...argv]);

  describe('--columns', () => {
    const at = async (format: string) =>
      (await sandbox(['numbers', 'list', ours, '-o', format, '--columns', 'alias, number'])).stdout;

    test.each(FORMAT_NAMES)('selects and orders fields in %s', async (format) => {
      const text = await at(format);
      expect(text.indexOf(ours)).toBeGreaterThan(text.indexOf('support'));
      expect(text).toContain('support');
      expect(text).not.toMatch(/application|capability|voice/);
    });

    test.each(FORMAT_NAMES)('selects and orders exactly these fields in %s', async (format) => {
      expect(await at(format)).toBe(EXAMPLES[format].row);
    });

    test('shows a field that a table omits by default', async () => {
      const table = (...argv: string[]) => sandbox(['numbers', 'list', ours, '-o', 'table', ...argv]);
      expect((await table()).stdout).not.toContain(support.key);
      expect((await table('--columns', 'application')).stdout).toContain(support.key);
    });

    test('accepts fields that an option adds', async () => {
      const { code, cells } = await list('--api', 'portal', '--columns', 'city');
      expect([code, cells()[0]]).toEqual([0, ['SAN FRANCISCO']]);
      expect((await list('--columns', 'city')).code).toBe(2);
    });
  });

  describe('--sort', () => {
    const numbers = async (...argv: string[]) =>
      (await list('--columns', 'number,alias', ...argv))
        .cells()
        .map(([number, alias]) => `${number} ${alias}`);

    test('sorts rows, descending with a minus, nulls last, and keeps the order of equal rows', async () => {
      const [sales, ...rest] = [`${theirs} sales`, `${ours} support`, `${oursWithSms} support`];
      const none = [`${free} `, `${free} `];
      expect(await numbers('--sort', 'alias')).toEqual([sales, ...rest, rest[1], ...none]);
      expect(await numbers('--sort', '-alias')).toEqual([...rest, rest[1], sales, ...none]);
      expect(await numbers('--sort=-number')).toEqual([...none, sales, rest[1], rest[1], rest[0]]);
      expect(await numbers('--sort', '-capability,-number')).toEqual(
        [ours, oursWithSms, theirs, free]
          .reverse()
          .map((one) => expect.stringContaining(one))
          .concat([free, oursWithSms].map((one) => expect.stringContaining(one))),
      );
    });

    test('sorts numbers by value', async () => {
      const { cells } = await sandbox(['apps', 'list', '--sort', '-voice', '--columns', 'voice']);
      const sizes = cells().map(([size]) => Number(size));
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      expect(sizes.length).toBeGreaterThan(2);
    });

    test('sorts by a field that is not shown', async () => {
      const { stdout } = await list('--columns', 'number', '--sort', '-number', '-o', 'json');
      expect(JSON.parse(stdout)[0]).toEqual({ number: free });
    });
  });

  describe('conflicting options are reported before anything is done', () => {
    test.each([
      [
        ['--columns', 'numbr'],
        ['numbr', 'did you mean number?', 'application, alias'],
      ],
      [
        ['--columns', 'ERROR'],
        ['ERROR', 'did you mean error?'],
      ],
      [['--columns', 'number,,alias'], ['empty field name']],
      [['--columns', 'number,number'], ['number twice']],
      [['--columns', ''], ['--columns is empty']],
      [
        ['--sort', '-resul'],
        ['resul', 'did you mean result?'],
      ],
      [['--sort', ''], ['--sort is empty']],
      [
        ['-o', 'ndjsn'],
        ['ndjsn', 'did you mean ndjson?', ...FORMAT_NAMES],
      ],
      [['-o', 'md'], ['did you mean markdown?']],
      [
        ['--query', 'x'],
        ["'--query'", '-o json | jq'],
      ],
      [['--jq=.x'], ["'--jq", '-o json | jq']],
      [
        ['--format', 'json'],
        ["'--format'", '-o <FORMAT>'],
      ],
      [['--json', '-o', 'ndjson'], ['--json']],
    ])('%j', async (extra, named) => {
      const { env, requests, world } = await serve();
      const { code, stdout, stderr } = await run(
        ['numbers', 'assign', free, '--app', support.key, ...extra],
        {
          env,
        },
      );
      expect([code, stdout, requests]).toEqual([2, '', []]);
      for (const text of named) expect(stderr).toContain(text);
      expect(changes(world)).toEqual(UNCHANGED);
    });

    test.each([
      ['jsonl', 'ndjson'],
      ['md', 'markdown'],
    ])('-o %s has one suggestion: %s', async (word, name) => {
      const { stderr } = await sandbox(['numbers', 'list', '-o', word]);
      expect(stderr.match(/did you mean \w+/g)).toEqual([`did you mean ${name}`]);
      for (const one of FORMAT_NAMES) expect(stderr).toContain(one);
    });

    test.each(['--columns', '--sort'])('%s for a command without rows', async (option) => {
      const { code, stderr, home } = await run(['apps', 'alias', 'a', support.key, option, 'alias']);
      expect(code).toBe(2);
      expect(stderr).toContain('prints no rows');
      expect(await run(['profiles', 'list'], { home })).toMatchObject({ stdout: '' });
    });
  });

  describe('an error under -o ndjson is one line of JSON', () => {
    test.each([['-o', 'ndjson'], ['-ondjson'], ['--output', 'ndjson'], ['--output=ndjson'], ['-qondjson']])(
      '%s %s',
      async (...look) => {
        for (const argv of [
          ['numbers', 'list', 'hello'],
          ['numbers', 'list', '--al'],
          ['numbers', 'list', '--columns', 'x'],
          ['numbers', 'list', '+14155559999'],
        ]) {
          const { code, stdout, error } = await sandbox([...argv, ...look]);
          expect([code, stdout]).toEqual([error().exitCode, '']);
          expect(code).toBeGreaterThan(1);
        }
      },
    );

    test('as under -o json, but not in formats for people', () => {
      const named = FORMAT_NAMES.filter((format) => FORMATS[format].hasJsonErrors);
      expect(named).toEqual(['json', 'ndjson']);
    });

    const readable = FORMAT_NAMES.filter((format) => !FORMATS[format].hasJsonErrors);
    test.each(readable)('and as text under -o %s', async (format) => {
      expect((await sandbox(['numbers', 'list', 'hello', '-o', format])).stderr).toMatch(/^error: /m);
    });
  });

  describe('--header and --no-header', () => {
    test('apply to every format with a header', async () => {
      const first = async (...argv: string[]) =>
        (await sandbox(['numbers', 'list', ours, ...argv])).stdout.split('\n')[0];
      const row = [ours, support.key, 'support', 'voice'];
      expect(await first('-o', 'csv')).toBe('number,application,alias,capability');
      expect(await first('-o', 'csv', '--no-header')).toBe(row.join(','));
      expect(await first('-o', 'markdown', '--no-header')).toBe(`| ${row.join(' | ')} |`);
      expect(await first('-o', 'tsv', '--header')).toBe('number\tapplication\talias\tcapability');
    });

    test('without rows, csv has only its header', async () => {
      const header = 'number,application,alias,capability\n';
      const none = (...argv: string[]) => sandbox(['numbers', 'list', '--prefix', '+999', ...argv]);
      for (const format of ['tsv', 'ndjson', 'markdown'])
        expect(await none('-o', format)).toMatchObject({ code: 0, stdout: '' });
      for (const argv of [[], ['--header'], ['--sort', 'number']])
        expect(await none('-o', 'csv', ...argv)).toMatchObject({ code: 0, stdout: header });
      expect(await none('-o', 'csv', '--no-header')).toMatchObject({ code: 0, stdout: '' });
      expect((await none('-o', 'csv', '--columns', 'number')).stdout).toBe('number\n');
      expect((await none('--json')).stdout).toBe('[]\n');
      const again = await sandbox(['numbers', 'assign', '--from', '-', '-o', 'csv'], { stdin: header });
      expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/^number,.*,checked\n$/)]);
    });

    test('an error without rows leaves stdout empty in csv, too', async () => {
      for (const argv of [[theirs], [unknown], ['hello'], [free, '--app', 'nobody']]) {
        const { code, stdout } = await sandbox(['numbers', 'assign', ...argv, '-o', 'csv']);
        expect([code > 0, stdout], argv.join(' ')).toEqual([true, '']);
      }
    });
  });
});

describe('tables', () => {
  const table = async (options: RunOptions, ...argv: string[]) =>
    (await sandbox(['callbacks', 'get', '--all', '-o', 'table', '--no-color', ...argv], options)).stdout;
  const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

  describe('the width of a table', () => {
    test('is that of the terminal, unless COLUMNS is set', async () => {
      const stdoutIsTerminal = true;
      expect(widest(await table({ stdoutIsTerminal, width: 200 }))).toBeGreaterThan(90);
      expect(widest(await table({ stdoutIsTerminal, width: 70 }))).toBeLessThanOrEqual(70);
      expect(
        widest(await table({ stdoutIsTerminal, width: 200, env: { COLUMNS: '70' } })),
      ).toBeLessThanOrEqual(70);
    });

    test('is unlimited in a pipe, unless COLUMNS is set', async () => {
      expect(widest(await table({ width: 70 }))).toBeGreaterThan(90);
      expect(widest(await table({ env: { COLUMNS: '70' } }))).toBeLessThanOrEqual(70);
    });

    test.each(['0', '-5', 'wide', ''])('COLUMNS=%s is ignored', async (COLUMNS) => {
      expect(widest(await table({ env: { COLUMNS } }))).toBeGreaterThan(90);
    });

    test('affects only tables', async () => {
      const json = (env: Record<string, string>) => sandbox(['callbacks', 'get', '--all', '--json'], { env });
      expect((await json({ COLUMNS: '40' })).stdout).toBe((await json({})).stdout);
    });
  });

  describe('borders', () => {
    const isBoxed = async (env: Record<string, string>) => {
      const text = await table({ env: { LANG: '', ...env } });
      expect(text).toMatch(/^[┌+]/);
      return text.startsWith('┌');
    };

    test.each([
      [{ LANG: 'en_US.UTF-8' }, true],
      [{ LANG: 'C.utf8' }, true],
      [{ LC_CTYPE: 'UTF-8' }, true],
      [{ LC_ALL: 'sv_SE.UTF-8', LANG: 'C' }, true],
      [{}, false],
      [{ LANG: 'C' }, false],
      [{ LANG: 'POSIX' }, false],
      [{ LANG: 'en_US.ISO-8859-1' }, false],
      [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, false],
      [{ LC_CTYPE: 'C', LANG: 'en_US.UTF-8' }, false],
      [{ LC_ALL: 'en_US.UTF-8', LC_CTYPE: 'C' }, true],
    ])('with %j use box-drawing characters: %s', async (env, isDrawn) => {
      expect(await isBoxed(env as Record<string, string>)).toBe(isDrawn);
    });
  });

  describe('labeled lines instead of a table', () => {
    const lines = ['number: ', 'capability: voice', 'application: support'];

    test.each<[string, string[], Record<string, string>]>([
      ['--accessible', ['--accessible'], {}],
      ['SINCHCTL_ACCESSIBLE=1', [], { SINCHCTL_ACCESSIBLE: '1' }],
    ])('with %s', async (_, argv, env) => {
      const { stdout } = await sandbox(['numbers', 'list', ours, '-o', 'table', ...argv], { env });
      expect(stdout).toBe(`${lines.join('\n').replace('number: ', `number: ${ours}`)}\n`);
    });

    test.each(['0', 'false', ''])('not with SINCHCTL_ACCESSIBLE=%s', async (SINCHCTL_ACCESSIBLE) => {
      const { stdout } = await sandbox(['numbers', 'list', ours, '-o', 'table'], {
        env: { SINCHCTL_ACCESSIBLE },
      });
      expect(stdout).toContain('│');
    });

    test('do not affect other formats', async () => {
      const json = (...argv: string[]) => sandbox(['numbers', 'list', ours, '--json', ...argv]);
      expect((await json('--accessible')).stdout).toBe((await json()).stdout);
    });
  });
});

test('an account of 20,000 numbers is one table', { timeout: 60_000 }, async () => {
  const { home } = await run(['sandbox', 'reset', '--numbers', '20000']);
  const { code, stdout, stderr } = await sandbox(['numbers', 'list', '-o', 'table'], { home });
  expect(code, stderr).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  // Every second number has sms besides voice.
  expect(lines).toHaveLength(30_000 + 4);
  expect([0, 2, -1].map((at) => lines.at(at)?.charAt(0))).toEqual(['┌', '├', '└']);
  expect(lines.filter((line) => !line.startsWith('│'))).toHaveLength(3);
  expect(new Set(lines.map((line) => stringWidth(line))).size).toBe(1);
});

describe('at 80 columns', () => {
  const TABLE = { terminal: true, width: 80 };

  test.each([
    ['apps', 'list'],
    ['callbacks', 'get', '--all'],
  ])(
    '%s %s shows complete keys, because that of an application without an alias is copied',
    async (...argv) => {
      const { env } = await serve();
      const { code, stdout } = await run([...argv, '--no-color'], { env, ...TABLE });
      expect(code).toBe(0);
      expect(stdout).toContain('┌');
      expect(stdout).toContain(`${support.key} │`);
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    },
  );

  test('what --replace-host changes is shown with complete hosts', async () => {
    const argv = ['--all', '--replace-host', 'support.example.com=new.example.com', '-n', '-o', 'table'];
    const { stdout } = await sandbox(['callbacks', 'set', '--no-color', ...argv], TABLE);
    expect(stdout).toMatch(/support\.example\.com(…|\/\S*) +│ new\.example\.com(…|\/\S*) +│ planned/);
  });

  test('what callbacks set changes is shown with complete hosts, including for an application without an alias', async () => {
    const { env } = await serve();
    const argv = ['--app', support.key, '--primary', 'https://new.example.com/', '-n', '-o', 'table'];
    const { stdout } = await run(['callbacks', 'set', '--no-color', ...argv], { env, ...TABLE });
    expect(stdout).toMatch(
      /│ 5e1f0a01\S*… +│.* support\.example\.com(…|\/\S*) +│ new\.example\.com(…|\/\S*) +│ planned/,
    );
  });
});
