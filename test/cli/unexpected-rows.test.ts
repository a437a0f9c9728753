import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FORMAT_NAMES } from '../../src/output/formats.ts';
import {
  free,
  freeVoice,
  number,
  ours,
  oursWithSms,
  sales,
  serving,
  spare,
  support,
  supportVoice,
  theirs,
  unknown,
} from '../support/account.ts';
import { valuesFor } from '../support/completing.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { type RunOptions, run } from '../support/run.ts';
import { type ServeOptions, serve } from '../support/serve.ts';

type ListRow = Record<string, unknown>;
type Between = NonNullable<ServeOptions['between']>;

const LIST = '/v1/configuration/numbers';
const isWrite = ({ method }: { method: string }) => method !== 'GET';

/** The sandbox, with its list of numbers modified before the client receives it. */
async function serveRows(change: (rows: ListRow[]) => unknown[]) {
  const between: Between = async (request, answer) => {
    const delivery = await answer(request);
    if (request.method !== 'GET' || request.path !== LIST || delivery.how === 'reset') return delivery;
    const { numbers } = JSON.parse(delivery.response.body) as { numbers: ListRow[] };
    return {
      ...delivery,
      response: { ...delivery.response, body: JSON.stringify({ numbers: change(numbers) }) },
    };
  };
  const served = await serve({ between });
  const home = newHome();
  return {
    ...served,
    home,
    writes: () => served.requests.filter(isWrite),
    json: (argv: readonly string[], options: RunOptions = {}) =>
      run([...argv, '--json'], { env: served.env, home, ...options }),
  };
}

/** Adds rows to those of the sandbox. */
const serveWith = (...extra: unknown[]) => serveRows((rows) => [...rows, ...extra]);
/** Replaces the row of one number and capability. */
const serveInstead = (one: string, row: unknown, capability = 'voice') =>
  serveRows((rows) => rows.map((own) => (own.number === one && own.capability === capability ? row : own)));

const warnings = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('warning: '));

/** Rows with unchanged text: their number, application, and capability in `numbers list`. */
const ODD: [string, unknown, (string | null)[]][] = [
  ['an unknown capability', { number: '+14155557001', capability: 'mms' }, ['+14155557001', null, 'mms']],
  ['no capability', { number: '+14155557001' }, ['+14155557001', null, null]],
  ['a null capability', { number: '+14155557001', capability: null }, ['+14155557001', null, null]],
  ['a list for a capability', { number: unknown, capability: ['voice'] }, [unknown, null, '["voice"]']],
  [
    'text that is no sender ID',
    { number: 'ACME Corporation', capability: 'sms' },
    ['ACME Corporation', null, 'sms'],
  ],
  ['a number without +', { number: '14155557001', capability: 'voice' }, ['14155557001', null, 'voice']],
  ['an integer', { number: 14155557001, capability: 'voice' }, ['14155557001', null, 'voice']],
  ['separators', { number: '+1 415-555-7001', capability: 'voice' }, ['+1 415-555-7001', null, 'voice']],
  ['no number', { capability: 'voice' }, [null, null, 'voice']],
  ['a null number', { number: null, capability: 'voice' }, [null, null, 'voice']],
  ['an object for a number', { number: {}, capability: 'voice' }, ['{}', null, 'voice']],
  [
    'an unexpected key',
    { number: unknown, capability: 'voice', applicationkey: 'main' },
    [unknown, 'main', 'voice'],
  ],
  ['a blank key', { number: unknown, capability: 'voice', applicationkey: ' ' }, [unknown, ' ', 'voice']],
  ['an integer as key', { number: unknown, capability: 'voice', applicationkey: 7 }, [unknown, '7', 'voice']],
  [
    'false as key',
    { number: unknown, capability: 'voice', applicationkey: false },
    [unknown, 'false', 'voice'],
  ],
  [
    'two keys',
    { number: unknown, capability: 'voice', applicationkey: spare.key, applicationKey: sales.key },
    [unknown, `${spare.key}, ${sales.key}`, 'voice'],
  ],
  ['a row that is null', null, [null, null, null]],
  ['a row that is text', '+14155557001', ['+14155557001', null, null]],
];

