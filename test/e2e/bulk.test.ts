import { describe, expect, test } from 'vitest';
import { parseFault } from '../../src/sandbox/inject-faults.ts';
import { sales, spare, support } from '../support/account.ts';
import { rowsIn, serveMany, unassignedIn } from '../support/bulk.ts';
import type { Row } from '../support/run.ts';
import { lines } from '../support/serve.ts';
import { shell } from '../support/spawn.ts';

const ASSIGN = ['numbers', 'assign', '--app', spare.key];
const counted = (rows: Row[], result: string) => rows.filter((row) => row.result === result).length;

test('10,000 numbers: one list and 100 POST requests, all correct; the same command again sends only the list', async () => {
  const { world, write, run, requests, results, count } = await serveMany({ numbers: 25_000 });
  const numbers = unassignedIn(world);
  expect(numbers).toHaveLength(10_000);
  write(numbers);
  const first = await run([...ASSIGN, '--json', '--results', results]);
  expect(first.code, first.stderr).toBe(0);
  expect(counted(JSON.parse(first.stdout), 'done')).toBe(10_000);
  expect(numbers.every((number) => world.applicationOf(number, 'voice') === spare.key)).toBe(true);
  expect([count('GET'), count('POST'), requests.length]).toEqual([1, 100, 101]);
  expect(new Set(rowsIn(results).map(({ number }) => number)).size).toBe(10_000);
  const again = await run([...ASSIGN, '--json']);
  expect(again.code).toBe(0);
  expect(counted(JSON.parse(again.stdout), 'unchanged')).toBe(10_000);
  expect(requests.length).toBe(102);
});

test('1,000 numbers are unassigned with one request each', async () => {
  const { world, write, run, count } = await serveMany({ numbers: 2_500 });
  const numbers = world.numbers.filter((number) => world.applicationOf(number, 'voice') === support.key);
  expect(numbers).toHaveLength(1_000);
  write(numbers);
  const { code, stderr } = await run(['numbers', 'unassign', '--app', support.key, '--yes', '--json']);
  expect(code, stderr).toBe(0);
  expect(numbers.every((number) => world.applicationOf(number, 'voice') === null)).toBe(true);
  expect([count('GET'), count('DELETE')]).toEqual([1, 1_000]);
});

describe('one in a hundred of 10,000 numbers is invalid', () => {
  /** Numbers that are well formed but not on the account, at various positions. */
  const hide = (good: readonly string[]) => {
    const bad = Array.from({ length: 100 }, (_, i) => `+1999555${String(1000 + i * 7)}`);
    const all = good.slice(0, 9_900);
    for (const [i, one] of bad.entries()) all.splice((i * 9_973) % all.length, 0, one);
    return { all, bad };
  };

  test('--no-check: exactly those are listed, the others done, exit 5, fewer than 1,500 requests', async () => {
    const { world, write, run, requests } = await serveMany({ numbers: 25_000 });
    const { all, bad } = hide(unassignedIn(world));
    write(all);
    const { code, stdout, stderr } = await run([...ASSIGN, '--no-check', '--json']);
    expect(code, stderr.slice(0, 500)).toBe(5);
    const rows = JSON.parse(stdout) as Row[];
    expect(
      rows
        .filter(({ result }) => result === 'failed')
        .map(({ number }) => number)
        .sort(),
    ).toEqual(bad);
    expect(counted(rows, 'done')).toBe(9_900);
    expect(JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '').error.items.sort()).toEqual(bad);
    expect(requests.length).toBeLessThanOrEqual(1_500);
  });

  test('with the check and --keep-going: one list and 100 POST requests', async () => {
    const { world, write, run, count } = await serveMany({ numbers: 25_000 });
    const { all, bad } = hide(unassignedIn(world));
    write(all);
    const { code, stdout } = await run([...ASSIGN, '--keep-going', '--json']);
    expect(code).toBe(5);
    const rows = JSON.parse(stdout) as Row[];
    expect(
      rows
        .filter(({ error }) => error === 'notFound')
        .map(({ number }) => number)
        .sort(),
    ).toEqual(bad);
    expect([count('GET'), count('POST')]).toEqual([1, 99]);
  });

  test('without --keep-going no changes are made, and all 100 are listed', async () => {
    const { world, write, run, count } = await serveMany({ numbers: 25_000 });
    const { all, bad } = hide(unassignedIn(world));
    write(all);
    const { code, stdout, stderr } = await run([...ASSIGN, '--json']);
    expect([code, stdout, count('POST')]).toEqual([4, '', 0]);
    expect(JSON.parse(stderr).error.items.sort()).toEqual(bad);
  });
});

