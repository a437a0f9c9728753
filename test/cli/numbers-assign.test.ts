import { describe, expect, test } from 'vitest';
import {
  changes,
  foreignKey,
  free,
  freeVoice,
  number,
  ours,
  RESULT_FIELDS,
  sales,
  spare,
  support,
  theirs,
  UNCHANGED,
  unknown,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

const assign = (...argv: string[]) => sandbox(['numbers', 'assign', ...argv]);
const json = (...argv: string[]) => assign(...argv, '--json');

describe('success', () => {
  test('an unassigned number is added, and the row shows its application', async () => {
    const result = await json(free, '--app', 'sales');
    expect(result.code).toBe(0);
    expect(result.json()).toEqual([
      {
        number: free,
        application: sales.key,
        alias: 'sales',
        capability: 'voice',
        kind: 'number',
        callback: null,
        change: 'add',
        from: null,
        to: sales.key,
        result: 'done',
        error: null,
        message: null,
        errorCode: null,
        reference: null,
        checked: true,
      },
    ]);
    expect(changes(result.world())).toEqual({ ...UNCHANGED, assignments: { [free]: { voice: sales.key } } });
  });

  test('the next command sees the change', async () => {
    const { home } = await assign(free, '--app', 'spare');
    const { json: rows } = await sandbox(['numbers', 'list', free, '--capability', 'voice', '--json'], {
      home,
    });
    expect(rows()).toMatchObject([{ number: free, alias: 'spare' }]);
  });

  test('without --app the number is assigned to the application that signs', async () => {
    expect((await assign(free)).world().applicationOf(free, 'voice')).toBe(support.key);
  });

  test('the default application of a profile takes precedence over the one that signs', async () => {
    const { url, world } = await serve();
    const home = newHome();
    const bases = ['--base-url', `calling=${url}`, '--default-app', spare.key];
    await run(['profiles', 'set', 'p', '--key', support.key, '--secret-stdin', ...bases], {
      home,
      stdin: support.secret,
    });
    expect((await run(['numbers', 'assign', free], { home })).code).toBe(0);
    expect(world.applicationOf(free, 'voice')).toBe(spare.key);
  });

  test('--capability sms does not affect voice', async () => {
    const world = (await assign(free, '--capability', 'sms', '--app', 'sales')).world();
    expect([world.applicationOf(free, 'sms'), world.applicationOf(free, 'voice')]).toEqual([sales.key, null]);
  });

  test('a number that is up to date is unchanged, and no request is sent for it', async () => {
    const { env, requests } = await serve();
    const result = await run(['numbers', 'assign', ours, '--json'], { env });
    expect(result.code).toBe(0);
    expect(result.json()).toMatchObject([
      { number: ours, change: 'none', result: 'unchanged', application: support.key, from: support.key },
    ]);
    expect(lines(requests)).toEqual(['GET /v1/configuration/numbers']);
  });

  test('several formats of one number are merged into one row', async () => {
    const { json: rows } = await json(
      '+1 415-555-0103',
      '0014155550103',
      '+1 (415) 555.0103',
      free,
      '--app',
      'sales',
    );
    expect(rows().map((row) => row.number)).toEqual([free]);
  });

  test('--region reads national format', async () => {
    const { world } = await assign('(415) 555-0103', '--region', 'us', '--app', 'sales');
    expect(world().applicationOf(free, 'voice')).toBe(sales.key);
  });

  test('a pipe gets headerless tsv whose first columns are those of numbers list', async () => {
    const { cells } = await assign(free, '--app', 'sales');
    expect(cells()).toEqual([
      [free, sales.key, 'sales', 'voice', 'number', '', 'add', '', sales.key, 'done', '', '', '', '', 'true'],
    ]);
  });

  test('rows are in the order of the arguments', async () => {
    const { json: rows } = await json(freeVoice, ours, free);
    expect(rows().map((row) => row.number)).toEqual([freeVoice, ours, free]);
    for (const format of ['ndjson', 'csv', 'tsv']) {
      const { stdout } = await assign(
        freeVoice,
        ours,
        free,
        '--app',
        'support',
        '--columns',
        'number',
        '-o',
        format,
      );
      expect(stdout.match(/\+\d+/g), format).toEqual([freeVoice, ours, free]);
    }
  });
});

describe('moving', () => {
  test.each([false, true])(
    'numbers of two other applications are moved together or in part (--keep-going: %s)',
    async (keep) => {
      const line = [ours, theirs, free, '--app', 'spare', ...(keep ? ['--keep-going'] : [])];
      const { code, error } = await json(...line);
      expect([code, error().items]).toEqual([keep ? 5 : 7, [ours, theirs]]);
      const some = '; to move only the numbers from support, add --move-from support --keep-going';
      expect(error().hint).toBe(`to move them all, add --move-from any${keep ? '' : some}`);
    },
  );

  test('a number of another application is blocked, and the hint shows that application', async () => {
    const { code, stdout, error, world } = await json(theirs, free, '--app', 'support');
    expect([code, stdout]).toEqual([7, '']);
    expect(error()).toEqual({
      kind: 'refused',
      message: expect.stringContaining(theirs),
      hint: expect.stringContaining('--move-from sales'),
      exitCode: 7,
      httpStatus: null,
      errorCode: null,
      reference: null,
      retryable: false,
      items: [theirs],
    });
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test.each(['sales', sales.key, 'any'])(
    '--move-from %s moves it, and the row shows the source and the target',
    async (from) => {
      const {
        code,
        json: rows,
        world,
      } = await json(theirs, '--app', 'support', '--move-from', from, '--yes');
      expect(code).toBe(0);
      expect(rows()).toMatchObject([
        {
          change: 'move',
          from: sales.key,
          to: support.key,
          application: support.key,
          alias: 'support',
          result: 'done',
        },
      ]);
      expect(world().applicationOf(theirs, 'voice')).toBe(support.key);
    },
  );

  test.each(['spare', 'support'])('--move-from %s does not apply to a number of sales', async (from) => {
    const { code, stdout, world } = await assign(theirs, '--app', 'support', '--move-from', from);
    expect([code, stdout]).toEqual([7, '']);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('--move-from an unknown alias is not found', async () => {
    const { code, error, world } = await json(theirs, '--move-from', 'sale');
    expect(code).toBe(4);
    expect(error()).toMatchObject({ kind: 'notFound', hint: expect.stringContaining('sales') });
    expect(changes(world())).toEqual(UNCHANGED);
  });
});

describe('numbers that cannot be assigned', () => {
  test('all conflicts are reported together and no changes are made', async () => {
    const { code, stdout, stderr, error, world } = await json(
      free,
      unknown,
      freeVoice,
      theirs,
      '--capability',
      'sms',
    );
    expect([code, stdout]).toEqual([4, '']);
    expect(error()).toMatchObject({ kind: 'notFound', items: [unknown, freeVoice, theirs] });
    for (const item of [unknown, freeVoice, theirs]) expect(stderr).toContain(item);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('a number that is not on the account takes precedence over one assigned to another application', async () => {
    const { code, error } = await json(unknown, theirs);
    expect(code).toBe(4);
    expect(error().items).toEqual([unknown, theirs]);
  });

  test('--keep-going processes valid numbers and reports the others as failed rows', async () => {
    const {
      code,
      json: rows,
      error,
      world,
    } = await json(free, unknown, theirs, '--app', 'support', '--keep-going');
    expect(code).toBe(5);
    for (const row of rows()) expect(Object.keys(row)).toEqual(RESULT_FIELDS);
    expect(rows()).toMatchObject([
      { number: free, result: 'done', error: null },
      { number: unknown, result: 'failed', error: 'notFound', application: null },
      { number: theirs, result: 'failed', error: 'refused', application: sales.key, alias: 'sales' },
    ]);
    expect(error()).toMatchObject({ kind: 'partial', exitCode: 5, items: [unknown, theirs] });
    expect(changes(world()).assignments).toEqual({ [free]: { voice: support.key } });
  });

  test.each([
    ['json', []],
    ['json', ['--dry-run']],
    ['ndjson', []],
    ['csv', []],
  ])('--keep-going keeps the order of the arguments in %s %j', async (format, flags) => {
    const line = [freeVoice, theirs, ours, unknown, free, '--app', 'support', '--keep-going', ...flags];
    const { stdout } = await assign(...line, '--columns', 'number', '-o', format);
    expect(stdout.match(/\+\d+/g)).toEqual([freeVoice, theirs, ours, unknown, free]);
  });

  test('--keep-going without any valid number exits with their common code and empty stdout', async () => {
    const { code, stdout, error } = await json(theirs, number(7), '--keep-going');
    expect([code, stdout]).toEqual([7, '']);
    expect(error().items).toEqual([theirs, number(7)]);
  });

  test('--keep-going --dry-run without any valid number exits with their common code and empty stdout', async () => {
    const { code, stdout, error } = await json(theirs, '--keep-going', '--dry-run');
    expect([code, stdout]).toEqual([7, '']);
    expect(error().items).toEqual([theirs]);
  });
});

describe('--dry-run and --no-check', () => {
  test('--dry-run plans every row and changes nothing', async () => {
    const { code, json: rows, world } = await json(free, ours, theirs, '--move-from', 'any', '--dry-run');
    expect(code).toBe(0);
    expect(rows()).toMatchObject([
      { number: free, change: 'add', from: null, to: support.key, application: null, result: 'planned' },
      { number: ours, change: 'none', result: 'unchanged' },
      {
        number: theirs,
        change: 'move',
        from: sales.key,
        to: support.key,
        application: sales.key,
        result: 'planned',
      },
    ]);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('--dry-run is blocked like a real run', async () => {
    const { code, stdout } = await assign(theirs, '--app', 'support', '--dry-run');
    expect([code, stdout]).toEqual([7, '']);
  });

  test('--no-check sends the request without a check', async () => {
    const { env, requests, world } = await serve();
    expect((await run(['numbers', 'assign', free, '--no-check'], { env })).code).toBe(0);
    expect(lines(requests)).toEqual(['POST /v1/configuration/numbers']);
    expect(world.applicationOf(free, 'voice')).toBe(support.key);
  });

  test('with --no-check Sinch decides about each number, and the others are still assigned', async () => {
    const { code, json: rows, world } = await json(free, unknown, freeVoice, '--no-check');
    expect(code).toBe(5);
    expect(rows()).toMatchObject([
      { number: free, result: 'done' },
      {
        number: unknown,
        result: 'failed',
        error: 'failure',
        errorCode: 40003,
        reference: expect.any(String),
      },
      { number: freeVoice, result: 'done' },
    ]);
    expect(world().applicationOf(freeVoice, 'voice')).toBe(support.key);
  });

  test("--no-check without any accepted number shows Sinch's code and reference", async () => {
    const { code, stdout, error } = await json(unknown, '--no-check');
    expect([code, stdout]).toEqual([1, '']);
    expect(error()).toEqual({
      kind: 'failure',
      message: expect.stringContaining(unknown),
      hint: null,
      exitCode: 1,
      httpStatus: 400,
      errorCode: 40003,
      reference: expect.any(String),
      retryable: false,
      items: [unknown],
    });
  });
});

describe('invalid input', () => {
  test.each([
    [[], 'no number'],
    [['hello'], 'hello'],
    [['4155550103'], 'country code'],
    [['+0123456789'], '+0123456789'],
    [['+123456'], '+123456'],
    [['+1234567890123456'], '+1234567890123456'],
    [['+14155550103', '+1415555010x'], '+1415555010x'],
    [[free, '--app', '../x'], '../x'],
    [[free, '--app', ''], '--app is empty'],
    [[free, '--app', 'support', '--app', 'sales'], '--app is specified more than once'],
    [[free, '--capability', 'fax'], 'fax'],
    [[free, '--move-from', '../x'], '../x'],
    [[free, '--region', 'USA'], 'USA'],
    [[''], '(empty)'],
  ])('numbers assign %j is a usage error that shows it', async (extra, named) => {
    const { code, stdout, stderr, world } = await assign(...extra);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(named);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('all malformed numbers are reported together', async () => {
    const { code, error } = await json('hello', free, '4155550103', '+0123456789');
    expect(code).toBe(2);
    expect(error().items).toEqual(['hello', '4155550103', '+0123456789']);
  });

  test('an unknown alias is not found, with the closest match', async () => {
    const { code, stdout, error, world } = await json(free, '--app', 'suport');
    expect([code, stdout]).toEqual([4, '']);
    expect(error()).toMatchObject({ items: ['suport'], hint: expect.stringContaining('support') });
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test("a key that is not on the account is not found, with Sinch's code", async () => {
    const { code, stdout, error, world } = await json(free, '--app', foreignKey);
    expect([code, stdout]).toEqual([4, '']);
    expect(error()).toMatchObject({ kind: 'notFound', httpStatus: 400, errorCode: 40003 });
    expect(changes(world())).toEqual(UNCHANGED);
  });
});

describe('--no-check together with --move-from', () => {
  test.each(['any', 'sales', sales.key])('%s is a usage error', async (from) => {
    const { code, stdout, stderr, error, world } = await sandbox([
      ...['numbers', 'assign', free, '--no-check', '--move-from', from, '--json'],
    ]);
    expect([code, stdout], stderr).toEqual([2, '']);
    expect(error().message).toBe('--move-from conflicts with --no-check');
    expect(error().hint).toBe('pass only one of them');
    expect(changes(world())).toEqual(UNCHANGED);
  });
});