describe('a row from Sinch in an unexpected format', () => {
  test.each(ODD)(
    '%s: numbers list shows it unchanged, with the others and one warning',
    async (_, row, shown) => {
      const { json } = await serveWith(row);
      const result = await json(['numbers', 'list']);
      expect(result.code, result.stderr).toBe(0);
      const rows = result.json();
      expect(rows).toHaveLength(31);
      const cells = rows.map((one) => [one.number, one.application, one.capability]);
      expect(cells).toContainEqual(shown);
      expect(warnings(result.stderr)).toHaveLength(1);
      expect(result.stderr).toMatch(
        /^warning: 1 row from Sinch has an unexpected format and is shown unchanged: /m,
      );
    },
  );

  test.each(ODD)('%s: does not affect changes to other numbers', async (_, row) => {
    const { json, world } = await serveWith(row);
    const assigned = await json(['numbers', 'assign', free, freeVoice]);
    expect(assigned.code, assigned.stderr).toBe(0);
    expect(warnings(assigned.stderr)).toHaveLength(1);
    const unassigned = await json(['numbers', 'unassign', free, '-y']);
    expect(unassigned.code, unassigned.stderr).toBe(0);
    for (const api of ['calling', 'portal']) {
      const argv = ['numbers', 'overwrite', ...supportVoice, '--app', support.key, '--api', api, '-y'];
      const overwritten = await json(argv);
      expect(overwritten.code, overwritten.stderr).toBe(0);
    }
    expect(serving(world, support)).toEqual(supportVoice);
  });

  test('the warning gives the count first, and some of the rows', async () => {
    const { json } = await serveWith(...ODD.map(([, row]) => row));
    const { stderr, code } = await json(['numbers', 'list']);
    expect(code).toBe(0);
    expect(warnings(stderr)).toHaveLength(1);
    expect(stderr).toMatch(
      /^warning: \d+ rows from Sinch have an unexpected format and are shown unchanged: .*, and \d+ more$/m,
    );
  });

  test('is escaped everywhere', async () => {
    const { json, env } = await serveWith({
      number: 'A\u001b[31mB',
      capability: 'x\u009b',
      applicationkey: 'k\u202e',
    });
    const table = await run(['numbers', 'list', '-o', 'table'], { env });
    for (const text of [table.stdout, table.stderr, (await json(['numbers', 'list'])).stderr]) {
      expect(text).not.toMatch(/[\u001b\u009b\u202e]/);
    }
    expect(table.stdout).toContain('A\\u001b[31mB');
  });

  test.each(FORMAT_NAMES)('has its exact text in %s', async (format) => {
    const { env } = await serveWith({ number: 72404, capability: 'sms', applicationkey: support.key });
    const { stdout, code } = await run(['numbers', 'list', '-o', format], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('72404');
    expect(stdout).not.toContain('+72404');
  });

  test('matches filters of numbers list', async () => {
    const { json } = await serveWith({ number: 72404, capability: 'SMS', applicationkey: support.key }, null);
    const list = async (...argv: string[]) =>
      (await json(['numbers', 'list', ...argv])).json().map((row) => row.number);
    expect(await list('--app', support.key, '--capability', 'sms')).toContain('72404');
    expect(await list('--app', sales.key)).not.toContain('72404');
    expect(await list('--unassigned')).not.toContain('72404');
    expect(await list('--prefix', '+1')).not.toContain('72404');
    expect(await list(ours)).toEqual([ours]);
  });

  test('is counted by apps list, without causing it or callbacks get --all to fail', async () => {
    const odd = { number: unknown, capability: 'voice', applicationkey: 'main' };
    const { json } = await serveWith({ number: 72404, capability: 'sms', applicationkey: support.key }, odd);
    const apps = await json(['apps', 'list']);
    expect(apps.code, apps.stderr).toBe(0);
    const before = await (await serve()).world;
    const row = apps.json().find(({ application }) => application === support.key);
    expect(row?.sms).toBe(serving(before, support, 'sms').length + 1);
    expect(apps.json().map(({ application }) => application)).not.toContain('main');
    const callbacks = await json(['callbacks', 'get', '--all']);
    expect(callbacks.code, callbacks.stderr).toBe(0);
    expect(callbacks.json().map(({ application }) => application)).toContain(support.key);
  });

  test('does not prevent completion from offering other numbers', async () => {
    const { url, home } = await serveWith(
      { number: 'ACME', capability: 'sms', applicationkey: support.key },
      { number: unknown, capability: 'voice', applicationkey: 'main\u001b' },
      { number: '+14155557002', capability: 'voice', applicationkey: 'plain' },
      null,
    );
    await storeProfile(home, 'prod', url);
    const values = (line: string, word = '') => valuesFor(line, word, home);
    expect(await values('numbers assign')).toContain(free);
    expect(await values('numbers assign')).not.toContain(unknown);
    const applications = await values('numbers list --app');
    expect(applications).toContain(support.key);
    expect(applications).not.toContain('plain');
    expect(await values('numbers list')).not.toContain('ACME');
  });
});

describe('the application key of a row', () => {
  test.each(['applicationKey', 'ApplicationKey', 'APPLICATIONKEY', 'application_key', 'Application-Key'])(
    'is read from %s, so that the number needs --move-from',
    async (name) => {
      const { json, writes } = await serveRows((rows) =>
        rows.map(({ applicationkey, ...row }) => ({
          ...row,
          ...(applicationkey ? { [name]: applicationkey } : {}),
        })),
      );
      const listed = await json(['numbers', 'list', theirs]);
      expect(listed.json()).toMatchObject([{ number: theirs, application: sales.key }]);
      expect(warnings(listed.stderr)).toEqual([]);
      expect(await json(['numbers', 'assign', theirs])).toMatchObject({ code: 7, stdout: '' });
      expect(writes()).toEqual([]);
      const moved = await json(['numbers', 'assign', theirs, '--move-from', sales.key]);
      expect(moved.json()).toMatchObject([{ change: 'move', from: sales.key, result: 'done' }]);
    },
  );

  test('takes precedence over an empty one in a different case', async () => {
    const row = { number: theirs, capability: 'voice', applicationkey: null, applicationKey: sales.key };
    const { json } = await serveInstead(theirs, row);
    expect((await json(['numbers', 'list', theirs])).json()).toMatchObject([{ application: sales.key }]);
    expect((await json(['numbers', 'assign', theirs])).code).toBe(7);
  });

  test.each(['{x}', ' ', '0', 'none', `${sales.key}0`])(
    '%j counts as an application: assign is blocked without --move-from any',
    async (key) => {
      const row = { number: free, capability: 'voice', applicationkey: key };
      const { json, writes, world, home, env } = await serveInstead(free, row);
      const refused = await json(['numbers', 'assign', free]);
      expect([refused.code, refused.stdout]).toEqual([7, '']);
      expect(refused.error()).toMatchObject({
        items: [free],
        hint: expect.stringContaining('--move-from any'),
      });
      expect((await json(['numbers', 'assign', free, '--move-from', sales.key])).code).toBe(7);
      expect((await json(['numbers', 'unassign', free, '-y'])).code).toBe(7);
      expect(writes()).toEqual([]);
      const planned = await json(['numbers', 'assign', free, '--move-from', 'any', '--dry-run']);
      expect(planned.json()).toMatchObject([{ change: 'move', from: key, to: support.key }]);
      const results = home.path('results.ndjson');
      const moved = await json(['numbers', 'assign', free, '--move-from', 'any', '-y', '--results', results]);
      expect(moved.code, moved.stderr).toBe(0);
      expect(world.applicationOf(free, 'voice')).toBe(support.key);
      // The previous application cannot be sent, so it cannot be restored.
      const [last] = (await run(['history', '--changes', '--json'], { env, home })).json();
      for (const name of [results, String(last?.run)]) {
        const undone = await run(['undo', name, '-y', '--json'], { env, home });
        expect([undone.code, undone.stdout]).toEqual([7, '']);
        expect(undone.error().message).toContain('unknown application');
      }
      expect(world.applicationOf(free, 'voice')).toBe(support.key);
    },
  );

  test.each([`  ${sales.key}`, sales.key.toUpperCase(), sales.key.replaceAll('-', '')])(
    '%j is a key in another format',
    async (key) => {
      const { json } = await serveInstead(theirs, {
        number: theirs,
        capability: 'VOICE',
        applicationkey: key,
      });
      const { stderr, ...result } = await json(['numbers', 'list', theirs]);
      expect(result.json()).toMatchObject([{ application: sales.key, capability: 'voice' }]);
      expect(warnings(stderr)).toEqual([]);
    },
  );

  test('and the names of the other fields are not case-sensitive', async () => {
    const { json } = await serveRows((rows) =>
      rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toUpperCase(), value])),
      ),
    );
    const { stderr, ...result } = await json(['numbers', 'list']);
    expect(result.json()).toHaveLength(30);
    expect(warnings(stderr)).toEqual([]);
  });
});