describe('a common cause ends the run early', () => {
  test.each([
    [['numbers', 'assign', '--app', spare.key]],
    [['numbers', 'assign', '--app', spare.key, '--no-check']],
    [['numbers', 'unassign', '--app', support.key, '--yes', '--no-check']],
    [['numbers', 'overwrite', '--app', spare.key, '--yes']],
    [['query']],
  ])('an incorrect secret with 20,000 items: at most 8 requests are sent: %j', async (argv) => {
    const { world, write, run, requests } = await serveMany({ numbers: 50_000 });
    write(unassignedIn(world));
    const env = { SINCH_APPLICATION_SECRET: 'd3Jvbmctc2VjcmV0LTEyMw==' };
    const { code, stdout, stderr } = await run([...argv, '--json'], { env });
    expect([code, stdout], stderr.slice(0, 300)).toEqual([3, '']);
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.length).toBeLessThanOrEqual(8);
  });

  const broken = (status: number) => ({
    how: 'whole' as const,
    response: { status, headers: {}, body: '{"errorCode":50000,"message":"Internal error"}' },
  });

  test('20 consecutive failures; the rest is skipped, and the command to continue is shown', async () => {
    const { world, write, run, count, file } = await serveMany({
      numbers: 2_500,
      between: async (request, answer) => (request.method === 'DELETE' ? broken(500) : answer(request)),
    });
    write(world.numbers.filter((number) => world.applicationOf(number, 'voice') === support.key));
    const line = ['numbers', 'unassign', '--app', support.key, '--yes', '--json', '--retries', '0'];
    const { code, stderr } = await run(line);
    expect(code).toBe(6);
    expect(count('DELETE')).toBeGreaterThanOrEqual(20);
    expect(count('DELETE')).toBeLessThanOrEqual(20 + 8);
    const { hint } = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '').error;
    expect(hint).toContain(`sinchctl ${line.join(' ')} --from ${file}`);
  });

  test('a success in between resets the count', async () => {
    let n = 0;
    const { world, write, run, count } = await serveMany({
      numbers: 500,
      between: async (request, answer) => {
        if (request.method !== 'DELETE') return answer(request);
        n += 1;
        return n % 19 === 0 ? answer(request) : broken(500);
      },
    });
    const numbers = world.numbers.filter((number) => world.applicationOf(number, 'voice') === support.key);
    write(numbers);
    const line = ['numbers', 'unassign', '--app', support.key, '--yes', '--retries', '0'];
    const { code } = await run([...line, '--concurrency', '1', '--json']);
    expect(code).toBe(6);
    expect(count('DELETE')).toBe(numbers.length);
  });

  test('a 429 response is not counted', async () => {
    const { world, write, run, count } = await serveMany({
      numbers: 60,
      between: async (request, answer) => (request.method === 'DELETE' ? broken(429) : answer(request)),
    });
    const numbers = world.numbers.filter((number) => world.applicationOf(number, 'voice') === support.key);
    write(numbers);
    const line = ['numbers', 'unassign', '--app', support.key, '--yes', '--retries', '0'];
    const { code } = await run([...line, '--concurrency', '24', '--json']);
    expect(code).toBe(6);
    expect(numbers).toHaveLength(24);
    expect(count('DELETE')).toBe(numbers.length);
  });

  test('many invalid numbers in a row do not end the run', async () => {
    const { world, write, run } = await serveMany({ numbers: 500 });
    const bad = Array.from({ length: 60 }, (_, i) => `+1999555${1000 + i}`);
    const good = world.numbers.filter((number) => world.applicationOf(number, 'voice') === support.key);
    write([...bad, ...good]);
    const line = ['numbers', 'unassign', '--app', support.key, '--yes', '--no-check', '--json'];
    const { code, stdout } = await run(line);
    expect(code).toBe(5);
    expect([counted(JSON.parse(stdout), 'failed'), counted(JSON.parse(stdout), 'done')]).toEqual([
      60,
      good.length,
    ]);
  });
});

