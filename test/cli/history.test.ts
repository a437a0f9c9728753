import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import {
  free,
  freeVoice,
  ours,
  RESULT_FIELDS,
  sales,
  support,
  supportVoice,
  theirs,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { type RunOptions, run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';

/** A home directory with some recorded changes, and a function to run commands in it. */
async function made(options: RunOptions = {}) {
  const home = newHome();
  const go = (...argv: string[]) => sandbox(argv, { home, ...options });
  return { home, go, journal: `${home.env.SINCHCTL_STATE_DIR}/journal.ndjson` };
}

test('every change is in the history, with user, computer, time, command, and reason', async () => {
  const { go } = await made({
    now: () => new Date('2026-11-24T09:30:00Z'),
    env: { CI_JOB_URL: 'https://ci/1' },
  });
  await go(
    'numbers',
    'assign',
    free,
    theirs,
    '--app',
    'support',
    '--move-from',
    'sales',
    '--reason',
    "Black Friday's",
  );
  const { code, json } = await go('history', '--changes', '--json');
  expect(code).toBe(0);
  expect(json()).toHaveLength(2);
  expect(Object.keys(json()[0] ?? {})).toEqual([
    ...RESULT_FIELDS,
    ...['run', 'at', 'user', 'host', 'profile', 'command', 'ci', 'reason'],
  ]);
  expect(json()[1]).toMatchObject({
    kind: 'number',
    number: theirs,
    change: 'move',
    from: sales.key,
    to: support.key,
    application: support.key,
    result: 'done',
    at: '2026-11-24T09:30:00.000Z',
    profile: 'sandbox',
    ci: 'https://ci/1',
    reason: "Black Friday's",
  });
  expect(json()[0]?.run).toMatch(/^20261124-093000-[0-9a-f]{4}$/);
  expect(json()[0]?.run).toBe(json()[1]?.run);
  expect(json()[0]?.command).toContain(`numbers assign ${free} ${theirs} --app support`);
});

test('planned, rejected, and unchanged items are not recorded', async () => {
  const { go } = await made();
  await go('numbers', 'assign', ours, '--app', 'support');
  await go('numbers', 'assign', free, '--app', 'support', '--dry-run');
  await go('numbers', 'assign', theirs, '--app', 'support');
  await go('numbers', 'unassign', ours);
  const { stdout, stderr } = await go('history', '-o', 'table');
  expect(stdout).toBe('');
  expect(stderr).toContain('no changes recorded');
});

test('a filter without matches does not report an empty history', async () => {
  const { go } = await made();
  await go('numbers', 'assign', free, '--app', 'support');
  for (const filter of [
    ['--user', 'nobody'],
    ['--number', ours],
    ['--changes', '--user', 'nobody'],
  ]) {
    const { stdout, stderr } = await go('history', ...filter, '-o', 'table');
    expect(stdout).toBe('');
    expect(stderr).toContain('note: no changes match these options');
    expect(stderr).not.toContain('no changes recorded');
  }
});

test('the journal is readable only by its owner, and contains a line before and after each change', async () => {
  const { go, journal } = await made();
  await go('numbers', 'assign', free, '--app', 'support');
  expect(statSync(journal).mode & 0o777).toBe(0o600);
  const lines = readFileSync(journal, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { head: { profile: 'sandbox', reason: null } },
    { number: free, result: 'planned', to: support.key },
    { number: free, result: 'done', to: support.key },
    { end: { added: 1, moved: 0, removed: 0, set: 0, failed: 0, unknown: 0 } },
  ]);
});

test('numbers whose other fields are identical share a line, and are separate rows in the history', async () => {
  const { go, journal } = await made();
  await go('numbers', 'assign', free, freeVoice, theirs, '--app', 'support', '--move-from', 'sales');
  const [, ...lines] = readFileSync(journal, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { numbers: [free, freeVoice], change: 'add', result: 'planned', to: support.key },
    { number: theirs, change: 'move', result: 'planned', from: sales.key },
    { numbers: [free, freeVoice], change: 'add', result: 'done' },
    { number: theirs, change: 'move', result: 'done' },
    { end: { added: 2, moved: 1, failed: 0 } },
  ]);
  const rows = (await go('history', '--changes', '--json')).json();
  expect(rows.map(({ number, change, result }) => [number, change, result])).toEqual([
    [free, 'add', 'done'],
    [freeVoice, 'add', 'done'],
    [theirs, 'move', 'done'],
  ]);
  expect(Object.keys(rows[0] ?? {})).not.toContain('numbers');
});