describe('a change to a number with an unexpected row', () => {
  test.each([
    ['without +', { number: unknown.slice(1), capability: 'voice' }],
    ['an integer', { number: Number(unknown), capability: 'voice' }],
    ['with separators', { number: '+1 415 555 9999', capability: 'voice' }],
    ['without a capability', { number: unknown, applicationkey: sales.key }],
    ['with several capabilities', { number: unknown, capability: 'voice,sms' }],
  ])('%s is blocked', async (_, row) => {
    const { json, writes } = await serveWith(row);
    for (const argv of [
      ['assign', unknown, '--move-from', 'any', '-y'],
      ['unassign', unknown, '-y'],
    ]) {
      const { code, stdout, error } = await json(['numbers', ...argv]);
      expect([code, stdout]).toEqual([7, '']);
      expect(error()).toMatchObject({ kind: 'refused', items: [unknown] });
    }
    expect(writes()).toEqual([]);
  });

  test('without the capability fails', async () => {
    const { json, writes } = await serveWith({ number: unknown, capability: 'mms' });
    const { code, error } = await json(['numbers', 'assign', unknown]);
    expect([code, error().message]).toEqual([4, expect.stringContaining('voice')]);
    expect(writes()).toEqual([]);
  });

  test('is blocked if two rows conflict, and both are listed', async () => {
    const { json, writes } = await serveWith({
      number: ours,
      capability: 'voice',
      applicationkey: sales.key,
    });
    const listed = await json(['numbers', 'list', ours]);
    expect(
      listed
        .json()
        .map(({ application }) => application)
        .sort(),
    ).toEqual([support.key, sales.key].sort());
    expect(listed.stderr).toMatch(/^warning: 2 rows from Sinch have an unexpected format/m);
    const writing = [
      ['assign', ours],
      ['assign', ours, '--move-from', 'any', '-y'],
      ['unassign', ours, '-y'],
      ['overwrite', ...supportVoice, '--app', support.key, '--api', 'calling', '-y'],
      ['overwrite', free, '--app', sales.key, '--api', 'portal', '--max-removals', '99', '-y'],
    ];
    for (const argv of writing) {
      expect(await json(['numbers', ...argv]), argv.join(' ')).toMatchObject({ code: 7, stdout: '' });
    }
    expect(writes()).toEqual([]);
  });

  test('is blocked if one row is unassigned and another is not', async () => {
    const { json, writes } = await serveWith({ number: theirs, capability: 'voice' });
    expect((await json(['numbers', 'assign', theirs])).code).toBe(7);
    expect(writes()).toEqual([]);
  });

  test('ignores a row that is listed twice', async () => {
    const { json } = await serveWith({ number: ours, capability: 'voice', applicationKey: support.key });
    const listed = await json(['numbers', 'list', ours]);
    expect([listed.json().length, warnings(listed.stderr)]).toEqual([1, []]);
    expect((await json(['numbers', 'unassign', ours, '-y'])).code).toBe(0);
  });

  test('is one of several failures with --keep-going', async () => {
    const { json } = await serveWith({ number: unknown });
    const { code, ...result } = await json(['numbers', 'assign', unknown, free, '--keep-going']);
    expect(code).toBe(5);
    expect(
      result
        .json()
        .map((row) => [row.number, row.result])
        .sort(),
    ).toEqual([
      [free, 'done'],
      [unknown, 'failed'],
    ]);
  });

  test('with the portal API, which would also remove an unknown capability, is blocked', async () => {
    const { json, writes } = await serveWith({
      number: ours,
      capability: 'mms',
      applicationkey: support.key,
    });
    for (const extra of [[], ['--all-capabilities']]) {
      const argv = ['numbers', 'unassign', ours, '--api', 'portal', '-y', ...extra];
      expect(await json(argv)).toMatchObject({ code: 7, stdout: '' });
    }
    expect(writes()).toEqual([]);
    expect((await json(['numbers', 'unassign', ours, '-y'])).code).toBe(0);
  });
});