describe('all faults with a probability of 10%', () => {
  const faults = ['429:0.1', '503:0.1', 'reset:0.1', 'truncate:0.1', 'html:0.1', 'latency:1-5'];
  test.each([
    ['assign', ['numbers', 'assign', '--app', spare.key], spare.key],
    ['unassign', ['numbers', 'unassign', '--app', support.key, '--yes'], null],
    ['overwrite', ['numbers', 'overwrite', '--app', spare.key, '--api', 'calling', '--yes'], spare.key],
  ])(
    '%s: done, or exit 6 and done by running the command again',
    { timeout: 120_000 },
    async (verb, argv, wanted) => {
      expect(() => faults.map(parseFault)).not.toThrow();
      const { world, write, run } = await serveMany({ numbers: 80, faults });
      const from = verb === 'unassign' ? support.key : null;
      const numbers = world.numbers.filter((number) => world.applicationOf(number, 'voice') === from);
      write(numbers);
      let code: number | null = null;
      for (let n = 0; n < 8 && code !== 0; n++) {
        ({ code } = await run([...argv, '--json']));
        expect([0, 6]).toContain(code);
      }
      expect(code).toBe(0);
      expect(numbers.every((number) => world.applicationOf(number, 'voice') === wanted)).toBe(true);
    },
  );
});

test('a limit of 30 that refills at 100 per second: none lost, almost none rejected', {
  timeout: 60_000,
}, async () => {
  let refused = 0;
  const { world, write, run, requests } = await serveMany({
    numbers: 1_000,
    faults: ['limit:30/100'],
    between: async (request, answer) => {
      const delivery = await answer(request);
      if (delivery.how !== 'reset' && delivery.response.status === 429) refused += 1;
      return delivery;
    },
  });
  write(world.numbers.slice(0, 600));
  const { code, stdout } = await run(['query', '--json']);
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as Row[]).filter(({ error }) => error === null)).toHaveLength(600);
  expect(refused).toBeGreaterThan(0);
  expect(refused / requests.length).toBeLessThan(0.03);
});

describe('a list piped into a move', () => {
  test.each([
    ['json', '-o json'],
    ['tsv', '-o tsv'],
    ['tsv with a header', '-o tsv --header'],
    ['ndjson', '-o ndjson'],
    ['csv', '-o csv'],
    ['csv without a header', '-o csv --no-header'],
  ])('%s', async (_, format) => {
    const { world, env, requests } = await serveMany({ numbers: 1_000 });
    const before = world.numbers.filter((number) => world.applicationOf(number, 'voice') === sales.key);
    const list = `"$@" numbers list --app ${sales.key} --capability voice ${format}`;
    const move = `"$@" numbers assign --from - --app ${spare.key} --move-from ${sales.key} --ignore-column application`;
    const { code, stderr } = await shell(`${list} | ${move} -o json`, { env });
    expect(code, stderr).toBe(0);
    expect(before.every((number) => world.applicationOf(number, 'voice') === spare.key)).toBe(true);
    expect(lines(requests).filter((line) => line.startsWith('POST'))).toHaveLength(2);
  });
});