test('requests with one number each also share a line', async () => {
  const { go, journal } = await made();
  const { code } = await go('numbers', 'unassign', ...supportVoice.slice(0, 3), '--app', 'support', '--yes');
  expect(code).toBe(0);
  const [, planned, ...settled] = readFileSync(journal, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const done = settled.slice(0, -1);
  expect(planned).toMatchObject({ numbers: supportVoice.slice(0, 3), change: 'remove', result: 'planned' });
  expect(done.flatMap(({ number, numbers, result }) => (numbers ?? [number]).map(() => result))).toEqual([
    'done',
    'done',
    'done',
  ]);
});

test('items that a request includes unchanged are not recorded', async () => {
  const { go, home } = await made();
  const current = (await go('callbacks', 'get', '--app', 'support', '--json')).json()[0];
  const primary = String(current?.primary);
  const fallback = 'https://new.example.com/sinch';
  await go('callbacks', 'set', '--app', 'support', '--primary', primary, '--fallback', fallback);
  const overwritten = supportVoice.slice(0, 3);
  const overwrite = ['numbers', 'overwrite', ...overwritten, '--app', 'support', '--api', 'portal', '--yes'];
  const { code, json } = await sandbox([...overwrite, '--json'], { home });
  expect(code).toBe(0);
  expect(json().filter(({ result }) => result === 'unchanged')).toHaveLength(3);
  const rows = (await go('history', '--changes', '--json')).json();
  expect(rows.map(({ callback, number, change, result }) => [callback ?? number, change, result])).toEqual([
    ['fallback', 'set', 'done'],
    ...supportVoice.slice(3).map((number) => [number, 'remove', 'done']),
  ]);
});

test('a journal with a line for each number, as written by the first versions, can be read', async () => {
  const { go, journal } = await made();
  await go('numbers', 'assign', free, freeVoice, '--app', 'support');
  const [head, planned, done] = readFileSync(journal, 'utf8').split('\n').filter(Boolean);
  const apart = [planned, done].flatMap((line) => {
    const { numbers, ...rest } = JSON.parse(line ?? '');
    return numbers.map((number: string) => JSON.stringify({ ...rest, number }));
  });
  expect(apart).toHaveLength(4);
  const before = (await go('history', '--changes', '--json')).json();
  writeFileSync(journal, `${[head, ...apart].join('\n')}\n`);
  expect((await go('history', '--changes', '--json')).json()).toEqual(before);
});

describe('filters', () => {
  const history = async (...argv: string[]) => {
    const { go, home } = await made({ now: () => new Date('2026-11-20T12:00:00Z') });
    await go('numbers', 'assign', free, '--app', 'support');
    await go('callbacks', 'set', '--app', 'sales', '--clear-fallback');
    const later = { home, now: () => new Date('2026-11-22T12:00:00Z') };
    await sandbox(['numbers', 'assign', freeVoice, '--app', 'sales'], later);
    const { code, json, stderr } = await sandbox(['history', '--changes', '--json', ...argv], later);
    return { code, stderr, items: code === 0 ? json().map((row) => row.number ?? row.callback) : [] };
  };

  test.each([
    [['--number', '+1 415-555-0103'], [free]],
    [
      ['--app', 'sales'],
      ['fallback', freeVoice],
    ],
    [['--app', support.key], [free]],
    [['--since', '24h'], [freeVoice]],
    [
      ['--since', '3d'],
      [free, 'fallback', freeVoice],
    ],
    [['--since', '2026-11-21'], [freeVoice]],
    [['--since', 'today'], [freeVoice]],
    [['--since', 'yesterday'], [freeVoice]],
    [
      ['--user', userInfo().username],
      [free, 'fallback', freeVoice],
    ],
    [['--user', 'nobody-else'], []],
    [['--limit', '1'], [freeVoice]],
    [['--limit', '1', '--app', 'sales'], [freeVoice]],
    [['--limit', '1', '--number', free], [free]],
    [
      ['--since', '2026-11-20T12:00:00Z', '--app', 'sales'],
      ['fallback', freeVoice],
    ],
    [['--number', ours], []],
  ])('%j', async (argv, items) => {
    expect(await history(...argv)).toMatchObject({ code: 0, items });
  });

  test.each(['last week', '24', '2026-13-45', '-3d'])('--since %s causes exit code 2', async (since) => {
    const { code, stderr } = await history(`--since=${since}`);
    expect(code).toBe(2);
    expect(stderr).toContain('24h');
  });
});

test('history on a computer without credentials works', async () => {
  const { code, stdout } = await run(['history', '--changes', '--json']);
  expect([code, stdout]).toEqual([0, '[]\n']);
});

test('damaged and unexpected lines of the journal hide no other lines, and are reported once', async () => {
  const { go, journal } = await made();
  await go('numbers', 'assign', free, '--app', 'support');
  const { stderr: intact } = await go('history', '--changes');
  expect(intact).not.toContain('cannot be read');
  const added = '{"run":"x","at\nnull\n[1]\n"text"\n{"unknown":1}\n\0\0\0\n{"run":"x","\0\0\0"}\n{"run":"20';
  writeFileSync(journal, readFileSync(journal, 'utf8') + added);
  await go('numbers', 'assign', freeVoice, '--app', 'support');
  const warning = `warning: the history is incomplete: 7 lines of ${journal} cannot be read\n`;
  for (const argv of [['history'], ['history', '--changes'], ['undo', 'last', '--dry-run']]) {
    const { code, stderr } = await go(...argv);
    expect(code, stderr).toBe(0);
    expect(stderr.split(warning)).toHaveLength(2);
  }
  const { json } = await go('history', '--changes', '--json');
  expect(json().map(({ number, result }) => [number, result])).toEqual([
    [free, 'done'],
    [freeVoice, 'done'],
  ]);
});

test('a large journal is rotated, and remains readable', async () => {
  const { go, journal } = await made();
  await go('numbers', 'assign', free, '--app', 'support');
  const filler = `${JSON.stringify({ filler: 'x'.repeat(1023 * 1024) })}\n`.repeat(17);
  writeFileSync(journal, readFileSync(journal, 'utf8') + filler);
  await go('numbers', 'assign', freeVoice, '--app', 'support');
  expect(statSync(journal).size).toBeLessThan(10_000);
  const { json } = await go('history', '--changes', '--json');
  expect(json().map(({ number }) => number)).toEqual([free, freeVoice]);
});

test('a change that cannot be recorded is not made', async () => {
  const { go, home } = await made();
  writeFileSync(`${home.env.SINCHCTL_STATE_DIR}/journal.ndjson`, '');
  // A directory in its place cannot be appended to, even by root.
  const { mkdirSync, rmSync } = await import('node:fs');
  rmSync(`${home.env.SINCHCTL_STATE_DIR}/journal.ndjson`);
  mkdirSync(`${home.env.SINCHCTL_STATE_DIR}/journal.ndjson`);
  const { code, stdout, stderr, world } = await go('numbers', 'assign', free, '--app', 'support');
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('journal.ndjson');
  expect(world().applicationOf(free, 'voice')).toBeNull();
});

test('a journal of an older version can be read, and unknown fields are ignored', async () => {
  const { go, journal } = await made();
  await go('numbers', 'assign', free, '--app', 'support');
  const lines = readFileSync(journal, 'utf8').split('\n').filter(Boolean);
  const old = lines
    .map((line) => JSON.parse(line))
    .filter(({ end }) => !end)
    .map(({ head, ...entry }) => {
      if (!head) return { ...entry, added: 'later' };
      const { version, key, undoes, ...rest } = head;
      expect(version).toBe(2);
      return { head: { ...rest, unknown: 1 } };
    });
  writeFileSync(journal, old.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const [{ run: name = '' } = {}] = (await go('history', '--changes', '--json')).json();
  expect((await go('undo', String(name), '--yes')).code).toBe(0);
});

test.each([
  ['history'],
  ['undo', '20261124-093000-3f9a', '--yes'],
  ['numbers', 'assign', freeVoice, '--app', 'support'],
])('a journal of a newer version causes exit code 3: %s', async (...argv) => {
  const { go, journal } = await made();
  await go('numbers', 'assign', free, '--app', 'support');
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"version":2', '"version":3'));
  const before = readFileSync(journal, 'utf8');
  const { code, stderr, world } = await go(...argv);
  expect([code, stderr]).toEqual([3, expect.stringContaining('newer version of sinchctl')]);
  expect(stderr).toContain('hint: update sinchctl');
  expect(readFileSync(journal, 'utf8')).toBe(before);
  expect(world().applicationOf(freeVoice, 'voice')).toBeNull();
});

test('runs in the same second never share an ID', async () => {
  const { go, journal } = await made({ now: () => new Date('2026-11-24T09:30:00Z'), random: () => 0.99999 });
  for (const app of ['support', 'sales', 'spare']) {
    expect((await go('numbers', 'assign', free, '--app', app, '--move-from', 'any', '--yes')).code).toBe(0);
  }
  const heads = readFileSync(journal, 'utf8').matchAll(/"head":.*?"run":"(.*?)"/g);
  expect([...heads].map(([, name]) => name)).toEqual([
    '20261124-093000-ffff',
    '20261124-093000-0000',
    '20261124-093000-0001',
  ]);
});

test('a message of several megabytes is truncated in the journal', async () => {
  const home = newHome();
  const { env } = await serve({
    between: async (request, answer) => {
      if (request.method !== 'POST') return answer(request);
      const body = JSON.stringify({ errorCode: 40003, message: 'no such number '.repeat(240_000) });
      return {
        how: 'whole',
        response: { status: 400, headers: { 'content-type': 'application/json' }, body },
      };
    },
  });
  await run(['numbers', 'assign', free, freeVoice, '--app', support.key], { home, env });
  expect(statSync(`${home.env.SINCHCTL_STATE_DIR}/journal.ndjson`).size).toBeLessThan(10_000);
});

describe('runs', () => {
  const FIELDS = [
    ...['run', 'at', 'user', 'host', 'profile', 'command', 'ci', 'reason'],
    ...['added', 'moved', 'removed', 'set', 'failed', 'unknown', 'undoneBy'],
  ];

  test('one row per run, newest first, with counts', async () => {
    const { go } = await made({ now: () => new Date('2026-11-24T09:30:00Z') });
    await go(
      'numbers',
      'assign',
      free,
      theirs,
      '--app',
      'support',
      '--move-from',
      'any',
      '--yes',
      '--reason',
      'OPS-311',
    );
    await go(
      'callbacks',
      'set',
      '--app',
      'support',
      '--clear-fallback',
      '--primary',
      'https://x.example.com',
    );
    const rows = (await go('history', '--json')).json();
    expect(Object.keys(rows[0] ?? {})).toEqual(FIELDS);
    const none = { added: 0, moved: 0, removed: 0, set: 0, failed: 0, unknown: 0, undoneBy: null };
    expect(rows).toMatchObject([
      { ...none, set: 2, reason: null, profile: 'sandbox' },
      { ...none, added: 1, moved: 1, reason: 'OPS-311', at: '2026-11-24T09:30:00.000Z' },
    ]);
  });

  test('a run without an end line has counts from its changes', async () => {
    const { go, journal } = await made();
    await go('numbers', 'assign', free, theirs, '--app', 'support', '--move-from', 'any', '--yes');
    const before = (await go('history', '--json')).json();
    const lines = readFileSync(journal, 'utf8').split('\n').filter(Boolean);
    writeFileSync(journal, lines.slice(0, -1).join('\n'));
    expect((await go('history', '--json')).json()).toEqual(before);
    writeFileSync(journal, lines.slice(0, -3).join('\n'));
    expect((await go('history', '--json')).json()).toMatchObject([{ added: 0, moved: 0, unknown: 2 }]);
  });

  test('on a terminal, in local time', async () => {
    const home = newHome();
    const at = (day: number) => ({
      home,
      random: () => 0,
      now: () => new Date(2026, 10, day, 14, 2),
    });
    await sandbox(['numbers', 'assign', free, '--app', 'support'], at(20));
    await sandbox(['numbers', 'unassign', ours, '--app', 'support', '--yes'], at(23));
    await sandbox(['undo', 'last', '--yes'], at(23));
    await sandbox(['callbacks', 'set', '--app', 'support', '--clear-fallback'], at(24));
    const { stdout } = await sandbox(['history', '--no-color'], { ...at(24), terminal: true, width: 80 });
    expect(
      stdout.split('\n').map((line) =>
        line
          .replace(/ {2,}/g, '|')
          .replace(/\d{8}-\d{6}/g, 'R')
          .replaceAll(userInfo().username, 'ann'),
      ),
    ).toEqual([
      'RUN|WHEN|WHO|CHANGES',
      'R-0000|today 14:02|ann|1 callback',
      '|callbacks set --app support --clear-fallback',
      'R-0001|yesterday 14:02|ann|+1 support',
      '|undo last --yes',
      'R-0000|yesterday 14:02|ann|-1 support',
      `|numbers unassign ${ours} --app support --yes|undone by 3-140200-0001`,
      'R-0000|2026-11-20 14:02|ann|+1 support',
      `|numbers assign ${free} --app support`,
      '',
    ]);
  });

  test('a table shows 20 runs, and machine-readable formats show all', async () => {
    const { go, home, journal } = await made();
    await go('numbers', 'assign', free, '--app', 'support');
    const [head = ''] = readFileSync(journal, 'utf8').split('\n').filter(Boolean);
    const heads = Array.from({ length: 24 }, (_, i) =>
      head.replace(/\d{4}-[0-9a-f]{4}"/, `59${10 + i}-0000"`),
    );
    writeFileSync(journal, `${heads.join('\n')}\n`, { flag: 'a' });
    expect((await go('history', '--json')).json()).toHaveLength(25);
    const { stdout, stderr } = await go('history', '-o', 'table');
    expect(stdout.match(/^\d{8}-/gm)).toHaveLength(20);
    expect(stderr).toContain('note: 5 more runs; to list all, add --limit 25');
    expect((await go('history', '-o', 'table', '--limit', '3')).stderr).toContain('use --limit 25');
    expect((await sandbox(['history', '-o', 'table', '--limit', '25'], { home })).stderr).not.toContain(
      'more',
    );
  });

  test('only runs of the selected profile, with a note; --all-profiles lists all', async () => {
    const home = newHome();
    const { env } = await serve();
    const other = await serve();
    await sandbox(['numbers', 'assign', free, '--app', 'support'], { home });
    await run(['numbers', 'assign', free, '--app', support.key], { home, env });
    await run(['numbers', 'assign', free, '--app', support.key], { home, env: other.env });
    const own = await run(['history', '--json'], { home, env });
    expect(own.json()).toMatchObject([{ profile: 'environment' }]);
    expect(own.stderr).toContain('note: 2 runs of other profiles; to list all, add --all-profiles');
    const sandboxed = await sandbox(['history', '--json', '--changes'], { home });
    expect(sandboxed.json()).toMatchObject([{ profile: 'sandbox' }]);
    const all = await run(['history', '--json', '--all-profiles'], { home, env });
    expect(all.json().map(({ profile }) => profile)).toEqual(['environment', 'environment', 'sandbox']);
    const [{ run: name = '' } = {}] = sandboxed.json();
    expect((await run(['history', '--run', String(name), '--json'], { home, env })).json()).toHaveLength(1);
  });

  test('runs of the environment, only with the same application key', async () => {
    const home = newHome();
    const { env } = await serve();
    await run(['numbers', 'assign', free, '--app', support.key], { home, env });
    const another = {
      ...env,
      SINCH_APPLICATION_KEY: sales.key,
      SINCH_APPLICATION_SECRET: 'c2VjcmV0c2VjcmV0c2VjcmV0',
    };
    expect((await run(['history', '--json'], { home, env: another })).json()).toEqual([]);
    expect((await run(['undo', 'last', '--yes'], { home, env: another })).code).toBe(4);
  });

  test('a run by its ID suffix; several matches cause exit code 2, and none causes exit code 4', async () => {
    const home = newHome();
    const at = (second: number) => ({
      home,
      random: () => 0x3f9a / 0x10000,
      now: () => new Date(1e12 + second * 1000),
    });
    await sandbox(['numbers', 'assign', free, '--app', 'support'], at(0));
    expect((await sandbox(['history', '--run', '3f9a', '--json'], { home })).json()).toHaveLength(1);
    await sandbox(['numbers', 'assign', freeVoice, '--app', 'support'], at(1));
    for (const argv of [
      ['history', '--run', '3f9a'],
      ['undo', '3f9a', '--yes'],
    ]) {
      const { code, error } = await sandbox([...argv, '--json'], { home });
      expect(code).toBe(2);
      expect(error().items).toEqual(['20010909-014641-3f9a', '20010909-014640-3f9a']);
      expect(
        (
          await sandbox(
            [...argv.slice(0, -1), argv[0] === 'undo' ? 'beef' : 'beef'].filter((w) => w !== '3f9a'),
            { home },
          )
        ).code,
      ).toBe(4);
    }
    const undone = await sandbox(['undo', '0-3f9a', '--yes'], { home });
    expect([undone.code, undone.world().applicationOf(free, 'voice')]).toEqual([0, null]);
  });
});

test('rotated files older than --since are not read; others are', async () => {
  const { go, home, journal } = await made({ now: () => new Date('2026-11-20T12:00:00Z') });
  const later = { home, now: () => new Date('2026-11-22T12:00:00Z') };
  const rotate = (n: number) => renameSync(journal, journal.replace('.ndjson', `.${n}.ndjson`));
  await go('numbers', 'assign', free, '--app', 'support');
  rotate(2);
  await sandbox(['numbers', 'unassign', ours, '--app', 'support', '--yes'], {
    ...later,
    now: () => new Date('2026-11-21T12:00:00Z'),
  });
  rotate(1);
  await sandbox(['numbers', 'assign', freeVoice, '--app', 'sales'], later);
  const since = async (...argv: string[]) => sandbox(['history', '--json', ...argv], later);
  expect((await since('--since', '3d')).json()).toHaveLength(3);
  // A newer journal cannot be read at all, so reading it causes an error.
  const oldest = journal.replace('.ndjson', '.2.ndjson');
  writeFileSync(oldest, readFileSync(oldest, 'utf8').replace('"version":2', '"version":3'));
  expect((await since('--since', '1d')).json()).toMatchObject([{ added: 1 }, { removed: 1 }]);
  expect((await since('--since', '1h', '--changes')).json()).toMatchObject([{ number: freeVoice }]);
  expect((await since('--since', '3d')).code).toBe(3);
});

describe('the history on a terminal', () => {
  const at = (day: number) => ({ now: () => new Date(`2026-11-${day}T12:00:00Z`), random: () => day / 100 });
  const person = { terminal: true, env: { FORCE_COLOR: '1' } };

  /** Three runs, of which the second is undone by the third. */
  async function undone() {
    const home = newHome();
    await sandbox(['numbers', 'assign', free, '--app', 'support'], { home, ...at(20) });
    await sandbox(['numbers', 'assign', theirs, '--app', 'support', '--move-from', 'sales'], {
      home,
      ...at(21),
    });
    await sandbox(['undo', 'last', '--yes'], { home, ...at(22) });
    const runs = (await sandbox(['history', '--json'], { home })).json().map(({ run }) => String(run));
    return { home, runs };
  }

  test('shows the ID suffix for undo in bold, and undone runs dim', async () => {
    const { home, runs } = await undone();
    const { stdout } = await sandbox(['history'], { home, ...person, ...at(22) });
    const lines = stdout.split('\n');
    const [newest = '', second = '', first = ''] = runs;
    const emphasized = (run: string) => `${run.slice(0, -4)}\u001b[1m${run.slice(-4)}\u001b[22m`;
    expect(lines.filter((line) => line.startsWith(emphasized(newest)))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith(emphasized(first)))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith(`\u001b[2m${second}  yesterday 12:00`))).toHaveLength(1);
    expect(stdout).toContain(`  undone by ${newest.slice(-4)}`);
    expect((await sandbox(['undo', first.slice(-4), '--yes'], { home })).code).toBe(0);
  });

  test('ends with the number of runs, and how to view and undo the newest', async () => {
    const { home, runs } = await undone();
    const { stderr } = await sandbox(['history'], { home, terminal: true });
    expect(stderr.split('\n').slice(-4)).toEqual([
      '3 runs (sandbox)',
      `View: sinchctl --profile sandbox history --run ${runs[0]}`,
      // The newest is an undo, and the one before it is undone.
      `Undo: sinchctl --profile sandbox undo ${runs[2]}`,
      '',
    ]);
    for (const argv of [['-q'], ['--json'], ['-o', 'csv']]) {
      const quiet = await sandbox(['history', ...argv], { home, terminal: true });
      expect(quiet.stderr).not.toContain('3 runs');
    }
  });

  /** The changes of the newest run, and of the same run if it was killed before its end. */
  async function changesOf(runs: string[][], argv: string[] = [], env: Record<string, string> = {}) {
    const { go, home, journal } = await made();
    for (const one of runs) expect((await go(...one)).code).toBe(0);
    const show = async () => {
      const options = { home, env, terminal: true, width: 120 };
      const { stdout } = await sandbox(['history', '--limit', '1', '--no-color', ...argv], options);
      return /^(?:changes: |.*\d\d:\d\d {2}\S+ {2})(.+)$/m.exec(stdout)?.[1];
    };
    const ended = await show();
    const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
    writeFileSync(journal, `${lines.slice(0, -1).join('\n')}\n`);
    expect(await show()).toBe(ended);
    return ended;
  }
  const assign = (...argv: string[]) => ['numbers', 'assign', ...argv];
  const toSpare = assign(ours, theirs, '--app', 'spare', '--move-from', 'any', '--yes');

  test.each([
    ['added', '+2 support', [assign(free, freeVoice, '--app', 'support')]],
    ['moved', '~1 sales → support', [assign(theirs, '--app', 'support', '--move-from', 'sales')]],
    ['removed', '-1 support', [['numbers', 'unassign', ours, '--app', 'support', '--yes']]],
    ['moved from several', '~2 → spare', [toSpare]],
    ['moved to several', '~2', [toSpare, ['undo', 'last', '--yes']]],
    [
      'added to and removed from one',
      '+1 -4 support',
      [['numbers', 'overwrite', free, ...supportVoice.slice(0, -4), '--app', 'support', '--yes']],
    ],
    [
      'added to one and moved to it',
      '+1 support, ~1 sales → support',
      [assign(free, theirs, '--app', 'support', '--move-from', 'sales')],
    ],
    ['a callback', '1 callback', [['callbacks', 'set', '--app', 'support', '--clear-fallback']]],
  ])('shows the applications of a run: %s', async (_name, expected, runs) => {
    expect(await changesOf(runs)).toBe(expected);
  });

  test('shows them in ASCII and in labeled lines', async () => {
    const move = [assign(theirs, '--app', 'support', '--move-from', 'sales')];
    expect(await changesOf(move, [], { LC_ALL: 'C' })).toBe('~1 sales -> support');
    expect(await changesOf(move, ['--accessible'])).toBe('~1 sales -> support');
  });

  test.each([
    ['UTF-8', {}, `~1 …${sales.key.slice(-4)} → …5a01`],
    ['ASCII', { LC_ALL: 'C' }, `~1 ...${sales.key.slice(-4)} -> ...5a01`],
  ])('shows the key suffix of an application without an alias: %s', async (_name, locale, expected) => {
    const home = newHome();
    const { env } = await serve();
    const argv = assign(theirs, '--app', support.key, '--move-from', sales.key);
    expect((await run(argv, { home, env })).code).toBe(0);
    const { stdout } = await run(['history', '--no-color'], {
      ...{ home, env: { ...env, ...locale }, terminal: true, width: 120 },
    });
    expect(stdout).toMatch(new RegExp(`  ${expected.replaceAll('.', '\\.')}$`, 'm'));
  });

  test('masks values of URLs in ASCII', async () => {
    const home = newHome();
    const { env } = await serve();
    const argv = [
      'callbacks',
      'set',
      '--app',
      support.key,
      '--primary',
      'https://a.example.com/?token=hidden',
    ];
    expect((await run(argv, { home, env })).code).toBe(0);
    for (const [locale, masked] of [
      ['C.UTF-8', 'token=…'],
      ['C', 'token=...'],
    ] as const) {
      const { stdout } = await run(['history'], { home, env: { ...env, LC_ALL: locale }, terminal: true });
      expect(stdout).toContain(masked);
    }
  });

  test('shows only counts of a run that an older version recorded', async () => {
    const { go, home, journal } = await made();
    await go(...assign(free, '--app', 'support'));
    const text = readFileSync(journal, 'utf8');
    const old = text.replace(/,"applications":\{"added":\{[^}]*\}\}/, '');
    expect(old).not.toBe(text);
    writeFileSync(journal, old);
    const { stdout } = await sandbox(['history', '--no-color'], { home, terminal: true });
    expect(stdout).toMatch(/ {2}\+1$/m);
  });

  test('shows the GitHub run next to the user, and its URL with the changes', async () => {
    const env = {
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'acme/phones',
      GITHUB_RUN_ID: '812',
    };
    const { go, home } = await made({ env });
    await go(...assign(free, '--app', 'support'));
    const url = 'https://github.com/acme/phones/actions/runs/812';
    const runs = await sandbox(['history'], { home, terminal: true });
    expect(runs.stdout).toContain(`  ${userInfo().username}, GitHub run 812  `);
    expect(runs.stdout).not.toContain(url);
    const [{ run: name = '' } = {}] = (await go('history', '--json')).json();
    const one = await sandbox(['history', '--run', String(name)], { home, terminal: true });
    expect(one.stderr).toContain(`1 change in 1 run\nCI: ${url}\n`);
  });

  test('shows it beside the command if the changes would not fit otherwise, and on a line of its own below a longer command', async () => {
    const env = {
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'acme/phones',
      GITHUB_RUN_ID: '12345678901',
    };
    const { go, home } = await made({ env });
    await go(...assign(theirs, '--app', 'support', '--move-from', 'sales'));
    await go('undo', 'last', '--yes');
    const [{ run: undo = '' } = {}] = (await go('history', '--json')).json();
    const table = { home, terminal: true, width: 80 };
    const { stdout } = await sandbox(['history', '--no-color'], table);
    const who = userInfo().username;
    const command = `numbers assign ${theirs} --app support --move-from sales`;
    const below = `GitHub run 12345678901, undone by ${String(undo).slice(-4)}`;
    const lines = stdout.split('\n').map((line) => line.replace(/^\d{8}-\d{6}-\w{4} {2}.{11,16}? {2}/, ''));
    expect(lines).toEqual([
      expect.stringMatching(/^RUN +WHEN +WHO +CHANGES$/),
      `${who}  ~1 support → sales`,
      expect.stringMatching(/^ {2}undo last --yes {10,}GitHub run 12345678901$/),
      `${who}  ~1 sales → support`,
      `  ${command}`,
      `  ${below}`,
      '',
    ]);
    const wide = await sandbox(['history', '--no-color'], { ...table, width: 110 });
    expect(wide.stdout).toContain(`\n  ${command}  undone by ${String(undo).slice(-4)}\n`);
  });

  test('shows a longer suffix in bold if two IDs have the same ending', async () => {
    const home = newHome();
    for (const day of [20, 21]) {
      const app = day === 20 ? ['support'] : ['sales', '--move-from', 'support'];
      await sandbox(['numbers', 'assign', free, '--app', ...app], { home, ...at(day), random: () => 0.5 });
    }
    const { stdout } = await sandbox(['history'], { home, ...person });
    expect(stdout).toMatch(/^2026112\u001b\[1m1-120000-8000\u001b\[22m/m);
    expect(stdout).toMatch(/^2026112\u001b\[1m0-120000-8000\u001b\[22m/m);
  });

  test('shows the profile of each run if there are several', async () => {
    const { home } = await undone();
    const { env } = await serve();
    await run(['numbers', 'assign', free, '--app', support.key], { home, env });
    const argv = ['history', '--all-profiles'];
    const { stdout } = await sandbox(argv, { home, terminal: true });
    const user = userInfo().username;
    expect(stdout.match(/ {2}\S+ \(\w+\) {2}/g)).toEqual([
      `  ${user} (environment)  `,
      ...Array.from({ length: 3 }, () => `  ${user} (sandbox)      `.slice(0, user.length + 14)),
    ]);
  });

  test('shows previous and new assignments of changes, and local times', async () => {
    const { home, runs } = await undone();
    const { stdout, stderr } = await sandbox(['history', '--run', runs[1] ?? '', '--no-color'], {
      home,
      terminal: true,
      ...at(22),
    });
    expect(stdout).toContain(`│ yesterday 12:00 │ ${theirs} │ move   │ sales │ support │ done   │`);
    expect(stderr).toContain('1 change in 1 run\n');
  });

  test('shows short reasons of failed changes in the table, and complete ones once below', async () => {
    const home = newHome();
    const body = JSON.stringify({ errorCode: 40003, message: 'no such number today', reference: 'ref-1' });
    const { env } = await serve({
      between: async (request, answer) =>
        request.method === 'GET'
          ? answer(request)
          : { how: 'whole', response: { status: 400, headers: {}, body } },
    });
    await run(['numbers', 'assign', free, freeVoice, '--app', support.key], { home, env });
    const { stdout, stderr } = await run(['history', '--changes'], { home, env, terminal: true });
    expect(stdout.match(/│ no such number today +│/g)).toHaveLength(2);
    const complete = 'cannot assign numbers: no such number today (HTTP 400, code 40003)';
    expect(stdout).not.toContain('cannot assign');
    expect(stderr).toContain(`2 changes in 1 run\n  2  ${complete}: ${free}, ${freeVoice}\n`);
  });
});
