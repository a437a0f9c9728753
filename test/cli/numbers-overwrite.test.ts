import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { World } from '../../src/sandbox/world.ts';
import {
  changes,
  free,
  freeVoice,
  number,
  ours,
  oursWithSms,
  RESULT_FIELDS,
  sales,
  serving,
  support,
  supportSms,
  supportVoice,
  theirs,
  UNCHANGED,
  unknown,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

const overwrite = (...argv: string[]) => sandbox(['numbers', 'overwrite', ...argv]);
const json = (...argv: string[]) => overwrite(...argv, '--app', 'support', '--yes', '--json');

describe.each(['portal', 'calling'])('with the %s API', (api) => {
  test('assigns exactly the given numbers with that capability to the application', async () => {
    const { code, json: rows, world } = await json(ours, free, '--api', api);
    expect(code).toBe(0);
    expect(serving(world(), support)).toEqual([ours, free]);
    expect(serving(world(), support, 'sms')).toEqual(supportSms);
    for (const row of rows()) expect(Object.keys(row)).toEqual(RESULT_FIELDS);
    expect(rows().slice(0, 2)).toMatchObject([
      { number: ours, change: 'none', result: 'unchanged' },
      { number: free, change: 'add', to: support.key, result: 'done', application: support.key },
    ]);
    expect(rows().slice(2)).toHaveLength(7);
    for (const row of rows().slice(2)) {
      expect(row).toMatchObject({ change: 'remove', from: support.key, to: null, result: 'done' });
    }
  });

  test('a number of another application needs --move-from', async () => {
    const refused = await json(...supportVoice, theirs, '--api', api);
    expect([refused.code, refused.stdout]).toEqual([7, '']);
    expect(refused.error()).toMatchObject({
      items: [theirs],
      hint: expect.stringContaining('--move-from sales'),
    });
    expect(changes(refused.world())).toEqual(UNCHANGED);
    const moved = await json(...supportVoice, theirs, '--api', api, '--move-from', 'sales');
    expect(moved.json().at(-1)).toMatchObject({
      change: 'move',
      from: sales.key,
      to: support.key,
      result: 'done',
    });
    expect(changes(moved.world()).assignments).toEqual({ [theirs]: { voice: support.key } });
  });

  test('--allow-empty removes every number of the capability', async () => {
    const { code, world } = await json('--allow-empty', '--capability', 'sms', '--api', api);
    expect(code).toBe(0);
    expect(serving(world(), support, 'sms')).toEqual([]);
    expect(serving(world(), support)).toEqual(supportVoice);
  });

  test('does not prompt or send requests if nothing would change', async () => {
    const { env, requests } = await serve();
    const argv = ['numbers', 'overwrite', ...supportVoice, '--app', support.key, '--api', api, '--json'];
    const result = await run(argv, { env });
    expect(result.code).toBe(0);
    expect(new Set(result.json().map((row) => row.result))).toEqual(new Set(['unchanged']));
    expect(lines(requests)).toEqual(['GET /v1/configuration/numbers']);
  });

  test('--dry-run plans and changes nothing, without a prompt', async () => {
    const {
      code,
      json: rows,
      world,
    } = await overwrite(ours, free, '--app', 'support', '--api', api, '--dry-run', '--json');
    expect(code).toBe(0);
    expect(rows().map((row) => row.result)).toEqual(['unchanged', 'planned', ...Array(7).fill('planned')]);
    expect(changes(world())).toEqual(UNCHANGED);
  });
});

describe('the API', () => {
  const writes = (sent: string[]) => sent.filter((line) => !line.startsWith('GET'));

  test('is the portal API, with one PUT, if the credentials contain an instance', async () => {
    const { env, requests } = await serve();
    await run(['numbers', 'overwrite', ours, free, '--app', support.key, '-y'], { env });
    expect(writes(lines(requests))).toEqual([`PUT /v1/applications/key/${support.key}/numbers/voice`]);
  });

  test('is otherwise the calling API: numbers are assigned first and unassigned afterwards', async () => {
    const { env, requests, world } = await serve();
    const { SINCH_INSTANCE_ID: _, SINCH_INSTANCE_SECRET: __, ...application } = env;
    const { code } = await run(['numbers', 'overwrite', ours, free, '--app', support.key, '-y'], {
      env: application,
    });
    expect(code).toBe(0);
    expect(writes(lines(requests)).map((line) => line.split(' ')[0])).toEqual([
      'POST',
      ...Array(7).fill('DELETE'),
    ]);
    expect(serving(world, support)).toEqual([ours, free]);
  });

  test('removes nothing if an assignment fails', async () => {
    const { env, world } = await serve({
      between: async (request, answer) =>
        request.method === 'POST'
          ? {
              how: 'whole',
              response: {
                status: 402,
                headers: {},
                body: '{"errorCode":40200,"message":"Not enough credit."}',
              },
            }
          : answer(request),
    });
    const { code, stdout } = await run(
      ['numbers', 'overwrite', ours, free, '--app', support.key, '--api', 'calling', '-y', '--json'],
      { env },
    );
    // The precedence of error kinds is tested elsewhere; this checks only that the command fails and nothing was lost.
    expect([1, 5]).toContain(code);
    expect(stdout === '' || code === 5).toBe(true);
    expect(serving(world, support)).toEqual(supportVoice);
  });

  test('an expired instance is an auth error, and the other API is not used silently', async () => {
    const { url, requests, world } = await serve();
    const home = newHome();
    const bases = ['calling', 'portal', 'account'].flatMap((host) => ['--base-url', `${host}=${url}`]);
    await run(['profiles', 'set', 'p', '--key', support.key, '--secret-stdin', ...bases], {
      home,
      stdin: support.secret,
    });
    await run(['profiles', 'set', 'p', '--instance-id', foreignInstance, '--instance-secret-stdin'], {
      home,
      stdin: support.secret,
    });
    const { readFileSync, writeFileSync } = await import('node:fs');
    const config = JSON.parse(readFileSync(home.configPath, 'utf8'));
    config.profiles.p.instance.expires = '2020-01-01T00:00:00Z';
    writeFileSync(home.configPath, JSON.stringify(config));
    const argv = ['numbers', 'overwrite', ours, '--app', support.key, '-y'];
    const { code, stdout, stderr } = await run(argv, { home });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('expired');
    expect(requests).toEqual([]);
    // The user can still select the calling API.
    expect((await run([...argv, '--api', 'calling'], { home })).code).toBe(0);
    expect(serving(world, support)).toEqual([ours]);
  });

  test('--api portal without an instance is an auth error', async () => {
    const { env, requests } = await serve();
    const { SINCH_INSTANCE_ID: _, SINCH_INSTANCE_SECRET: __, ...application } = env;
    const argv = ['numbers', 'overwrite', ours, '--app', support.key, '--api', 'portal', '-y'];
    const { code, stdout } = await run(argv, { env: application });
    expect([code, stdout, requests]).toEqual([3, '', []]);
  });
});

const foreignInstance = '11111111-2222-3333-4444-555555555555';

describe('the limit of removals', () => {
  /** A sandbox of the given size, and its numbers assigned to support for voice. */
  async function large(numbers: number) {
    const home = newHome();
    await run(['sandbox', 'reset', '--numbers', String(numbers)], { home });
    return { home, before: serving(home.world(), support) };
  }
  const argv = (numbers: readonly string[]) => [
    'numbers',
    'overwrite',
    ...numbers,
    '--app',
    'support',
    '--json',
    '-y',
  ];

  test('is ten for up to 100 numbers', async () => {
    const { home, before } = await large(200);
    expect(before).toHaveLength(80);
    const refused = await sandbox(argv(before.slice(11)), { home });
    expect([refused.code, refused.stdout]).toEqual([7, '']);
    expect(refused.error()).toMatchObject({
      kind: 'refused',
      items: before.slice(0, 11),
      hint: expect.stringContaining('--max-removals 11'),
    });
    expect(serving(home.world(), support)).toEqual(before);
    expect((await sandbox(argv(before.slice(10)), { home })).code).toBe(0);
    expect(serving(home.world(), support)).toEqual(before.slice(10));
  });

  test('is a tenth of larger sets', async () => {
    const { home, before } = await large(400);
    expect(before).toHaveLength(160);
    expect((await sandbox(argv(before.slice(17)), { home })).code).toBe(7);
    expect((await sandbox(argv(before.slice(16)), { home })).code).toBe(0);
  });

  test('includes numbers that are moved away from another application', async () => {
    const { home } = await large(400);
    const others = serving(home.world(), sales);
    const own = serving(home.world(), support);
    const all = [...argv([...own, ...others.slice(0, 11)]), '--move-from', 'any'];
    const refused = await sandbox(all, { home });
    expect([refused.code, refused.stdout]).toEqual([7, '']);
    expect(refused.error()).toMatchObject({
      message: expect.stringContaining(`11 of ${others.length} numbers from sales; the limit is 10`),
      items: others.slice(0, 11),
      hint: 'to allow it, add --max-removals 11',
    });
    const planned = await sandbox([...all, '--dry-run'], { home });
    expect([planned.code, planned.stderr]).toEqual([
      0,
      expect.stringContaining('without --dry-run, this command would be refused: '),
    ]);
    expect(serving(home.world(), sales)).toEqual(others);
    expect((await sandbox([...all, '--max-removals', '11'], { home })).code).toBe(0);
    expect(serving(home.world(), sales)).toEqual(others.slice(11));
  });

  test('can be raised or lowered to a given number', async () => {
    const { home, before } = await large(200);
    expect((await sandbox([...argv(before.slice(1)), '--max-removals', '0'], { home })).code).toBe(7);
    expect((await sandbox([...argv(before.slice(11)), '--max-removals', '11'], { home })).code).toBe(0);
    expect(serving(home.world(), support)).toEqual(before.slice(11));
  });

  test('applies to --allow-empty too', async () => {
    const { home, before } = await large(200);
    expect((await sandbox([...argv([]), '--allow-empty'], { home })).code).toBe(7);
    expect(serving(home.world(), support)).toEqual(before);
  });

  test('is reported by --dry-run without failing it', async () => {
    const { home, before } = await large(200);
    const { code, stderr } = await sandbox([...argv(before.slice(11)), '--dry-run'], { home });
    expect(code).toBe(0);
    expect(stderr).toContain('refused');
  });
});

describe.each(['portal', 'calling'])('an unexpected result causes exit code 5 with the %s API', (api) => {
  /** A change by another user after the last request of the overwrite. */
  async function changed(colleague: (world: World) => void) {
    const { env, world } = await serve({
      between: async (request, answer) => {
        const delivery = await answer(request);
        if (request.method === (api === 'portal' ? 'PUT' : 'DELETE')) colleague(world);
        return delivery;
      },
    });
    const argv = ['numbers', 'overwrite', ...supportVoice.slice(1), '--app', support.key, '--api', api];
    return { ...(await run([...argv, '--yes', '--json'], { env })), served: world };
  }

  test('a number that was not requested', async () => {
    const { code, error, served } = await changed((one) => one.assign(freeVoice, 'voice', support.key));
    expect(code).toBe(5);
    expect(error()).toMatchObject({ kind: 'partial', items: [freeVoice] });
    expect(error().message).toContain(`after the run: 1 not in the requested set: ${freeVoice}`);
    expect(served.applicationOf(freeVoice, 'voice')).toBe(support.key);
  });

  test('a requested number that is missing', async () => {
    const [, kept = ''] = supportVoice;
    const { code, error } = await changed((one) => one.assign(kept as typeof ours, 'voice', sales.key));
    expect(code).toBe(5);
    expect(error().items).toEqual([kept]);
  });
});

test('the numbers to keep, add, and remove are shown before changes are made', async () => {
  const argv = ['numbers', 'overwrite', ...supportVoice.slice(1), free, '--app', 'support', '--no-color'];
  const totals = '1 number to add, 1 to remove, 7 unchanged';
  const asked = await sandbox(argv, { terminal: true, answers: [''] });
  for (const part of [totals, `unassigned          ${free}`, `becomes unassigned  ${ours}`])
    expect(asked.stderr).toContain(part);
  const { code, stderr } = await sandbox(argv);
  expect(code).toBe(7);
  expect(stderr).toContain(
    `confirmation required to overwrite the numbers of support (profile sandbox): ${totals}`,
  );
});

test('duplicates are merged', async () => {
  const { world } = await json('+1 415 555 0100', '0014155550100', ours);
  expect(serving(world(), support)).toEqual([ours]);
});

test('all conflicts are reported together and no changes are made', async () => {
  const { code, stdout, error, world } = await json(oursWithSms, unknown, freeVoice, '--capability', 'sms');
  expect([code, stdout]).toEqual([4, '']);
  expect(error().items).toEqual([unknown, freeVoice]);
  expect(changes(world())).toEqual(UNCHANGED);
});

test.each([
  [[ours], '--app'],
  [['--app', 'support'], '--allow-empty'],
  [['hello', '--app', 'support'], 'hello'],
  [[ours, '--app', ''], '--app is empty'],
  [[ours, '--app', '../x'], '../x'],
  [[ours, '--app', 'support', '--api', 'rest'], 'rest'],
  [[ours, '--app', 'support', '--max-removals', '-1'], '--max-removals'],
  [[ours, '--app', 'support', '--max-removals', 'many'], 'many'],
  [[ours, '--app', 'support', '--max-removals', ''], '--max-removals is empty'],
])('numbers overwrite %j is a usage error that shows it', async (extra, named) => {
  const { code, stdout, stderr, world } = await overwrite(...extra, '--yes');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(named);
  expect(changes(world())).toEqual(UNCHANGED);
});

/** A server, and the variables of a portal instance without an application. */
async function servePortal() {
  const { env, ...served } = await serve();
  const { SINCH_APPLICATION_KEY: _, SINCH_APPLICATION_SECRET: __, ...instance } = env;
  const puts = () =>
    served.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ body }) => (JSON.parse(body).numbers as number[]).map((one) => `+${one}`));
  const overwrite = (...argv: string[]) =>
    run(['numbers', 'overwrite', ...argv, '--app', support.key, '-y', '--json'], { env: instance });
  return { ...served, puts, overwrite };
}