describe('a set with an unexpected row', () => {
  const MEMBERS: [string, unknown, string][] = [
    ['no capability', { number: unknown, applicationkey: support.key }, unknown],
    ['no number', { capability: 'voice', applicationkey: support.key }, '(no number)'],
  ];

  const stateOf = (numbers: readonly string[], app: string = support.key) =>
    JSON.stringify({ version: 1, applications: [{ application: app, numbers: { voice: numbers } }] });

  test.each(MEMBERS)('%s: is neither overwritten nor pruned', async (_, row, name) => {
    const { json, writes } = await serveWith(row);
    for (const api of ['calling', 'portal']) {
      for (const extra of ['-y', '--dry-run']) {
        const argv = [
          'numbers',
          'overwrite',
          ...supportVoice,
          free,
          '--app',
          support.key,
          '--api',
          api,
          extra,
        ];
        const { code, stdout, error } = await json(argv);
        expect([code, stdout]).toEqual([7, '']);
        expect(error()).toMatchObject({ items: [name], message: expect.stringContaining(name) });
      }
    }
    for (const argv of [['apply', '-y'], ['apply', '--dry-run'], ['diff']]) {
      const { code, stdout, error } = await json([...argv, '-f', '-', '--prune'], { stdin: stateOf([free]) });
      expect([code, stdout]).toEqual([7, '']);
      expect(error().items).toEqual([name]);
    }
    expect(writes()).toEqual([]);
  });

  test.each(MEMBERS)('%s: is extended by apply without --prune', async (_, row) => {
    const { json, world } = await serveWith(row);
    const { code, stderr } = await json(['apply', '-f', '-', '-y'], { stdin: stateOf([free]) });
    expect(code, stderr).toBe(0);
    expect(world.applicationOf(free, 'voice')).toBe(support.key);
  });

  test.each(MEMBERS)('%s: does not affect the sets of other applications', async (_, row) => {
    const { json } = await serveWith(row);
    const salesVoice = serving((await serve()).world, sales);
    const argv = ['numbers', 'overwrite', ...salesVoice, free, '--app', sales.key, '-y'];
    expect((await json(argv)).code).toBe(0);
    const pruned = await json(['apply', '-f', '-', '--prune', '-y'], {
      stdin: stateOf(salesVoice, sales.key),
    });
    expect(pruned.code, pruned.stderr).toBe(0);
  });
});

