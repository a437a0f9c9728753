import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createWorld } from '../../src/sandbox/state.ts';
import {
  changes,
  free,
  freeVoice,
  ours,
  sales,
  serving,
  spare,
  support,
  theirs,
  UNCHANGED,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { type Row, run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

/** A home directory, its sandbox, and files in it. */
function here() {
  const home = newHome();
  const go = (...argv: string[]) => sandbox(argv, { home });
  const save = (text: string): string => {
    const path = home.path('rows.ndjson');
    writeFileSync(path, text);
    return path;
  };
  return {
    home,
    go,
    save,
    saveRows: (...rows: object[]) => save(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
    forget: () => rmSync(`${home.env.SINCHCTL_STATE_DIR}/journal.ndjson`),
  };
}

const NUMBER = {
  kind: 'number',
  callback: null,
  capability: 'voice',
  application: support.key,
  change: 'add',
  from: null,
  to: support.key,
  result: 'done',
  checked: true,
};
const CALLBACK = {
  kind: 'callback',
  number: null,
  callback: 'primary',
  capability: null,
  application: support.key,
  change: 'set',
  from: 'https://old.example.com',
  to: support.callbacks.primary,
  result: 'done',
  checked: true,
};

const WRITES: [string, string[], boolean][] = [
  ['assign', ['numbers', 'assign', free, '--app', 'support'], true],
  ['assign --no-check', ['numbers', 'assign', free, '--app', 'support', '--no-check'], false],
  ['unassign', ['numbers', 'unassign', ours, '--app', 'support', '--yes'], true],
  ['unassign --no-check', ['numbers', 'unassign', ours, '--app', 'support', '--no-check', '--yes'], false],
  ['overwrite', ['numbers', 'overwrite', free, '--app', 'support', '--yes'], true],
  ['callbacks set', ['callbacks', 'set', '--app', 'support', '--primary', 'https://x.example.com'], true],
];

describe('rows show whether the current assignment was checked first', () => {
  describe.each(WRITES)('%s', (_, argv, checked) => {
    const all = (rows: readonly Row[]) => {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toHaveProperty('checked', checked);
    };

    test('in JSON, done and planned', async () => {
      all((await sandbox([...argv, '--json'])).json());
      all((await sandbox([...argv, '--dry-run', '--json'])).json());
    });

    test('as the last column of csv and tsv', async () => {
      for (const [format, mark] of [
        ['csv', ','],
        ['tsv', '\t'],
      ] as const) {
        const { stdout } = await sandbox([...argv, '-o', format, '--header']);
        const [head = '', ...rows] = stdout.trimEnd().split('\n');
        expect(head.split(mark).at(-1)).toBe('checked');
        for (const row of rows) expect(row.split(mark).at(-1)).toBe(String(checked));
      }
    });

    test('in ndjson, --results and the history', async () => {
      const { home, go } = here();
      const results = home.path('results.ndjson');
      const { stdout } = await go(...argv, '-o', 'ndjson', '--results', results);
      for (const text of [stdout, readFileSync(results, 'utf8')])
        all(
          text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line)),
        );
      all((await go('history', '--changes', '--json')).json());
    });
  });

  test('an undo reads the account first', async () => {
    const { go, saveRows } = here();
    const { json } = await go(
      'undo',
      saveRows({ ...NUMBER, number: ours, checked: false }),
      '--json',
      '--yes',
    );
    expect(json).toThrow();
    const moved = { ...NUMBER, number: ours, change: 'move', from: sales.key };
    const undone = await go('undo', saveRows(moved), '--json', '--yes');
    expect(undone.json()).toMatchObject([{ number: ours, result: 'done', checked: true }]);
  });
});

describe('a change to an unchecked number is not undone', () => {
  const NO_CHECK: [string, string[]][] = [
    ['assign', ['numbers', 'assign', theirs, '--app', 'support', '--no-check']],
    ['unassign', ['numbers', 'unassign', ours, '--app', 'support', '--no-check', '--yes']],
  ];
  const COLUMNS = 'kind,number,callback,capability,application,change,from,to,result';

  describe.each(NO_CHECK)('%s', (_, argv) => {
    test.each([
      ['saved JSON', ['--json'], 'known'],
      ['saved NDJSON', ['-o', 'ndjson'], 'known'],
      ['saved JSON from another computer', ['--json'], 'unknown'],
      ['saved NDJSON from another computer', ['-o', 'ndjson'], 'unknown'],
      ['saved JSON without the column', ['--json', '--columns', COLUMNS], 'known'],
      ['saved JSON without the column, from another computer', ['--json', '--columns', COLUMNS], 'unknown'],
    ])('%s', async (__, format, history) => {
      const { go, save, forget } = here();
      const { code: first, stdout, world } = await go(...argv, ...format);
      expect(first).toBe(0);
      const after = changes(world());
      if (history === 'unknown') forget();
      const file = save(stdout);
      for (const given of [
        ['undo', file],
        ['undo', file, '--dry-run'],
      ]) {
        const undone = await go(...given, '--yes', '--json');
        expect([undone.code, undone.stdout]).toEqual([7, '']);
        expect(undone.error().items).toEqual([argv[2]]);
        expect(changes(undone.world())).toEqual(after);
      }
    });
  });

  test('if rows do not contain the field, those in the history are undone', async () => {
    const { home, go, save } = here();
    const { stdout } = await go(
      'numbers',
      'assign',
      free,
      '--app',
      'support',
      '--json',
      '--columns',
      COLUMNS,
    );
    const { code, stderr } = await go('undo', save(stdout), '--yes');
    expect(code, stderr).toBe(0);
    expect(changes(home.world())).toEqual(UNCHANGED);
  });

  test('unknown rows are undone if they show that the assignment was checked', async () => {
    const { home, go, saveRows } = here();
    await go('numbers', 'assign', free, freeVoice, theirs, '--app', 'support', '--move-from', 'any', '--yes');
    await go('callbacks', 'set', '--app', 'spare', '--primary', 'https://x.example.com');
    rmSync(`${home.env.SINCHCTL_STATE_DIR}/journal.ndjson`);
    const { checked: _, ...row } = NUMBER;
    const { checked: __, ...callback } = CALLBACK;
    const file = saveRows(
      { ...row, number: free },
      { ...row, number: freeVoice, checked: null },
      { ...row, number: theirs, change: 'move', from: sales.key },
      { ...callback, application: spare.key, from: null, to: 'https://x.example.com' },
    );
    const { code, json, error } = await go('undo', file, '--yes', '--json');
    expect(code).toBe(5);
    expect(error().items).toEqual([free, freeVoice]);
    expect(error().hint).toContain('sinchctl --profile sandbox history');
    expect(json().map(({ number, result }) => [number, result])).toEqual([
      [null, 'done'],
      [theirs, 'done'],
      [free, 'skipped'],
      [freeVoice, 'skipped'],
    ]);
    expect(home.world().applicationOf(free, 'voice')).toBe(support.key);
  });

  test.each(['false', 0, 'true'])('checked: %j is not a result row', async (checked) => {
    const { go, saveRows } = here();
    const { code } = await go('undo', saveRows({ ...NUMBER, number: ours, checked }), '--yes');
    expect(code).toBe(2);
  });
});

test('a results file can contain rows of any commands in any order; undo uses the changes', async () => {
  const { home, go } = here();
  const file = home.path('rows.ndjson');
  for (const argv of [
    ['query', free],
    ['callbacks', 'get', '--app', 'spare'],
    ['history', '--changes'],
    ['numbers', 'assign', free, '--app', 'support'],
    ['history', '--changes'],
    ['numbers', 'list', free],
    ['query', free, ours],
    ['history'],
    ['callbacks', 'set', '--app', 'spare', '--primary', 'https://x.example.com'],
  ]) {
    const { code, stderr } = await go(...argv, '--results', file);
    expect(code, stderr).toBe(0);
  }
  // Both capabilities of the number, and one result of each query.
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(9);
  const { code, stderr } = await go('undo', file, '--yes');
  expect(code, stderr).toBe(0);
  expect(changes(home.world())).toEqual(UNCHANGED);
});

test('a file with only rows of reads cannot be undone', async () => {
  const { home, go } = here();
  const file = home.path('rows.ndjson');
  await go('query', free, '--results', file);
  const { code, stderr } = await go('undo', file, '--yes');
  expect([code, stderr]).toEqual([2, expect.stringContaining(`${file} contains no changes`)]);
});

describe('rows of changes that did not happen are not undone', () => {
  test.each(['failed', 'skipped', 'planned', 'unchanged'])('%s', async (result) => {
    const { home, go, saveRows } = here();
    // The account is in the state after these changes.
    const file = saveRows({ ...NUMBER, number: ours, result }, { ...CALLBACK, result });
    const { code, stdout, stderr } = await go('undo', file, '--yes', '--json');
    expect([code, stdout]).toEqual([0, '[]\n']);
    expect(stderr).toContain('contains no changes');
    expect(changes(home.world())).toEqual(UNCHANGED);
  });

  test('the output of a dry run', async () => {
    const { home, go, save } = here();
    const argv = ['numbers', 'assign', free, '--app', 'support'];
    const { stdout } = await go(...argv, '--dry-run', '--json');
    await go(...argv);
    const after = changes(home.world());
    expect((await go('undo', save(stdout), '--yes')).code).toBe(0);
    expect(changes(home.world())).toEqual(after);
  });

  test('unknown changes are undone if they happened', async () => {
    const { go, saveRows, home } = here();
    const file = saveRows(
      { ...NUMBER, number: ours, result: 'unknown' },
      { ...NUMBER, number: free, result: 'unknown' },
    );
    const { code, json } = await go('undo', file, '--yes', '--json');
    expect([code, json()]).toMatchObject([
      0,
      [
        { number: ours, change: 'remove', result: 'done' },
        { number: free, change: 'none', result: 'unchanged' },
      ],
    ]);
    expect(changes(home.world()).assignments).toEqual({ [ours]: { voice: null } });
  });

  test('in the history, failed changes of a run are not undone', async () => {
    const { env, world } = await serve({
      between: async (request, answer) =>
        request.method === 'POST' && request.body.includes(freeVoice.slice(1))
          ? {
              how: 'whole',
              response: { status: 400, headers: {}, body: '{"errorCode":40003,"message":"not today"}' },
            }
          : answer(request),
    });
    const home = newHome();
    const argv = ['numbers', 'assign', free, freeVoice, '--app', support.key];
    const { code, stderr } = await run(argv, { env, home });
    expect(code).toBe(5);
    const name = /undo (\S+)/.exec(stderr)?.[1] ?? '';
    // Another user assigns it.
    world.assign(freeVoice, 'voice', support.key);
    expect((await run(['undo', name, '--yes'], { env, home })).code).toBe(0);
    expect(world.applicationOf(free, 'voice')).toBeNull();
    expect(world.applicationOf(freeVoice, 'voice')).toBe(support.key);
  });
});

test('a callback that a command would reject is restored', async () => {
  const { env, world } = await serve();
  const home = newHome();
  world.setCallbacks(support.key, { primary: 'sip:desk@voice.example.com' });
  const results = home.path('results.ndjson');
  const set = ['callbacks', 'set', '--app', support.key, '--primary', 'https://x.example.com'];
  expect((await run([...set, '--results', results], { env, home })).code).toBe(0);
  const { code, stderr } = await run(['undo', results, '--yes'], { env, home });
  expect(code, stderr).toBe(0);
  expect(world.callbacksOf(support.key)).toEqual({ primary: 'sip:desk@voice.example.com' });
});

describe('a callback that has changed since is not undone', () => {
  /** A run that set both callbacks, its file, and a later change by another user. */
  async function changed(since: { primary?: string; fallback?: string }) {
    const { home, go } = here();
    const results = home.path('results.ndjson');
    const [primary, fallback] = ['https://a.example.com', 'https://b.example.com'];
    const set = ['callbacks', 'set', '--app', 'support', '--primary', primary, '--fallback', fallback];
    const { stderr } = await go(...set, '--results', results);
    const flags = Object.entries(since).flatMap(([name, url]) => [`--${name}`, url]);
    await go('callbacks', 'set', '--app', 'support', ...flags);
    return { go, results, name: /undo (\S+)/.exec(stderr.replace('--profile sandbox ', ''))?.[1] ?? '' };
  }
  const COLLEAGUES = 'https://colleague.example.com';

  test.each(['its run', 'its file'])('with %s, and the other one is undone', async (by) => {
    const { go, results, name } = await changed({ primary: COLLEAGUES });
    const { code, json, error, world } = await go(
      'undo',
      by === 'its run' ? name : results,
      '--yes',
      '--json',
    );
    expect(code).toBe(5);
    expect(json()).toMatchObject([
      { callback: 'fallback', change: 'set', to: support.callbacks.fallback, result: 'done' },
      { callback: 'primary', change: 'none', result: 'skipped', error: 'refused' },
    ]);
    expect(error().items).toEqual([`primary of ${support.key}`]);
    expect(world().callbacksOf(support.key)).toEqual({
      primary: COLLEAGUES,
      fallback: support.callbacks.fallback,
    });
  });

  test.each(['its run', 'its file'])('with %s, both', async (by) => {
    const since = { primary: COLLEAGUES, fallback: `${COLLEAGUES}/2` };
    const { go, results, name } = await changed(since);
    const { code, stdout, world } = await go('undo', by === 'its run' ? name : results, '--yes');
    expect([code, stdout]).toEqual([7, '']);
    expect(world().callbacksOf(support.key)).toEqual(since);
  });
});

describe('a URL that was recorded without its secret is not restored', () => {
  const REDACTED = 'https://user:[redacted]@old.example.com/';

  test.each([
    ['from', { from: REDACTED }],
    ['from, within its query', { from: 'https://old.example.com/?code=[redacted]' }],
    ['to', { to: REDACTED }],
  ])('%s, in a file', async (_, fields) => {
    const { home, go, saveRows } = here();
    await go('numbers', 'assign', free, '--app', 'support');
    const file = saveRows({ ...CALLBACK, ...fields }, { ...NUMBER, number: free });
    const { code, error } = await go('undo', file, '--yes', '--json');
    expect(code).toBe(5);
    expect(error().items).toEqual([`primary of ${support.key}`]);
    expect(changes(home.world())).toEqual(UNCHANGED);
  });
});

describe('a URL that looks like a secret is recorded completely, and restored', () => {
  const LONG = 'AAAAAAAAAAAAAAAAAAAAAAAA==';
  test.each([
    `https://old.example.com/?code=${LONG}`,
    `https://old.example.com/${LONG}`,
    'https://old.example.com/?authorization=Bearer%20abcdefghijklmnop&token=1',
    `https://old.example.com/?User ${LONG}`.replace(' ', '%20'),
  ])('%s', async (url) => {
    const { home, go } = here();
    const results = home.path('results.ndjson');
    const journal = `${home.env.SINCHCTL_STATE_DIR}/journal.ndjson`;
    const set = (to: string) =>
      go('callbacks', 'set', '--app', 'support', '--primary', to, '--results', results);
    const now = () => home.world().callbacksOf(support.key).primary;
    await set(url);
    // The command masks the values of its query.
    if (url.includes('=A')) expect(readFileSync(journal, 'utf8').split('\n')[1]).not.toContain(LONG);
    const { stderr } = await set('https://new.example.com');
    expect((await go('undo', /undo (\d\S+)/.exec(stderr)?.[1] ?? '', '--yes')).code).toBe(0);
    expect(now()).toBe(url);
    await set('https://new.example.com');
    expect((await go('undo', results, '--yes')).code).toBe(0);
    expect(now()).toBe(url);
  });

  test('with a password, in a file', async () => {
    const { home, go, saveRows } = here();
    await go('callbacks', 'set', '--app', 'support', '--primary', 'https://new.example.com');
    const url = 'https://user:password@old.example.com/';
    const file = saveRows({ ...CALLBACK, from: url, to: 'https://new.example.com' });
    expect((await go('undo', file, '--yes')).code).toBe(0);
    expect(home.world().callbacksOf(support.key).primary).toBe(url);
  });
});

describe('several rows of one number', () => {
  test('a change by another user in between is not undone', async () => {
    const { home, go } = here();
    const results = home.path('results.ndjson');
    await go('numbers', 'assign', free, '--app', 'support', '--results', results);
    await go('numbers', 'assign', free, '--app', 'sales', '--move-from', 'support');
    await go('numbers', 'assign', free, '--app', 'spare', '--move-from', 'sales', '--results', results);
    const { code } = await go('undo', results, '--yes');
    expect(code).toBe(0);
    expect(home.world().applicationOf(free, 'voice')).toBe(sales.key);
  });

  test('the same change twice, the first with a lost response, is a single change', async () => {
    const { home, go, saveRows } = here();
    await go('numbers', 'assign', free, '--app', 'support');
    const file = saveRows(
      { ...NUMBER, number: free, result: 'unknown' },
      { ...NUMBER, number: free, checked: false },
    );
    expect((await go('undo', file, '--yes')).code).toBe(0);
    expect(changes(home.world())).toEqual(UNCHANGED);
  });
});

describe('if callbacks cannot be read, no changes are made', () => {
  const DOWN = { how: 'whole', response: { status: 500, headers: {}, body: 'no' } } as const;

  async function unreadable() {
    let isDown = false;
    const { env, world, requests } = await serve({
      between: async (request, answer) =>
        isDown && request.method === 'GET' && request.path.includes('callbacks') ? DOWN : answer(request),
    });
    const home = newHome();
    const goes = (...argv: string[]) => run(argv, { env, home });
    const fails = async (...argv: string[]) => {
      isDown = true;
      const before = lines(requests).filter((line) => !line.startsWith('GET')).length;
      const initial = changes(world);
      const { code, stdout } = await goes(...argv);
      expect([code, stdout]).toEqual([6, '']);
      expect(lines(requests).filter((line) => !line.startsWith('GET'))).toHaveLength(before);
      expect(changes(world)).toEqual(initial);
    };
    return { home, goes, fails };
  }

  const state = JSON.stringify({
    version: 1,
    applications: [
      {
        application: support.key,
        callbacks: { primary: 'https://new.example.com' },
        numbers: { voice: [free] },
      },
    ],
  });

  test('by undo of a run, and of a file', async () => {
    const { home, goes, fails } = await unreadable();
    const [file, results] = [home.path('account.json'), home.path('results.ndjson')];
    writeFileSync(file, state);
    const { code, stderr } = await goes('apply', '-f', file, '--yes', '--results', results);
    expect(code, stderr).toBe(0);
    await fails('undo', /undo (\S+)/.exec(stderr)?.[1] ?? '', '--yes');
    await fails('undo', results, '--yes');
  });

  test('by apply', async () => {
    const { home, fails } = await unreadable();
    const file = home.path('account.json');
    writeFileSync(file, state);
    await fails('apply', '-f', file, '--yes');
  });

  test('by callbacks set', async () => {
    const { fails } = await unreadable();
    await fails('callbacks', 'set', '--app', support.key, '--primary', 'https://new.example.com');
  });
});

describe('--max-removals', () => {
  const world = createWorld(400);
  const own = serving(world, support);
  const row = (number: string, before: string | null) => ({
    kind: 'number',
    number,
    callback: null,
    capability: 'voice',
    application: support.key,
    change: before === null ? 'add' : 'move',
    from: before,
    to: support.key,
    result: 'done',
    checked: true,
  });

  test.each([null, sales.key])('counts the removals of a file (to %s)', async (before) => {
    const home = newHome();
    await run(['sandbox', 'reset', '--numbers', '400'], { home });
    const path = home.path('rows.json');
    writeFileSync(path, JSON.stringify(own.slice(0, 17).map((number) => row(number, before))));
    const refused = await sandbox(['undo', path, '--yes', '--json'], { home });
    expect([refused.code, refused.stdout]).toEqual([7, '']);
    expect(refused.error()).toMatchObject({ hint: 'to allow it, add --max-removals 17' });
    expect(refused.error().items).toHaveLength(17);
    expect(serving(home.world(), support)).toEqual(own);
    expect((await sandbox(['undo', path, '--yes', '--max-removals', '17'], { home })).code).toBe(0);
    expect(serving(home.world(), support)).toEqual(own.slice(17));
  });

  test('does not limit the undo of a run, which removes only what the run added', async () => {
    const home = newHome();
    await run(['sandbox', 'reset', '--numbers', '400'], { home });
    const unassigned = world.numbers.filter((one) => world.applicationOf(one, 'voice') === null);
    const added = await sandbox(['numbers', 'assign', ...unassigned.slice(0, 30), '--app', 'support'], {
      home,
    });
    const [, id = ''] = /undo (\S+)$/m.exec(added.stderr) ?? [];
    expect((await sandbox(['undo', id, '--yes'], { home })).code).toBe(0);
    expect(serving(home.world(), support)).toEqual(own);
  });
});
