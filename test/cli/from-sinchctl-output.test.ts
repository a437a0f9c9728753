import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  changes,
  free,
  freeVoice,
  number,
  ours,
  oursWithSms,
  sales,
  spare,
  support,
  theirs,
  UNCHANGED,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { type Row, sandbox } from '../support/run.ts';

describe('result rows', () => {
  const FORMAT_NAMES = [
    ['-o', 'ndjson'],
    ['-o', 'json'],
    ['-o', 'csv'],
    ['-o', 'csv', '--no-header'],
    ['-o', 'tsv'],
    ['-o', 'tsv', '--header'],
  ];

  /** Two commands in one sandbox; the rows of the first are the file of the second. */
  async function pipe(first: readonly string[], second: readonly string[]) {
    const home = newHome();
    const given = await sandbox(['numbers', ...first], { home });
    const result = await sandbox(['numbers', ...second, '--from', '-', '--json'], {
      home,
      stdin: given.stdout,
    });
    const world = result.world();
    return { given, ...result, at: (one: typeof free) => world.applicationOf(one, 'voice'), world };
  }

  /** A command on handwritten rows. */
  async function stream(rows: readonly object[], ...argv: string[]) {
    const stdin = rows.map((row) => `${JSON.stringify({ kind: 'number', capability: 'voice', ...row })}\n`);
    return sandbox(['numbers', ...argv, '--from', '-', '--json'], { stdin: stdin.join('') });
  }

  const said = ({ error }: { error(): { message: string; hint: string | null } }) =>
    `${error().message} ${error().hint}`;

  describe.each(FORMAT_NAMES)('result rows keep their intended targets: %s %s %s', (...format) => {
    test('a dry run, then applied', async () => {
      const first = ['assign', free, theirs, '--app', 'spare', '--move-from', 'any', '--dry-run'];
      const { code, stderr, at } = await pipe([...first, ...format], ['assign', '--move-from', 'sales']);
      expect([code, at(free), at(theirs)], stderr).toEqual([0, spare.key, spare.key]);
    });

    test('a dry run, then applied without a check', async () => {
      const first = ['assign', free, '--app', 'spare', '--dry-run', ...format];
      const { code, stderr, at } = await pipe(first, ['assign', '--no-check']);
      expect([code, at(free)], stderr).toEqual([0, spare.key]);
    });

    test('a rejected move', async () => {
      const first = ['assign', free, theirs, '--app', 'spare', '--keep-going', ...format];
      const { given, code, stderr, at } = await pipe(first, ['assign', '--move-from', 'any', '--yes']);
      expect([given.code, code, at(free), at(theirs)], stderr).toEqual([5, 0, spare.key, spare.key]);
    });

    test('a number that a rejected move did not change is not unassigned', async () => {
      const first = ['assign', free, theirs, '--app', 'spare', '--keep-going', ...format];
      const { code, stdout, at } = await pipe(first, ['unassign', '--yes']);
      expect([code, stdout, at(free), at(theirs)]).toEqual([7, '', spare.key, sales.key]);
    });

    test('a dry run of a removal, then applied', async () => {
      const first = ['unassign', theirs, '--app', 'sales', '--dry-run', ...format];
      const { code, stderr, at } = await pipe(first, ['unassign', '--yes']);
      expect([code, at(theirs), at(ours)], stderr).toEqual([0, null, support.key]);
    });

    test('a removal, then reversed', async () => {
      const first = ['unassign', theirs, '--app', 'sales', '--yes', ...format];
      const { code, stderr, at } = await pipe(first, ['assign']);
      expect([code, at(theirs)], stderr).toEqual([0, sales.key]);
    });

    test('numbers that were up to date are unchanged', async () => {
      const { code, stderr, json } = await pipe(['assign', theirs, '--app', 'sales', ...format], ['assign']);
      expect(code, stderr).toBe(0);
      expect(json()).toMatchObject([{ number: theirs, to: sales.key, result: 'unchanged' }]);
    });

    test('a number that was unassigned before has no application', async () => {
      const first = ['unassign', free, '--app', 'sales', '--yes', ...format];
      for (const verb of ['assign', 'unassign']) {
        const refused = await pipe(first, [verb, '--yes']);
        expect([refused.code, refused.stdout, changes(refused.world)]).toEqual([2, '', UNCHANGED]);
        expect(said(refused)).toContain('--app <APP> --ignore-column application');
      }
      const { code, stderr, at } = await pipe(first, ['assign', '--app', 'spare']);
      expect([code, at(free)], stderr).toEqual([0, spare.key]);
    });

    test('--app and --ignore-column override the targets', async () => {
      const first = ['assign', free, '--app', 'spare', '--dry-run', ...format];
      const refused = await pipe(first, ['assign', '--app', 'sales']);
      expect([refused.code, said(refused)]).toEqual([
        2,
        expect.stringContaining('--ignore-column application'),
      ]);
      const ignoring = ['assign', '--app', 'sales', '--ignore-column', 'application'];
      const { code, at } = await pipe(first, ignoring);
      expect([code, at(free)]).toEqual([0, sales.key]);
    });

    test('rows of an overwrite as input for another one: removed numbers are not kept', async () => {
      const first = ['overwrite', free, '--app', 'sales', '--api', 'calling', '--dry-run', ...format];
      const { given, code, stdout, world } = await pipe(first, ['overwrite', '--app', 'sales', '--yes']);
      expect([code, stdout, changes(world)]).toEqual([2, '', UNCHANGED]);
      const line = ['numbers', 'overwrite', '--app', 'sales', '--from', '-', '--yes'];
      const { stderr } = await sandbox(line, { stdin: given.stdout });
      expect(stderr).toContain('the row records a removal');
    });

    test('an invalid first line does not hide other rows', async () => {
      const home = newHome();
      const stdin = `${free},spare\n`;
      const bad = `number,application\nhello,spare\n${stdin}`;
      const line = ['numbers', 'assign', '--from', '-', '--keep-going'];
      const given = await sandbox([...line, ...format], { home, stdin: bad });
      const rows = given.stdout;
      const { code, json } = await sandbox([...line, '--json'], { home, stdin: rows });
      expect(code).toBe(5);
      expect(json()).toMatchObject([
        { number: free, to: spare.key, result: 'unchanged' },
        { number: null, result: 'failed' },
      ]);
    });
  });

  describe.each(['done', 'planned', 'failed', 'skipped', 'unknown'])('a row that is %s', (result) => {
    const isDone = result === 'done';
    const add = { number: free, change: 'add', from: null, to: spare.key, result };
    const move = { number: theirs, change: 'move', from: sales.key, to: spare.key, result };
    const remove = { number: theirs, change: 'remove', from: sales.key, to: null, result };
    const rows = [
      { ...add, application: isDone ? spare.key : null },
      { ...move, application: isDone ? spare.key : sales.key },
    ];

    test('assigned: to the intended application, and for a removal to the previous one', async () => {
      const { code, world } = await stream(rows, 'assign', '--move-from', 'any', '--yes');
      const at = (one: typeof free) => world().applicationOf(one, 'voice');
      expect([code, at(free), at(theirs)]).toEqual([0, spare.key, spare.key]);
      const back = await stream([{ ...remove, application: sales.key }], 'assign');
      expect(back.json()).toMatchObject([{ number: theirs, to: sales.key, result: 'unchanged' }]);
    });

    test('unassigned: from the intended application, and for a removal from the previous one', async () => {
      const { code, world } = await stream(rows, 'unassign', '--yes');
      expect([code, changes(world())]).toEqual([7, UNCHANGED]);
      const gone = await stream([{ ...remove, application: sales.key }], 'unassign', '--yes');
      expect([gone.code, gone.world().applicationOf(theirs, 'voice')]).toEqual([0, null]);
    });

    test('with only some columns is rejected if they are not sufficient', async () => {
      const told = { number: theirs, application: sales.key, result };
      const { code, world } = await stream([told], 'assign');
      expect([code, changes(world())]).toEqual([isDone ? 0 : 2, UNCHANGED]);
      const withTo = await stream(
        [{ number: theirs, to: spare.key, result }],
        'assign',
        '--move-from',
        'any',
        '--yes',
      );
      expect(withTo.world().applicationOf(theirs, 'voice')).toBe(spare.key);
    });
  });

  test('rows from --results that are not done keep their targets', async () => {
    const home = newHome();
    const path = home.path('r.nd');
    const numbers = [free, freeVoice, theirs];
    const line = ['numbers', 'assign', ...numbers, '--app', 'spare', '--keep-going', '--results', path];
    expect((await sandbox(line, { home })).code).toBe(5);
    const rows: Row[] = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row));
    const rest = rows.filter((row) => row.result !== 'done').map((row) => JSON.stringify(row));
    expect(rest).toHaveLength(1);
    const again = ['numbers', 'assign', '--from', '-', '--move-from', 'sales'];
    const { code, world } = await sandbox(again, { home, stdin: `${rest.join('\n')}\n` });
    expect([code, world().applicationOf(theirs, 'voice')]).toEqual([0, spare.key]);
  });

  describe('an invalid line with a readable number', () => {
    test('is listed with its number, in rows and in --results', async () => {
      const home = newHome();
      const path = home.path('r.nd');
      const stdin = `number,capability\n${free},\n+1 415 555 0104,fax\nhello,sms\n`;
      const line = ['numbers', 'assign', '--from', '-', '--keep-going', '--results', path, '--json'];
      const { code, json } = await sandbox(line, { home, stdin });
      expect(code).toBe(5);
      const named = (rows: Row[]) => rows.filter((row) => row.result === 'failed').map((row) => row.number);
      const written = readFileSync(path, 'utf8').trim().split('\n');
      expect(named(json())).toEqual([freeVoice, null]);
      expect(named(written.map((row) => JSON.parse(row)))).toEqual([freeVoice, null]);

      // The same applies to a line of a table without a header.
      const headless = `${free},fax\n${free} ${freeVoice}\n${number(8)}\n`;
      const plain = ['numbers', 'assign', '--from', '-', '--keep-going', '--json'];
      expect(named((await sandbox(plain, { stdin: headless })).json())).toEqual([free, null]);

      // Such a file can still be undone, and continued.
      const undone = await sandbox(['undo', path, '--yes'], { home });
      expect([undone.code, changes(undone.world())], undone.stderr).toEqual([0, UNCHANGED]);
      const again = await sandbox(['numbers', 'assign', '--from', path, '--app', 'spare'], { home });
      expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('--capability')]);
    });
  });

  test.each(FORMAT_NAMES)(
    'rows about callbacks are skipped, because they contain no number: %s %s %s',
    async (...format) => {
      const home = newHome();
      const path = home.path('state.yaml');
      const state = { callbacks: { primary: 'https://x.example/' }, numbers: { voice: [free] } };
      writeFileSync(path, JSON.stringify({ version: 1, applications: [{ application: 'spare', ...state }] }));
      const { stdout } = await sandbox(['diff', '-f', path, ...format], { home });
      expect(stdout).toContain('https://x.example/');
      const line = ['numbers', 'assign', '--from', '-', '--json'];
      const { code, stderr, json } = await sandbox(line, { home, stdin: stdout });
      expect(code, stderr).toBe(0);
      expect(json()).toMatchObject([{ number: free, to: spare.key, result: 'done' }]);
      const callbacks = ['callbacks', 'set', '--app', 'spare', '--primary', 'https://y.example/'];
      const none = await sandbox([...callbacks, ...format], { home });
      const refused = await sandbox(line, { home, stdin: none.stdout });
      expect([refused.code, refused.error().message]).toEqual([2, 'stdin contains no numbers']);
    },
  );

  test('files that only resemble result rows are read as before', async () => {
    const rows = [
      { number: free, application: 'sales', from: '2024-01-01', to: '2024-12-31' },
      { number: number(8), application: 'spare', result: 'ordered' },
    ];
    const { code, stderr, world } = await stream(rows, 'assign');
    const at = (one: typeof free) => world().applicationOf(one, 'voice');
    expect([code, at(free), at(number(8))], stderr).toEqual([0, sales.key, spare.key]);
  });
});

describe('rows of numbers list', () => {
  test.each(['json', 'ndjson', 'csv', 'tsv'])(
    'numbers assign accepts the output of numbers list as %s, with and without a header',
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
    'numbers assign also accepts the csv output of numbers list --api portal %s',
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
  ])('headerless rows with other columns are reported, not misread: %s %j', async (columns, verb) => {
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

  test('result rows with their columns in another order are also reported', async () => {
    const first = ['numbers', 'assign', ours, '--app', 'spare', '--move-from', 'any', '--dry-run'];
    const { stdout } = await sandbox([...first, '--columns', 'number,from,to']);
    const { code, world } = await sandbox(['numbers', 'assign', '--from', '-'], { stdin: stdout });
    expect([code, changes(world())]).toEqual([2, UNCHANGED]);
  });
});