describe('a state file of an account with unexpected rows', () => {
  test('omits them with a warning, and does not differ from the account', async () => {
    const { env, home, writes } = await serveWith(
      ...ODD.map(([, row]) => row),
      { number: ours, capability: 'voice', applicationkey: sales.key },
      { number: free, applicationkey: sales.key },
    );
    const exported = await run(['export'], { env, home });
    expect(exported.code, exported.stderr).toBe(0);
    expect(exported.stderr).toMatch(
      /^warning: \d+ rows from Sinch have an unexpected format and are omitted: /m,
    );
    expect(warnings(exported.stderr)).toHaveLength(1);
    for (const text of ['ACME Corporation', 'main', ours]) expect(exported.stdout).not.toContain(`"${text}"`);
    const file = home.path('account.yaml');
    writeFileSync(file, exported.stdout);
    const diff = await run(['diff', '-f', file, '--exit-code', '--json'], { env, home });
    expect([diff.code, diff.stdout.trim()], diff.stderr).toEqual([0, '[]']);
    const apply = await run(['apply', '-f', file, '-y', '--json'], { env, home });
    expect(apply.code, apply.stderr).toBe(0);
    expect(writes()).toEqual([]);
  });
});

describe('changes are still verified and undone', () => {
  test('next to unexpected rows', async () => {
    const { env, home, world } = await serveWith(...ODD.map(([, row]) => row));
    const argv = ['numbers', 'overwrite', ...supportVoice, free, '--app', support.key, '-y', '--json'];
    const written = await run(argv, { env, home });
    expect(written.code, written.stderr).toBe(0);
    const [last] = (await run(['history', '--changes', '--json'], { env, home })).json();
    const undone = await run(['undo', String(last?.run), '-y', '--json'], { env, home });
    expect(undone.code, undone.stderr).toBe(0);
    expect(world.applicationOf(free, 'voice')).toBeNull();
  });

  test('but are unknown if the response is lost and the number is then listed in an unexpected format', async () => {
    let isGone = false;
    const { env } = await serve({
      between: async (request, answer) => {
        const delivery = await answer(request);
        if (isWrite(request)) {
          isGone = true;
          return { how: 'reset' };
        }
        if (!isGone || delivery.how === 'reset') return delivery;
        const body = delivery.response.body.replace(`"${free}"`, `"${free.slice(1)}"`);
        return { ...delivery, response: { ...delivery.response, body } };
      },
    });
    const { code, json } = await run(['numbers', 'assign', free, '--json', '--retries', '0'], { env });
    expect([code, json()[0]?.result]).toEqual([6, 'unknown']);
  });
});

