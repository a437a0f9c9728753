import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  changes,
  free,
  freeVoice,
  number,
  ours,
  sales,
  spare,
  support,
  UNCHANGED,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run, sandbox } from '../support/run.ts';

test('the sandbox profile is built in, keeps its state between commands, and is mentioned in a note', async () => {
  const { home, stderr } = await sandbox(['numbers', 'assign', free, '--app', 'sales']);
  expect(stderr).toContain('sandbox');
  expect(changes(home.world()).assignments).toEqual({ [free]: { voice: sales.key } });
});

test('a read creates no state', async () => {
  const { home } = await sandbox(['numbers', 'list']);
  expect(existsSync(home.statePath)).toBe(false);
});

test('only the owner can read the state', async () => {
  const { home } = await sandbox(['numbers', 'assign', free]);
  expect(statSync(home.statePath).mode & 0o777).toBe(0o600);
});

test('parallel commands share one simulated account and lose nothing', async () => {
  const home = newHome();
  const all = [free, number(4), number(8), number(9), number(13), number(14)];
  const codes = await Promise.all(
    all.map((one) => sandbox(['numbers', 'assign', one, '--app', 'spare', '--lock-timeout', '20'], { home })),
  );
  expect(codes.map(({ code }) => code)).toEqual(all.map(() => 0));
  const world = home.world();
  expect(all.map((one) => world.applicationOf(one, 'voice'))).toEqual(all.map(() => spare.key));
});

test('sandbox show shows applications, counts, and callbacks', async () => {
  const { code, json } = await run(['sandbox', 'show', '--json']);
  expect(code).toBe(0);
  expect(json()).toEqual([
    { application: support.key, alias: 'support', voice: 8, sms: 4, ...support.callbacks },
    { application: sales.key, alias: 'sales', voice: 4, sms: 2, ...sales.callbacks },
    { application: spare.key, alias: 'spare', voice: 0, sms: 0, primary: null, fallback: null },
  ]);
});

test('sandbox show includes changes made by commands', async () => {
  const { home } = await sandbox(['numbers', 'unassign', ours, '--yes']);
  expect((await run(['sandbox', 'show', '--json'], { home })).json()[0]).toMatchObject({ voice: 7 });
});

test('sandbox show prints the path of the state only if it has been saved', async () => {
  const { home, stderr } = await run(['sandbox', 'show', '--json']);
  expect(stderr).toBe('note: 20 numbers (initial state)\n');
  await sandbox(['numbers', 'unassign', ours, '--yes'], { home });
  expect((await run(['sandbox', 'show', '--json'], { home })).stderr).toBe(
    `note: 20 numbers; saved in ${home.statePath}\n`,
  );
});

test('sandbox reset restores its initial state', async () => {
  const { home } = await sandbox(['numbers', 'assign', free]);
  const { code, stdout } = await run(['sandbox', 'reset'], { home });
  expect([code, stdout]).toEqual([0, '']);
  expect(changes(home.world())).toEqual(UNCHANGED);
});

test('sandbox reset --numbers changes its size', async () => {
  const { home } = await run(['sandbox', 'reset', '--numbers', '1000']);
  expect(home.world().size).toBe(1000);
  expect(
    (await sandbox(['numbers', 'list', '--capability', 'voice', '--json'], { home })).json(),
  ).toHaveLength(1000);
});

test.each(['', '{', '[]', '{"version":0}'])(
  'a state file that contains %j is a failure with a hint',
  async (text) => {
    const home = newHome();
    writeFileSync(home.statePath, text);
    const { code, stdout, stderr } = await sandbox(['numbers', 'list'], { home });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`${home.statePath} is not a valid sandbox state file`);
    expect(stderr).toContain('hint: to reset the sandbox, run sinchctl sandbox reset');
    expect(readFileSync(home.statePath, 'utf8')).toBe(text);
    expect((await run(['sandbox', 'reset'], { home })).code).toBe(0);
    expect((await sandbox(['numbers', 'list'], { home })).code).toBe(0);
  },
);

test.each(['', '{', '[]', '{"version":0}', 'a directory'])(
  'sandbox serve --state with %j reports the file, and removes or resets nothing',
  async (text) => {
    const home = newHome();
    const file = home.path('sandbox.json');
    if (text === 'a directory') mkdirSync(file);
    else writeFileSync(file, text);
    const { code, stdout, stderr } = await run(['sandbox', 'serve', '--state', file], { home });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`${file} is not a valid sandbox state file`);
    expect(stderr).toContain('hint: pass another file');
    expect(stderr).not.toMatch(/remove|reset/);
  },
);

test('a state file of a newer version causes exit code 3 and is unchanged', async () => {
  const home = newHome();
  writeFileSync(home.statePath, '{"version":2}');
  const file = home.path('other.json');
  writeFileSync(file, '{"version":2}');
  for (const [argv, path] of [
    [['--profile', 'sandbox', 'numbers', 'assign', free], home.statePath],
    [['sandbox', 'show'], home.statePath],
    [['sandbox', 'serve', '--state', file], file],
  ] as const) {
    const { code, stdout, stderr } = await run(argv, { home });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain(
      `error: ${path} was written by a newer version of sinchctl\nhint: update sinchctl`,
    );
    expect(readFileSync(path, 'utf8')).toBe('{"version":2}');
  }
});

test('unknown fields of the state file are preserved', async () => {
  const home = newHome();
  await sandbox(['numbers', 'assign', free], { home });
  const state = JSON.parse(readFileSync(home.statePath, 'utf8'));
  const instance = { id: support.key, secret: support.secret, expires: '2099-01-01T00:00:00Z', later: 1 };
  const more = { later: { list: [1] }, instances: [instance] };
  writeFileSync(home.statePath, JSON.stringify({ ...state, ...more }));
  expect((await sandbox(['numbers', 'assign', freeVoice], { home })).code).toBe(0);
  expect(JSON.parse(readFileSync(home.statePath, 'utf8'))).toMatchObject(more);
  expect(home.world().applicationOf(freeVoice, 'voice')).toBe(support.key);
});

test.runIf(process.platform === 'linux')(
  'sandbox serve --state fails at startup if the directory is not writable',
  async () => {
    const { code, stdout, stderr } = await run(['sandbox', 'serve', '--state', '/proc/sandbox.json'], {
      untilStopped: async () => undefined,
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('error: cannot write /proc/sandbox.json');
  },
);

test('sandbox serve creates its state file at startup, and exits with code 0', async () => {
  const home = newHome();
  const file = home.path('sandbox.json');
  const options = { home, untilStopped: async () => undefined };
  expect((await run(['sandbox', 'serve', '--state', file, '--numbers', '30'], options)).code).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 1, numbers: 30 });
});

test.each([
  [['reset', '--numbers', '-1'], '--numbers'],
  [['reset', '--numbers', '200001'], '200001'],
  [['serve', '--port', '65536'], '65536'],
  [['serve', '--fault', '429:2'], '429:2'],
  [['serve', '--fault', 'flood'], 'flood'],
  [['exec'], 'command'],
  [['show', 'extra'], 'too many arguments'],
])('sandbox %j is a usage error that shows it', async (argv, named) => {
  const { code, stdout, stderr } = await run(['sandbox', ...argv]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(named);
});
