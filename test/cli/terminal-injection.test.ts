import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { FORMAT_NAMES } from '../../src/output/formats.ts';
import { free, ours, support } from '../support/account.ts';
import { editConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { isUnsafe } from '../support/nasty.ts';
import { storeProfile } from '../support/profile.ts';
import { type Result, type RunOptions, run, sandbox } from '../support/run.ts';
import { serve, serveBare } from '../support/serve.ts';

describe('every command', () => {
  /** Sequences that move the cursor, ring the bell, write to the clipboard, and reverse text; and a line break. */
  const EVIL = '\u001b]52;c;cm0gLXJm\u0007\u009b31m\r\u202e\nforged: `x`<b>@bob|\n=cmd()';

  /** A server that returns the text in every field. */
  const replyTo = (method: string, path: string): [number, unknown] => {
    const refusal: [number, unknown] = [400, { errorCode: 40003, message: EVIL, reference: EVIL }];
    const rented = {
      ...{ number: 14155550100, capabilities: ['voice'], applicationKey: support.key },
      ...{
        countryId: EVIL,
        city: EVIL,
        areaCode: EVIL,
        expires: EVIL,
        cost: { amount: 1, currencyId: EVIL },
      },
    };
    const item = {
      countryId: EVIL,
      numberType: EVIL,
      restricted: true,
      rate: { currencyId: EVIL, amount: 1 },
    };
    const numbers = [
      { number: ours, applicationkey: support.key, capability: 'voice' },
      { number: free, capability: 'voice' },
    ];
    if (path.endsWith('/authentication')) return [200, { authorization: 'token-0123456789' }];
    if (path === '/v1/instance') return [200, { id: support.key, secret: support.secret, expiresIn: 172800 }];
    if (method !== 'GET') return refusal;
    if (path === '/v1/configuration/numbers') return [200, { numbers }];
    if (path.startsWith('/v1/configuration/callbacks'))
      return [200, { url: { primary: EVIL, fallback: EVIL } }];
    if (path.startsWith('/v1/organisations/id')) return [200, [rented]];
    if (path === '/v1/organisations')
      return [
        200,
        [
          { id: EVIL, name: EVIL },
          { id: 'b', name: EVIL },
        ],
      ];
    return path.includes('/query/') ? [200, { numberItem: item }] : refusal;
  };

  const evilSinch = (always?: [number, unknown]) =>
    serveBare(({ method = '', url = '' }, reply) => {
      const [status, body] = always ?? replyTo(method, url);
      reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });

  /** The syntax of each format besides its cells, and where a cell may contain a line ending. */
  const OWN: Record<string, string> = { tsv: '\t\n', csv: '\t\n' };

  function expectInert({ stdout, stderr, questions }: Result, format: string): void {
    const unsafe = (text: string, own: string) =>
      [...text].filter((one) => isUnsafe(one) && !own.includes(one));
    expect(unsafe(stdout, OWN[format] ?? '\n')).toEqual([]);
    expect(unsafe(stderr, '\n')).toEqual([]);
    expect(questions.flatMap((question) => unsafe(question, ''))).toEqual([]);
    expect(`${stderr}${format === 'csv' ? '' : stdout}`).not.toMatch(/^(forged|=cmd)/m);
  }

  const state = (home: { path: (name: string) => string }) => {
    const file = home.path('account.json');
    const callbacks = { primary: 'https://new.example/', fallback: null };
    const wanted = { application: support.key, callbacks, numbers: { voice: [ours, free] } };
    writeFileSync(file, JSON.stringify({ version: 1, applications: [wanted] }));
    return file;
  };

  const set = ['callbacks', 'set', '--primary', 'https://new.example/'];
  const LINES: string[][] = [
    ['numbers', 'list', '--api', 'portal'],
    ['numbers', 'assign', free],
    ['numbers', 'unassign', ours, '--yes'],
    ['numbers', 'overwrite', free, '--app', support.key, '--api', 'portal', '--yes'],
    ['callbacks', 'get'],
    set,
    [...set, '--dry-run'],
    ['query', ours],
    ['diff', '-f', 'FILE'],
    ['apply', '-f', 'FILE', '--dry-run'],
    ['apply', '-f', 'FILE', '--yes'],
    ['apps', 'list'],
    ['auth', 'status', '--verify'],
  ];

  describe.each([...FORMAT_NAMES, '--accessible'])('text from Sinch, as %s', (format) => {
    const look = format === '--accessible' ? ['-o', 'table', format] : ['-o', format];

    test.each(LINES)('%s %s %s', async (...line) => {
      const { env } = await evilSinch();
      const home = newHome();
      const file = state(home);
      const words = line.map((word) => (word === 'FILE' ? file : word));
      const results = home.path('results.ndjson');
      const again: RunOptions = { home, env };
      expectInert(await run([...words, ...look, '--debug', '--curl', '--results', results], again), format);
      // The journal and the results file still contain it.
      expectInert(await run(['history', ...look], again), format);
      expectInert(await run(['undo', results, ...look, '--yes'], again), format);
    });
  });

  describe.each([
    [400, { errorCode: 40003, message: EVIL, reference: EVIL }],
    [503, { errorCode: 50300, message: EVIL, reference: EVIL }],
    [401, { errorCode: 40102, message: EVIL, reference: EVIL }],
    [200, { numbers: [{ number: ours, capability: EVIL }], url: { [EVIL]: EVIL } }],
  ])('a rejection with HTTP %i', (status, body) => {
    test.each([...LINES, ['export']])('%s %s %s', async (...line) => {
      const { env } = await evilSinch([status, body]);
      const home = newHome();
      const words = line.map((word) => (word === 'FILE' ? state(home) : word));
      for (const extra of [['--debug'], ['--json']])
        expectInert(await run([...words, '--retries', '1', ...extra], { home, env }), 'tsv');
    });
  });

  test('the plan that apply shows before its prompt', async () => {
    const { env } = await evilSinch();
    const home = newHome();
    const shown = await run(['apply', '-f', state(home)], { home, env, terminal: true, answers: ['n'] });
    expect(shown.questions).toHaveLength(1);
    expect(shown.stderr).toContain('cm0gLXJm');
    expectInert({ ...shown, stderr: shown.stderr.replace(/\u001b\[\d+m/g, '') }, 'table');
  });

  test('the organizations of a portal login', async () => {
    const { url } = await evilSinch();
    const home = newHome();
    await storeProfile(home, 'prod', url);
    const argv = ['auth', 'login', '--portal', '--email', 'ops@example.com', '--password-stdin'];
    const told = await run([...argv, '--profile', 'prod'], { home, stdin: 'a password' });
    expect([told.code, told.stderr]).toEqual([0, expect.stringContaining('cm0gLXJm')]);
    expectInert(told, 'tsv');
  });

  describe('text in files', () => {
    test.each([
      ['numbers', 'assign', '--from', 'FILE'],
      ['numbers', 'assign', '--from', 'FILE', '--keep-going'],
      ['numbers', 'list', '--from', 'FILE'],
      ['callbacks', 'set', '--from', 'FILE'],
      ['diff', '-f', 'FILE'],
      ['diff', '-f', 'FILE', '--against', 'FILE'],
      ['undo', 'FILE'],
      ['query', '--from', 'FILE'],
      ['profiles', 'set', 'p', '--key', support.key, '--secret-file', 'FILE'],
    ])('%s %s %s %s', async (...line) => {
      const home = newHome();
      const file = home.path(`${EVIL.replaceAll('\n', '')}.txt`.replaceAll('/', ''));
      const contents = [
        `number,application,capability\n"${EVIL}",${support.key},voice\n${free},"${EVIL}",voice\n${free},,"${EVIL}"\n`,
        JSON.stringify([
          { number: EVIL, application: EVIL, primary: EVIL },
          { number: free, capability: EVIL },
        ]),
        JSON.stringify({
          version: 1,
          [EVIL]: 1,
          applications: [{ application: EVIL, alias: EVIL, numbers: { voice: [EVIL] } }],
        }),
        `version: 1\napplications: ["${JSON.stringify(EVIL).slice(1, -1)}", {`,
        JSON.stringify({ kind: 'number', number: free, change: EVIL, result: 'done', capability: EVIL }),
        EVIL,
      ];
      for (const content of contents) {
        writeFileSync(file, content);
        for (const extra of [[], ['--json']])
          expectInert(
            await sandbox(
              [...line.map((word) => (word === 'FILE' ? file : word)), ...extra].filter(
                (word) => word !== '',
              ),
              { home },
            ),
            'tsv',
          );
      }
    });

    test('the journal', async () => {
      const home = newHome();
      const head = {
        run: EVIL,
        at: EVIL,
        user: EVIL,
        host: EVIL,
        ci: EVIL,
        profile: EVIL,
        command: EVIL,
        reason: EVIL,
      };
      const row = {
        run: EVIL,
        at: EVIL,
        number: EVIL,
        change: EVIL,
        result: EVIL,
        application: EVIL,
        alias: EVIL,
      };
      const journal = [{ head }, row].map((line) => `${JSON.stringify(line)}\n`).join('');
      writeFileSync(join(home.env.SINCHCTL_STATE_DIR ?? '', 'journal.ndjson'), journal);
      for (const format of FORMAT_NAMES) {
        const shown = await run(['history', '-o', format], { home, env: { COLUMNS: '300' } });
        expect(shown.stdout).toContain('cm0gLXJm');
        expectInert(shown, format);
      }
    });

    test('the configuration', async () => {
      const home = newHome();
      await storeProfile(home, 'prod', 'http://127.0.0.1:9');
      editConfig(home, (config) => {
        config.active = EVIL;
        config.profiles.prod = { ...config.profiles.prod, region: EVIL, caFile: EVIL } as never;
      });
      for (const line of [
        ['numbers', 'list'],
        ['numbers', 'list', '415', '--profile', 'prod'],
        ['profiles', 'list'],
        ['profiles', 'show'],
        ['auth', 'status', '--profile', 'prod'],
        ['auth', 'status', '--profile', 'prod', '--verify', '--retries', '0'],
      ])
        expectInert(await run(line, { home }), 'tsv');
      editConfig(home, (config) => {
        config.profiles[EVIL] = config.profiles.prod as never;
      });
      expectInert(await run(['profiles', 'list'], { home }), 'tsv');
    });

    test('the lock of another user', async () => {
      const home = newHome();
      const locks = join(home.env.SINCHCTL_STATE_DIR ?? '', 'locks');
      await sandbox(['numbers', 'assign', free], { home });
      mkdirSync(locks, { recursive: true });
      const { readdirSync } = await import('node:fs');
      for (const name of readdirSync(locks)) {
        const holder = { pid: process.pid, host: hostname(), started: null, what: EVIL };
        writeFileSync(join(locks, name), JSON.stringify(holder));
      }
      const refused = await sandbox(['numbers', 'unassign', free, '--yes'], { home });
      expect([refused.code, refused.stderr]).toEqual([9, expect.stringContaining('cm0gLXJm')]);
      expectInert(refused, 'tsv');
    });

    test('the words of the command, in the history and in the suggested command', async () => {
      const home = newHome();
      await sandbox(['numbers', 'assign', free, '--reason', EVIL], { home });
      for (const format of FORMAT_NAMES) {
        const shown = await sandbox(['history', '-o', format], { home });
        expect(shown.stdout).not.toBe('');
        expectInert(shown, format);
      }
    });
  });
});

describe('every format', () => {
  const EVIL = '\u001b]52;c;cm0gLXJm\u0007\u009b31m\r\u202e|`x`<b>\\';
  const FORMULA = '=cmd()|x';
  /** The syntax of each format besides its cells. */
  const OWN: Record<string, string> = { tsv: '\t\n' };

  const unsafeIn = (text: string, format: string) =>
    [...text].filter((one) => isUnsafe(one) && !(OWN[format] ?? '\n').includes(one));

  async function evilCallbacks() {
    const { env, world } = await serve();
    world.setCallbacks(support.key, { primary: EVIL, fallback: FORMULA });
    return env;
  }

  describe.each(FORMAT_NAMES)('text from the API as %s', (format) => {
    test.each([
      ['by default', []],
      ['with --columns and --sort', ['--columns', 'fallback,primary', '--sort', 'primary']],
      ['labelled', ['--accessible']],
      ['without header', ['--no-header']],
    ])('is escaped: %s', async (_, extra) => {
      const env = { ...(await evilCallbacks()), COLUMNS: '120' };
      const { code, stdout } = await run(['callbacks', 'get', '-o', format, ...extra], { env });
      expect(code).toBe(0);
      expect(unsafeIn(stdout, format)).toEqual([]);
      expect(stdout).toContain('cm0gLXJm');
    });

    test('is escaped in the row of a failure', async () => {
      const body = JSON.stringify({ errorCode: 40003, message: `=no ${EVIL}`, reference: EVIL });
      const { env } = await serve({
        between: async (request, answer) =>
          request.method === 'GET'
            ? answer(request)
            : { how: 'whole', response: { status: 400, headers: {}, body } },
      });
      const argv = [
        'numbers',
        'unassign',
        ours,
        '+14155559999',
        '--app',
        support.key,
        '--keep-going',
        '--yes',
      ];
      const { code, stdout, stderr } = await run([...argv, '-o', format], { env });
      expect(code).toBeGreaterThan(0);
      expect(unsafeIn(stdout, format)).toEqual([]);
      expect(unsafeIn(stderr, '')).toEqual([]);
    });
  });

  test('a formula from the API is text in csv, and unchanged in other formats', async () => {
    const env = await evilCallbacks();
    const at = async (format: string) =>
      (await run(['callbacks', 'get', '--columns', 'fallback', '-o', format], { env })).stdout;
    expect(parse(await at('csv'))).toEqual([['fallback'], [`'${FORMULA}`]]);
    expect(JSON.parse(await at('json'))).toEqual([{ fallback: FORMULA }]);
    expect(JSON.parse(await at('ndjson'))).toEqual({ fallback: FORMULA });
    expect(await at('tsv')).toBe(`${FORMULA}\n`);
  });

  test.each([
    ['for people', []],
    ['as JSON', ['-o', 'ndjson']],
  ])('is escaped in an error %s', async (_, extra) => {
    const body = JSON.stringify({ errorCode: 40003, message: EVIL, reference: EVIL });
    const { env } = await serve({
      between: async () => ({ how: 'whole', response: { status: 400, headers: {}, body } }),
    });
    const { code, stderr } = await run(['numbers', 'list', ...extra], { env, terminal: true });
    expect(code).toBe(1);
    // The color of our own label `error` is not part of what the API sent.
    expect(unsafeIn(stderr.replace(/\u001b\[\d+m/g, ''), '')).toEqual([]);
    expect(stderr).toContain('cm0gLXJm');
  });

  test('does not affect a prompt', async () => {
    const { env, world } = await serve();
    world.setCallbacks(support.key, { primary: EVIL, fallback: FORMULA });
    const { questions } = await run(['numbers', 'unassign', ours, '--app', support.key], {
      env,
      terminal: true,
      answers: ['n'],
    });
    expect(questions).toHaveLength(1);
    expect(questions.flatMap((question) => unsafeIn(question, ''))).toEqual([]);
  });
});
