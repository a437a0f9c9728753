import { expect, test } from 'vitest';
import { foreignKey, sales, spare, support } from '../support/account.ts';
import { run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const get = (...argv: string[]) => sandbox(['callbacks', 'get', ...argv, '--json']);

const rowOf = ({ key, name, callbacks }: typeof support) => ({
  application: key,
  alias: name,
  primary: callbacks.primary ?? null,
  fallback: callbacks.fallback ?? null,
});

test('without --app the callbacks of the application that signs are shown', async () => {
  const { code, json } = await get();
  expect(code).toBe(0);
  expect(json()).toEqual([rowOf(support)]);
});

test('several applications are shown in the order of the line, each once, null where nothing is set', async () => {
  const { json } = await get('--app', 'spare', '--app', sales.key, '--app', 'spare');
  expect(json()).toEqual([rowOf(spare), rowOf(sales)]);
});

test('--all shows every application seen', async () => {
  const { json } = await get('--all');
  expect(json()).toHaveLength(3);
  expect(json()).toEqual(expect.arrayContaining([rowOf(support), rowOf(sales), rowOf(spare)]));
});

test('a pipe gets headerless tsv', async () => {
  const { cells } = await sandbox(['callbacks', 'get', '--app', 'spare']);
  expect(cells()).toEqual([[spare.key, 'spare', '', '']]);
});

test('an application that the account does not have is not found, with the code of Sinch', async () => {
  const { code, stdout, error } = await get('--app', foreignKey);
  expect([code, stdout]).toEqual([4, '']);
  expect(error()).toMatchObject({ kind: 'notFound', errorCode: 40003, httpStatus: 400, items: [foreignKey] });
});

test('one unknown application among others is named, and the others are shown', async () => {
  const { code, json, error } = await get('--app', 'support', '--app', foreignKey);
  expect(code).toBe(5);
  expect(json()).toEqual([rowOf(support)]);
  expect(error()).toMatchObject({ kind: 'partial', items: [foreignKey] });
});

test('the default application of a profile is the one shown', async () => {
  const { url } = await serve();
  const bases = ['--base-url', `calling=${url}`, '--default-app', sales.key];
  const { home } = await run(['profiles', 'set', 'p', '--key', support.key, '--secret-stdin', ...bases], {
    stdin: support.secret,
  });
  const { json } = await run(['callbacks', 'get', '--json'], { home });
  expect(json()).toEqual([{ ...rowOf(sales), alias: null }]);
});

test.each([
  [['--app', 'support', '--all'], 2, 'contradicts'],
  [['--app', ''], 2, '--app is empty'],
  [['--app', '../x'], 2, '../x'],
  [['--app', 'suport'], 4, 'support'],
  [['extra'], 2, 'too many arguments'],
])('callbacks get %j ends with %i', async (extra, exit, named) => {
  const { code, stdout, stderr } = await sandbox(['callbacks', 'get', ...extra]);
  expect([code, stdout]).toEqual([exit, '']);
  expect(stderr).toContain(named);
});