const resultsOf = (rows: { number?: unknown; result?: unknown }[]) =>
  Object.fromEntries(rows.map(({ number, result }) => [number, result]));

describe('numbers overwrite with only a portal instance', () => {
  test('sends the PUT for a number whose other capability is already assigned to the application', async () => {
    const { world, puts, overwrite } = await servePortal();
    world.assign(oursWithSms, 'voice', null);
    const { code, json, stderr } = await overwrite(...supportVoice);
    expect(code, stderr).toBe(0);
    expect(puts()).toEqual([supportVoice]);
    expect(resultsOf(json())[oursWithSms]).toBe('done');
    expect(serving(world, support)).toEqual(supportVoice);
    expect(world.applicationOf(oursWithSms, 'sms')).toBe(support.key);
  });

  test('with only that number also sends it', async () => {
    const { world, puts, overwrite } = await servePortal();
    for (const one of supportVoice) world.assign(one, 'voice', null);
    const { code, json, stderr } = await overwrite(oursWithSms);
    expect(code, stderr).toBe(0);
    expect(puts()).toEqual([[oursWithSms]]);
    expect(resultsOf(json())[oursWithSms]).toBe('done');
    expect(serving(world, support)).toEqual([oursWithSms]);
  });

  test('reports a number that it keeps as unchanged, not as done', async () => {
    const { puts, overwrite } = await servePortal();
    const voiceOnly = [ours, number(10)];
    const { code, json, stderr } = await overwrite(...voiceOnly, freeVoice);
    expect(code, stderr).toBe(0);
    expect(puts()).toEqual([[...voiceOnly, freeVoice]]);
    const results = resultsOf(json());
    for (const one of voiceOnly) expect(results[one]).toBe('unchanged');
    expect(results[freeVoice]).toBe('done');
  });

  test('with voice-only numbers that are up to date sends nothing', async () => {
    const { world, puts, overwrite } = await servePortal();
    for (const one of supportVoice) {
      if (one === ours) continue;
      for (const capability of ['voice', 'sms'] as const) world.assign(one, capability, null);
    }
    const { code, json } = await overwrite(ours);
    expect(code).toBe(0);
    expect(resultsOf(json())).toEqual({ [ours]: 'unchanged' });
    expect(puts()).toEqual([]);
  });

  test('reports an unclear assignment after a lost response as unknown, never as done', async () => {
    let isCut = false;
    const { env, world } = await serve({
      between: async (request, answer) => {
        if (request.method !== 'PUT') return answer(request);
        isCut = true;
        return { how: 'reset' };
      },
    });
    world.assign(oursWithSms, 'voice', null);
    const { SINCH_APPLICATION_KEY: _, SINCH_APPLICATION_SECRET: __, ...instance } = env;
    const argv = ['numbers', 'overwrite', ...supportVoice, free, '--app', support.key, '-y', '--json'];
    const { code, json } = await run([...argv, '--retries', '0'], { env: instance });
    expect(isCut).toBe(true);
    expect(code).toBe(6);
    const results = resultsOf(json());
    expect(results[oursWithSms]).toBe('unknown');
    expect(results[free]).toBe('failed');
    expect(results[ours]).toBe('unchanged');
  });
});

test('reads the file of --from once, because a pipe is empty afterwards', async () => {
  const home = newHome();
  const pipe = home.path('pipe');
  execFileSync('mkfifo', [pipe]);
  const writer = spawn('sh', ['-c', 'echo "$2" > "$1"; while :; do : > "$1"; done', 'sh', pipe, ours]);
  const { code, json: rows } = await sandbox(
    ['numbers', 'overwrite', '--from', pipe, '--app', 'support', '--dry-run', '--json'],
    { home },
  );
  writer.kill();
  expect(code).toBe(0);
  expect(rows()[0]).toMatchObject({ number: ours, result: 'unchanged' });
});

test('the hint for a file with two capabilities works', async () => {
  const home = newHome();
  writeFileSync(home.path('both.csv'), `number,capability\n${ours},voice\n${oursWithSms},sms\n`);
  const argv = ['numbers', 'overwrite', '--from', home.path('both.csv'), '--app', 'support', '--dry-run'];
  const { code, stderr } = await sandbox(argv, { home });
  expect(code).toBe(2);
  const [, flags = ''] = /add (--capability voice .*)/.exec(stderr) ?? [];
  expect((await sandbox([...argv, ...flags.split(' ')], { home })).code).toBe(0);
});
