import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { free, number, ours, oursWithSms, sales, support, theirs, unknown } from '../support/account.ts';
import { run, sandbox } from '../support/run.ts';

const FIELDS = ['number', 'application', 'alias', 'capability'];
const PORTAL_FIELDS = [
  ...FIELDS,
  'country',
  'city',
  'areaCode',
  'expires',
  'cost',
  'currency',
  'group',
  'countryId',
];

test('one row is one number and one capability, with every field present and null if empty', async () => {
  const { code, json } = await sandbox(['numbers', 'list', '--json']);
  expect(code).toBe(0);
  const rows = json();
  expect(rows).toHaveLength(30);
  for (const row of rows) expect(Object.keys(row)).toEqual(FIELDS);
  expect(rows.slice(0, 4)).toEqual([
    { number: ours, application: support.key, alias: 'support', capability: 'voice' },
    { number: oursWithSms, application: support.key, alias: 'support', capability: 'voice' },
    { number: oursWithSms, application: support.key, alias: 'support', capability: 'sms' },
    { number: theirs, application: sales.key, alias: 'sales', capability: 'voice' },
  ]);
  expect(rows[4]).toEqual({ number: free, application: null, alias: null, capability: 'voice' });
});

test('rows are in the order of the arguments', async () => {
  const { json } = await sandbox(['numbers', 'list', free, oursWithSms, ours, '--json']);
  const listed = json().map(({ number, capability }) => [number, capability]);
  expect(listed).toEqual([
    [free, 'voice'],
    [free, 'sms'],
    [oursWithSms, 'voice'],
    [oursWithSms, 'sms'],
    [ours, 'voice'],
  ]);
});

test('a pipe gets headerless tsv in the documented column order', async () => {
  const { cells } = await sandbox(['numbers', 'list']);
  expect(cells()).toHaveLength(30);
  expect(cells()[0]).toEqual([ours, support.key, 'support', 'voice']);
  expect(cells()[4]).toEqual([free, '', '', 'voice']);
});

test('a terminal gets a table with a header', async () => {
  const { stdout } = await sandbox(['numbers', 'list', ours], { terminal: true });
  expect(stdout).toContain('number');
  expect(stdout).toContain(ours);
  expect(stdout).toContain('support');
});

test('a table on a terminal ends with the counts of rows and numbers, on stderr', async () => {
  const lastLine = async (...argv: string[]) =>
    stripVTControlCharacters((await sandbox(['numbers', 'list', ...argv], { terminal: true })).stderr)
      .trimEnd()
      .split('\n')
      .at(-1);
  expect(await lastLine()).toBe('30 rows, 20 numbers');
  expect(await lastLine(ours)).toBe('1 row, 1 number');
  expect(await lastLine('--prefix', '+999')).toBe('note: no numbers match');
});

test.each([
  [['-q'], { terminal: true }],
  [['-o', 'csv'], { terminal: true }],
  [['--json'], { terminal: true }],
  [[], { terminal: true, stdoutIsTerminal: false }],
  [['-o', 'table'], { terminal: true, stdoutIsTerminal: false }],
  [['-o', 'table'], { terminal: true, stderrIsTerminal: false }],
])('with %s and %o there is no total', async (argv, options) => {
  const { code, stderr } = await sandbox(['numbers', 'list', ...argv], options);
  expect(code).toBe(0);
  expect(stderr).not.toContain('30 rows');
});

test('columns that do not fit are listed below the table, unless --quiet is passed', async () => {
  const portal = ['numbers', 'list', '--api', 'portal'];
  const note =
    'note: omitted columns that do not fit: country, city, area, cost, group; to see them, add -o json';
  const narrow = { terminal: true, width: 60 };
  const { stderr } = await sandbox(portal, narrow);
  const lines = stripVTControlCharacters(stderr).replaceAll(/\n(?=[a-z])/g, ' ');
  expect(lines).toContain(note);
  for (const line of stripVTControlCharacters(stderr).split('\n'))
    expect(line.length).toBeLessThanOrEqual(60);
  expect((await sandbox([...portal, '-q'], narrow)).stderr).not.toContain('do not fit');
  expect((await sandbox(portal, { terminal: true, width: 120 })).stderr).not.toContain('do not fit');
});

test('--app shows the rows of one application, by alias or by key in any format', async () => {
  const bare = support.key.replaceAll('-', '').toUpperCase();
  for (const app of ['support', support.key, bare]) {
    const rows = (await sandbox(['numbers', 'list', '--app', app, '--json'])).json();
    expect(rows).toHaveLength(12);
    expect(new Set(rows.map(({ application }) => application))).toEqual(new Set([support.key]));
  }
});

test('--unassigned shows the unassigned rows', async () => {
  const rows = (await sandbox(['numbers', 'list', '--unassigned', '--json'])).json();
  expect(rows).toHaveLength(12);
  expect(new Set(rows.map(({ application }) => application))).toEqual(new Set([null]));
});

test('--capability shows the rows of one capability', async () => {
  const rows = (await sandbox(['numbers', 'list', '--capability', 'sms', '--json'])).json();
  expect(rows).toHaveLength(10);
  expect(new Set(rows.map(({ capability }) => capability))).toEqual(new Set(['sms']));
});