describe('the list of the portal API', () => {
  /** With modified portal items; only the portal API is used unless the application is kept. */
  async function servePortal(change: (items: ListRow[]) => unknown, keepApplication = false) {
    const { env, ...served } = await serve({
      between: async (request, answer) => {
        const delivery = await answer(request);
        if (
          request.method !== 'GET' ||
          delivery.how === 'reset' ||
          !request.path.includes('/organisations/id/')
        )
          return delivery;
        const body = JSON.stringify(change(JSON.parse(delivery.response.body)));
        return { ...delivery, response: { ...delivery.response, body } };
      },
    });
    const { SINCH_APPLICATION_KEY: _, SINCH_APPLICATION_SECRET: __, ...instance } = env;
    const list = (...argv: string[]) =>
      run(['numbers', 'list', '--api', 'portal', '--json', ...argv], {
        env: keepApplication ? env : instance,
      });
    return { ...served, list, env: instance };
  }

  test.each<[string, unknown, (string | null)[]]>([
    ['an unknown capability', { number: 14155557001, capabilities: ['fax'] }, ['+14155557001', null, 'fax']],
    ['no capabilities', { number: 14155557001 }, ['+14155557001', null, null]],
    ['empty capabilities', { number: 14155557001, capabilities: [] }, ['+14155557001', null, null]],
    [
      'an unexpected key',
      { number: 14155557001, capabilities: ['voice'], applicationKey: 'x' },
      ['+14155557001', 'x', 'voice'],
    ],
    ['null', null, [null, null, null]],
  ])('shows %s unchanged', async (_, item, shown) => {
    const { list } = await servePortal((items) => [...items, item]);
    const { code, json, stderr } = await list();
    expect(code, stderr).toBe(0);
    expect(json().map((row) => [row.number, row.application, row.capability])).toContainEqual(shown);
    expect(json().length).toBeGreaterThan(30);
    expect(warnings(stderr)).toHaveLength(1);
  });

  test('is accepted with text instead of numbers, any case, and prices as text or missing', async () => {
    const { list } = await servePortal(
      (items) =>
        items.map(({ number: one, capabilities, applicationKey, cost, ...item }, i) => ({
          ...item,
          number: i % 2 === 0 ? String(one) : `+${one}`,
          capabilities: (capabilities as string[]).map((text) => text.toUpperCase()),
          ...(applicationKey ? { applicationkey: applicationKey } : {}),
          cost: i === 0 ? { amount: '1.50' } : i === 1 ? {} : i === 2 ? 'free' : cost,
          areaCode: 415,
        })),
      true,
    );
    const { code, json, stderr } = await list();
    expect(code, stderr).toBe(0);
    expect(json()).toHaveLength(30);
    expect(json()[0]).toMatchObject({
      number: ours,
      application: support.key,
      cost: 1.5,
      currency: null,
      areaCode: '415',
    });
    expect(warnings(stderr)).toEqual([]);
  });

  test('never shows a number with two applications as unassigned', async () => {
    const { list, env, world, requests } = await servePortal((items) => items);
    world.assign(oursWithSms, 'sms', sales.key);
    const rows = (await list(oursWithSms)).json();
    expect(new Set(rows.map(({ application }) => application))).toEqual(new Set([support.key, sales.key]));
    const argv = ['numbers', 'overwrite', ours, '--app', support.key, '--max-removals', '99', '-y', '--json'];
    expect((await run(argv, { env })).code).toBe(7);
    const removal = [
      'numbers',
      'unassign',
      oursWithSms,
      '--app',
      support.key,
      '--api',
      'portal',
      '-y',
      '--json',
    ];
    expect((await run(removal, { env })).code).toBe(7);
    expect(requests.filter(isWrite)).toEqual([]);
  });

  test.each(['{}', '"x"', 'null', '{"errorCode":40003}'])('%s has an unexpected format', async (body) => {
    const { list } = await servePortal(() => JSON.parse(body));
    expect(await list()).toMatchObject({ code: 1, stdout: '' });
  });

  test('does not override the calling API', async () => {
    const { list } = await servePortal(
      (items) => items.map((item) => ({ ...item, applicationKey: undefined })),
      true,
    );
    expect((await list(number(0))).json()).toMatchObject([{ application: support.key }]);
  });
});
