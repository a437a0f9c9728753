import { describe, expect, test } from 'vitest';
import {
  changes,
  free,
  freeVoice,
  number,
  ours,
  oursWithSms,
  RESULT_FIELDS,
  sales,
  support,
  theirs,
  UNCHANGED,
  unknown,
} from '../support/account.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

const unassign = (...argv: string[]) => sandbox(['numbers', 'unassign', ...argv]);
const json = (...argv: string[]) => unassign(...argv, '--yes', '--json');

describe('success', () => {
  test('a number is removed, and the row shows its previous application', async () => {
    const result = await json(ours);
    expect(result.code).toBe(0);
    expect(result.json()).toEqual([
      {
        number: ours,
        application: support.key,
        alias: 'support',
        capability: 'voice',
        kind: 'number',
        callback: null,
        change: 'remove',
        from: support.key,
        to: null,
        result: 'done',
        error: null,
        message: null,
        errorCode: null,
        reference: null,
        checked: true,
      },
    ]);
    expect(changes(result.world())).toEqual({ ...UNCHANGED, assignments: { [ours]: { voice: null } } });
  });

  test('only the given capability is removed', async () => {
    const world = (await json(oursWithSms, '--capability', 'sms')).world();
    expect(changes(world).assignments).toEqual({ [oursWithSms]: { sms: null } });
  });

  test('--app specifies the application to unassign from', async () => {
    const { code, world } = await json(theirs, '--app', 'sales');
    expect(code).toBe(0);
    expect(world().applicationOf(theirs, 'voice')).toBeNull();
  });

  test('numbers of two other applications each have a hint', async () => {
    const { code, error } = await sandbox(['--json', 'numbers', 'unassign', ours, theirs, '--app', 'spare']);
    expect([code, error().items]).toEqual([7, [ours, theirs]]);
    expect(error().hint).toBe(
      `to unassign ${ours} from support, pass --app support; to unassign ${theirs} from sales, pass --app sales`,
    );
  });

  test('a number that is unassigned is unchanged, without a prompt or request', async () => {
    const { env, requests } = await serve();
    const result = await run(['numbers', 'unassign', free, '--json'], { env });
    expect(result.code).toBe(0);
    expect(result.json()).toMatchObject([
      { number: free, change: 'none', result: 'unchanged', application: null },
    ]);
    expect(lines(requests)).toEqual(['GET /v1/configuration/numbers']);
  });

  test('several formats of one number are merged into one row', async () => {
    const { json: rows } = await json('+1 415-555-0100', '0014155550100', ours);
    expect(rows().map((row) => row.number)).toEqual([ours]);
  });

  test('--all-capabilities removes every capability from that application, with one row each', async () => {
    const { json: rows, world } = await json(oursWithSms, ours, '--all-capabilities');
    expect(rows().map((row) => [row.number, row.capability, row.result])).toEqual([
      [oursWithSms, 'voice', 'done'],
      [oursWithSms, 'sms', 'done'],
      [ours, 'voice', 'done'],
    ]);
    expect(changes(world()).assignments).toEqual({
      [ours]: { voice: null },
      [oursWithSms]: { voice: null, sms: null },
    });
  });
});