test('--prefix shows the numbers that start with it, in any common format', async () => {
  const rows = (await sandbox(['numbers', 'list', '--prefix', '+1 (415) 555-011', '--json'])).json();
  expect(new Set(rows.map((row) => row.number))).toEqual(
    new Set(Array.from({ length: 10 }, (_, i) => number(10 + i))),
  );
});

test('filters are combined, and no matches are an empty array', async () => {
  const rows = (
    await sandbox(['numbers', 'list', '--app', 'sales', '--capability', 'sms', '--prefix', '+1415', '--json'])
  ).json();
  expect(rows.map((row) => row.number)).toEqual([number(7), number(17)]);
  const none = await sandbox(['numbers', 'list', '--prefix', '+46', '--json']);
  expect([none.code, none.stdout]).toEqual([0, '[]\n']);
});

test('an empty table prints a note on stderr and nothing on stdout', async () => {
  const { code, stdout, stderr } = await sandbox(['numbers', 'list', '--prefix', '+46', '-o', 'table']);
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain('no numbers match');
});

test('only the numbers in the arguments are shown, in several formats, with duplicates merged', async () => {
  const { json } = await sandbox(['numbers', 'list', '+1 415-555-0100', '0014155550100', theirs, '--json']);
  expect(json().map((row) => row.number)).toEqual([ours, theirs]);
});

test('rows keep the order of the numbers, each with voice before sms', async () => {
  const listed = async (args: string[], stdin?: string) =>
    (await sandbox(['numbers', 'list', ...args, '--json'], stdin === undefined ? {} : { stdin }))
      .json()
      .map(({ number, capability }) => `${number} ${capability}`);
  const order = [`${theirs} voice`, `${oursWithSms} voice`, `${oursWithSms} sms`, `${ours} voice`];
  expect(await listed([theirs, oursWithSms, ours, theirs])).toEqual(order);
  expect(await listed(['--from', '-'], `${theirs}\n${oursWithSms}\n${ours}\n`)).toEqual(order);
  expect(await listed([theirs, oursWithSms, ours, '--api', 'portal'])).toEqual(order);
});

test('numbers that are not on the account are listed, and the others are shown', async () => {
  const { code, json, error } = await sandbox(['numbers', 'list', ours, unknown, '--json']);
  expect(code).toBe(5);
  expect(json().map((row) => row.number)).toEqual([ours]);
  expect(error()).toMatchObject({ kind: 'partial', exitCode: 5, items: [unknown] });
});

test('if none of them are on the account, all are listed and nothing is printed', async () => {
  const other = '+14155559998';
  const { code, stdout, error } = await sandbox(['numbers', 'list', unknown, other, '--json']);
  expect([code, stdout]).toEqual([4, '']);
  expect(error()).toMatchObject({ kind: 'notFound', items: [unknown, other] });
});

test('--api portal adds country, city, area code, expiry, and cost', async () => {
  const rows = (await sandbox(['numbers', 'list', '--api', 'portal', '--json'])).json();
  expect(rows).toHaveLength(30);
  for (const row of rows) expect(Object.keys(row)).toEqual(PORTAL_FIELDS);
  expect(rows[0]).toEqual({
    number: ours,
    application: support.key,
    alias: 'support',
    capability: 'voice',
    country: 'US',
    city: 'SAN FRANCISCO',
    areaCode: '415',
    expires: '2035-12-31T23:59:59+00:00',
    cost: 1,
    currency: 'USD',
    group: 13,
    countryId: 'US',
  });
  expect(rows[1]).toMatchObject({ number: oursWithSms, expires: null, cost: 2 });
});

test('--api portal shows each capability with its own application', async () => {
  const first = await sandbox(['numbers', 'assign', free, '--capability', 'sms', '--app', 'sales']);
  const { json } = await sandbox(['numbers', 'list', free, '--api', 'portal', '--json'], {
    home: first.home,
  });
  expect(json().map((row) => [row.capability, row.alias])).toEqual([
    ['voice', null],
    ['sms', 'sales'],
  ]);
});

test('the default application of a profile does not narrow the list', async () => {
  const { serve } = await import('../support/serve.ts');
  const { url } = await serve();
  const { home } = await run(
    [
      'profiles',
      'set',
      'p',
      '--key',
      support.key,
      '--secret-stdin',
      '--default-app',
      sales.key,
      '--base-url',
      `calling=${url}`,
    ],
    { stdin: support.secret },
  );
  expect((await run(['numbers', 'list', '--json'], { home })).json()).toHaveLength(30);
});

test.each([
  [['--app', 'support', '--unassigned'], 'conflicts with'],
  [['--capability', 'fax'], 'voice, sms'],
  [['--prefix', '415'], '--prefix'],
  [['--api', 'rest'], 'choose from: calling, portal'],
  [['--app', '../x'], 'invalid application'],
  [['hello'], 'hello'],
  [['4155550100'], 'country code'],
])('numbers list %j is a usage error with an explanation', async (extra, why) => {
  const { code, stdout, stderr } = await sandbox(['numbers', 'list', ...extra]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(why);
});

test('an unknown alias is not found, with the closest match', async () => {
  const { code, error } = await sandbox(['numbers', 'list', '--app', 'suport', '--json']);
  expect(code).toBe(4);
  expect(error()).toMatchObject({
    kind: 'notFound',
    items: ['suport'],
    hint: expect.stringContaining('support'),
  });
});
