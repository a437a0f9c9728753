import { expect, test } from 'vitest';
import { changes, sales, support, UNCHANGED } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

const set = (stdin: string, ...argv: string[]) =>
  sandbox(['callbacks', 'set', '--from', '-', ...argv, '--json'], { stdin });

test.each(['json', 'ndjson', 'csv', 'csv --no-header', 'tsv', 'tsv --header'])(
  'what callbacks get --all prints as %s is what callbacks set takes',
  async (format) => {
    const home = newHome();
    const before = (await sandbox(['callbacks', 'get', '--all', '-o', ...format.split(' ')], { home }))
      .stdout;
    const again = await sandbox(['callbacks', 'set', '--from', '-', '--json'], { home, stdin: before });
    expect(again.code).toBe(0);
    expect(again.json().every(({ result }) => result === 'unchanged')).toBe(true);
    expect(changes(again.world())).toEqual(UNCHANGED);
  },
);

test('callbacks get --all --json and callbacks set --from are inverse, an unset fallback included', async () => {
  const home = newHome();
  const kept = (await sandbox(['callbacks', 'get', '--all', '--json'], { home })).stdout;
  const line = [
    'callbacks',
    'set',
    '--app',
    'sales',
    '--primary',
    'https://x.example',
    '--fallback',
    'https://y.example',
  ];
  expect((await sandbox(line, { home })).code).toBe(0);
  const changed = (await sandbox(['callbacks', 'get', '--all', '--json'], { home })).stdout;
  expect(changed).not.toBe(kept);
  const back = await sandbox(['callbacks', 'set', '--from', '-', '--json'], { home, stdin: kept });
  expect(back.code).toBe(0);
  expect((await sandbox(['callbacks', 'get', '--all', '--json'], { home })).stdout).toBe(kept);
});

test('an alias, a header in any order; an empty cell and a missing column are left alone', async () => {
  const { code, json, world } = await set('primary,fallback,application\nhttps://n.example,,support\n');
  expect(code).toBe(0);
  expect(json()).toMatchObject([
    { callback: 'primary', change: 'set', to: 'https://n.example', result: 'done' },
  ]);
  expect(world().callbacksOf(support.key)).toEqual({ ...support.callbacks, primary: 'https://n.example' });
});

test("a spreadsheet's first line says what parts the cells", async () => {
  const { code, world } = await set('sep=;\napplication;primary\nsupport;https://n.example/?a,b\n');
  expect(code).toBe(0);
  expect(world().callbacksOf(support.key).primary).toBe('https://n.example/?a,b');
});

test.each([
  'application,primry\nsupport,https://n.example\n',
  'application\nsupport\n',
  JSON.stringify([{ application: 'support', Primary: 'https://n.example' }]),
  `${JSON.stringify({ application: 'support', url: { primary: 'https://n.example' } })}\n`,
])('a file without a URL column is exit 2, not nothing to do: %j', async (content) => {
  const { code, stdout, error, world } = await set(content);
  expect([code, stdout]).toEqual([2, '']);
  expect(error().message).toContain('no column primary and no column fallback');
  expect(changes(world())).toEqual(UNCHANGED);
});

test('null in JSON clears', async () => {
  const { code, json } = await set(JSON.stringify([{ application: 'support', fallback: null }]));
  expect(code).toBe(0);
  expect(json()).toMatchObject([{ callback: 'fallback', change: 'clear', to: null, result: 'done' }]);
});

test('many applications: one look and one update each, and a look again', async () => {
  const { env, requests } = await serve();
  const rows = [support.key, sales.key].map((application) => ({ application, primary: 'https://n.example' }));
  const stdin = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const { code, json } = await run(['callbacks', 'set', '--from', '-', '--json'], { env, stdin });
  expect(code).toBe(0);
  expect(json().map(({ application, result }) => [application, result])).toEqual([
    [support.key, 'done'],
    [sales.key, 'done'],
  ]);
  expect(lines(requests).filter((line) => line.startsWith('POST'))).toHaveLength(2);
  expect(lines(requests).filter((line) => line.startsWith('GET'))).toHaveLength(4);
});

test('--dry-run only looks', async () => {
  const { code, json, world } = await set(
    '[{"application":"support","primary":"https://n.example"}]',
    '--dry-run',
  );
  expect(code).toBe(0);
  expect(json()).toMatchObject([{ result: 'planned' }]);
  expect(changes(world())).toEqual(UNCHANGED);
});

test.each([
  [
    'application,primary\nnobody,https://a.example\nsupport,ftp://a\nsupport,https://a.example\n',
    ['line 2', 'line 3'],
  ],
  [
    '[{"application":"support","primary":"https://a"},{"application":"support","primary":"https://b"}]',
    ['item 2', 'item 1'],
  ],
  ['{"application":"support","primary":7}\n', ['line 1', 'no object']],
  ['primary\nhttps://a.example\n', ['no column application']],
  ['', ['holds no application']],
])('%j is refused, and all that is wrong is told', async (stdin, told) => {
  const { code, error, world } = await set(stdin);
  expect(code).toBe(2);
  for (const part of told) expect(error().message).toContain(part);
  expect(changes(world())).toEqual(UNCHANGED);
});

test.each([['--primary', 'https://a.example'], ['--app', 'support'], ['--clear-fallback']])(
  '%s contradicts --from',
  async (...flags) => {
    const { code, error } = await set('[]', ...flags);
    expect(code).toBe(2);
    expect(error().message).toContain(`${flags[0]} contradicts --from`);
  },
);

test('an application of another account: nothing is written, and it is named', async () => {
  const foreign = '11111111-2222-4333-8444-555555555555';
  const { code, error, world } = await set(
    JSON.stringify([
      { application: 'support', primary: 'https://n.example' },
      { application: foreign, primary: 'https://n.example' },
    ]),
  );
  expect(code).toBe(4);
  expect(error().items).toEqual([foreign]);
  expect(changes(world())).toEqual(UNCHANGED);
});