describe('with the portal API', () => {
  test('a number with one capability on the application is removed', async () => {
    const { env, requests, world } = await serve();
    const { code, json: rows } = await run(['numbers', 'unassign', ours, '--api', 'portal', '-y', '--json'], {
      env,
    });
    expect(code).toBe(0);
    expect(rows()).toMatchObject([{ number: ours, change: 'remove', result: 'done' }]);
    expect(lines(requests).at(-1)).toBe(`DELETE /v1/applications/key/${support.key}/numbers/14155550100`);
    expect(world.applicationOf(ours, 'voice')).toBeNull();
  });

  test('a number that is also assigned with another capability is blocked, even with --yes', async () => {
    const { code, stdout, error, world } = await json(ours, oursWithSms, number(5), '--api', 'portal');
    expect([code, stdout]).toEqual([7, '']);
    expect(error()).toMatchObject({
      kind: 'refused',
      items: [oursWithSms, number(5)],
      hint: expect.stringContaining('--all-capabilities'),
    });
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('another capability on another application does not block it', async () => {
    const { home } = await sandbox([
      'numbers',
      'assign',
      oursWithSms,
      '--capability',
      'sms',
      '--app',
      'sales',
      '--move-from',
      'any',
      '--yes',
    ]);
    const { code } = await sandbox(['numbers', 'unassign', oursWithSms, '--api', 'portal', '-y'], { home });
    expect(code).toBe(0);
    expect(home.world().applicationOf(oursWithSms, 'voice')).toBeNull();
    expect(home.world().applicationOf(oursWithSms, 'sms')).toBe(sales.key);
  });

  test('--all-capabilities allows it, and each capability is a row', async () => {
    const { code, json: rows, world } = await json(oursWithSms, '--api', 'portal', '--all-capabilities');
    expect(code).toBe(0);
    expect(rows().map((row) => [row.capability, row.result])).toEqual([
      ['voice', 'done'],
      ['sms', 'done'],
    ]);
    expect(changes(world()).assignments).toEqual({ [oursWithSms]: { voice: null, sms: null } });
  });

  test('--dry-run is also blocked', async () => {
    const { code, stdout } = await unassign(oursWithSms, '--api', 'portal', '--dry-run');
    expect([code, stdout]).toEqual([7, '']);
  });

  test('--keep-going processes the other numbers and reports the blocked ones as failed rows', async () => {
    const {
      code,
      json: rows,
      error,
      world,
    } = await json(ours, oursWithSms, '--api', 'portal', '--keep-going');
    expect(code).toBe(5);
    expect(rows()).toMatchObject([
      { number: ours, result: 'done' },
      { number: oursWithSms, result: 'failed', error: 'refused' },
    ]);
    expect(error().items).toEqual([oursWithSms]);
    expect(changes(world()).assignments).toEqual({ [ours]: { voice: null } });
  });
});

test.each(['json', 'csv'])(
  '--all-capabilities --keep-going: all rows of a number are at its place in %s',
  async (format) => {
    const { code, stdout } = await unassign(
      ...[oursWithSms, unknown, ours, '--all-capabilities', '--keep-going', '--api', 'portal'],
      ...['--yes', '-o', format, '--columns', 'number,capability'],
    );
    expect([code, stdout.match(/\+\d{11}|voice|sms/g)]).toEqual([
      5,
      [oursWithSms, 'voice', oursWithSms, 'sms', unknown, 'voice', ours, 'voice'],
    ]);
  },
);

describe('conflicts', () => {
  test('a number of another application is blocked, and the hint shows --app', async () => {
    const { code, stdout, error, world } = await json(ours, theirs);
    expect([code, stdout]).toEqual([7, '']);
    expect(error()).toMatchObject({
      kind: 'refused',
      items: [theirs],
      hint: expect.stringContaining('--app sales'),
    });
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('all conflicts are reported together', async () => {
    const { code, stdout, error, world } = await json(
      ours,
      unknown,
      freeVoice,
      theirs,
      '--capability',
      'sms',
    );
    expect([code, stdout]).toEqual([4, '']);
    expect(error()).toMatchObject({ kind: 'notFound', items: [ours, unknown, freeVoice, theirs] });
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('--keep-going processes valid numbers', async () => {
    const { code, json: rows, world } = await json(ours, unknown, theirs, '--keep-going');
    expect(code).toBe(5);
    for (const row of rows()) expect(Object.keys(row)).toEqual(RESULT_FIELDS);
    expect(rows()).toMatchObject([
      { number: ours, result: 'done' },
      { number: unknown, result: 'failed', error: 'notFound' },
      { number: theirs, result: 'failed', error: 'refused' },
    ]);
    expect(changes(world()).assignments).toEqual({ [ours]: { voice: null } });
  });

  test('--dry-run needs no confirmation and changes nothing', async () => {
    const { code, json: rows, world } = await unassign(ours, free, '--dry-run', '--json');
    expect(code).toBe(0);
    expect(rows()).toMatchObject([
      { number: ours, change: 'remove', from: support.key, to: null, result: 'planned' },
      { number: free, change: 'none', result: 'unchanged' },
    ]);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('--no-check sends the request, and Sinch rejects it', async () => {
    const { code, json: rows, error, world } = await json(ours, free, '--no-check');
    expect(code).toBe(5);
    expect(rows()).toMatchObject([
      { number: ours, result: 'done' },
      { number: free, result: 'failed', errorCode: 40003 },
    ]);
    expect(error().items).toEqual([free]);
    expect(world().applicationOf(ours, 'voice')).toBeNull();
  });
});

test.each([
  [[], 'no number'],
  [['hello'], 'hello'],
  [['4155550100'], 'country code'],
  [[ours, '--app', ''], '--app is empty'],
  [[ours, '--app', '../x'], '../x'],
  [[ours, '--api', 'rest'], 'rest'],
  [[ours, '--capability', 'fax'], 'fax'],
  [[ours, '--capability', 'voice', '--all-capabilities'], 'conflicts with'],
  [[ours, '--no-check', '--api', 'portal'], '--no-check'],
  [[ours, '--no-check', '--all-capabilities'], '--no-check'],
])('numbers unassign %j is a usage error that shows it', async (extra, named) => {
  const { code, stdout, stderr, world } = await unassign(...extra, '--yes');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(named);
  expect(changes(world())).toEqual(UNCHANGED);
});
