import { describe, expect, test } from 'vitest';
import { spare, support } from '../support/account.ts';
import { serveMany } from '../support/bulk.ts';
import { PROGRAM, start } from '../support/spawn.ts';
import { terminal } from '../support/terminal.ts';

/** Several removals, each of which takes some time. */
async function slow(milliseconds: number) {
  const served = await serveMany({ numbers: 250, faults: [`latency:${milliseconds}-${milliseconds}`] });
  const numbers = served.world.numbers.filter(
    (one) => served.world.applicationOf(one, 'voice') === support.key,
  );
  served.write(numbers);
  const argv = ['numbers', 'unassign', '--app', support.key, '--yes', '--from', served.file];
  return { ...served, numbers, argv: [...argv, '--concurrency', '4'] };
}

/** Sets the progress in the taskbar to a state, and clears it. */
const [TASKBAR, TASKBAR_CLEAR] = ['\x1b]9;4;', '\x1b]9;4;0\x1b\\'];

describe('on a terminal', () => {
  test('a bar with rate, failures, and time left is shown, and cleared before the rows', {
    timeout: 60_000,
  }, async () => {
    const { argv, env, numbers } = await slow(60);
    const { until, ended, screen } = terminal(argv, env);
    await until(`/${numbers.length} `);
    expect(await ended).toBe(0);
    expect(screen()).toMatch(/Unassigning \d+\/100 #+-* +\d+% {2}\d+\/s {2}\d+s left/);
    // The bar's line is cleared, and then the rows follow.
    const end = screen().lastIndexOf('s left');
    expect(screen().indexOf('\x1b[J', end)).toBeGreaterThan(end);
    expect(screen().indexOf('result', end)).toBeGreaterThan(end);
    expect(screen()).not.toContain('\x1b[?25l');
  });

  test.each(['csv', 'tsv', 'ndjson'])(
    'no bar is shown while rows of %s are printed on the same terminal',
    { timeout: 60_000 },
    async (format) => {
      const { argv, env, numbers } = await slow(60);
      const { ended, screen } = terminal([...argv, '-o', format], env);
      expect(await ended).toBe(0);
      expect(screen()).not.toMatch(/\d\/s|\x1b\[J/);
      const rows = screen().split(/\r?\n/);
      expect(rows.filter((row) => row.includes('remove'))).toHaveLength(numbers.length);
    },
  );

  test.each([['--quiet'], ['--accessible']])(
    'nothing is redrawn with %s',
    { timeout: 60_000 },
    async (flag) => {
      const { argv, env } = await slow(60);
      const { ended, screen } = terminal([...argv, flag], { ...env, WT_SESSION: '1' });
      expect(await ended).toBe(0);
      expect(screen()).not.toMatch(/\d\/s/);
      expect(screen()).not.toContain(TASKBAR);
      expect(screen()).not.toContain('\x1b[J');
    },
  );

  test('Ctrl-C completes requests in progress and clears the bar', { timeout: 60_000 }, async () => {
    const { argv, env, numbers, world, file } = await slow(100);
    const { until, type, ended, screen } = terminal(argv, env);
    await until(`/${numbers.length} `);
    type('\x03');
    expect(await ended).toBe(130);
    const left = numbers.filter((one) => world.applicationOf(one, 'voice') === support.key).length;
    expect(left).toBeGreaterThan(0);
    expect(screen()).toContain(`${left} of ${numbers.length} items not completed`);
    expect(screen()).toContain(
      `run the command again: sinchctl numbers unassign --app ${support.key} --yes --from ${file}`,
    );
  });
});

describe('in the taskbar', () => {
  test.each([
    ['the end', '', 0],
    ['Ctrl-C', '\x03', 130],
    ['a second Ctrl-C', '\x03\x03', 130],
  ])('progress is shown, and cleared at %s', { timeout: 60_000 }, async (_, keys, code) => {
    const { argv, env } = await slow(60);
    const variables = { ...env, WT_SESSION: '1', LANG: 'C.UTF-8' };
    const { until, type, ended, screen } = terminal(argv, variables);
    await until('━');
    await until(`${TASKBAR}1;`);
    type(keys);
    expect(await ended, screen()).toBe(code);
    expect(screen().lastIndexOf(TASKBAR)).toBe(screen().lastIndexOf(TASKBAR_CLEAR));
    expect(screen()).toContain('\x1b[36m━');
  });

  test('a failed command also clears it', { timeout: 60_000 }, async () => {
    const { argv, env } = await slow(1000);
    const { until, ended, screen } = terminal([...argv, '--deadline', '5'], { ...env, ConEmuANSI: 'ON' });
    await until(`${TASKBAR}1;`);
    expect(await ended).toBe(6);
    expect(screen().lastIndexOf(TASKBAR)).toBe(screen().lastIndexOf(TASKBAR_CLEAR));
  });

  test('nothing is shown in tmux, or without support', { timeout: 60_000 }, async () => {
    for (const variables of [{ WT_SESSION: '1', TMUX: '/tmp/tmux,1,0' }, {}]) {
      const { argv, env } = await slow(30);
      const { ended, screen } = terminal(argv, { ...env, ...(variables as Record<string, string>) });
      expect(await ended).toBe(0);
      expect(screen()).not.toContain('\x1b]');
    }
  });
});

test('a wait due to a rate limit is shown instead of the rate', { timeout: 60_000 }, async () => {
  let writes = 0;
  const served = await serveMany({
    numbers: 20,
    faults: ['latency:300-300'],
    between: async (request, answer) => {
      if (request.method === 'GET' || ++writes !== 3) return answer(request);
      const headers = { 'retry-after': '4' };
      return { how: 'whole', response: { status: 429, headers, body: '{"errorCode":42900}' } };
    },
  });
  const numbers = served.world.numbers.filter(
    (one) => served.world.applicationOf(one, 'voice') === support.key,
  );
  served.write(numbers);
  const argv = ['numbers', 'unassign', '--app', support.key, '--yes', '--from', served.file];
  const { until, ended, screen } = terminal([...argv, '--concurrency', '1'], served.env);
  await until('Waiting 3s: rate limited by Sinch');
  expect(await ended).toBe(0);
  expect(screen()).not.toContain('asks to wait');
});

test('without a terminal: a line every ten seconds on stderr, and only data on stdout', {
  timeout: 60_000,
}, async () => {
  const { argv, env, numbers } = await slow(450);
  const { ended } = start(process.execPath, [PROGRAM, ...argv, '-o', 'json'], { env, limit: 50_000 });
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toHaveLength(numbers.length);
  expect(stderr).toMatch(/^progress: \d+ of 100, 0 failed, \d+\/s, \d+s left$/m);
  expect(stderr).not.toContain('\x1b');
});

test('a summary, unless --quiet is passed', async () => {
  const { world, write, run } = await serveMany({ numbers: 25 });
  write(world.numbers.filter((one) => world.applicationOf(one, 'voice') === null));
  const line = ['numbers', 'assign', '--app', spare.key];
  expect((await run([...line, '--json'])).stderr).toContain(
    `note: 10 numbers assigned to ${spare.key}. Undo: `,
  );
  expect((await run([...line, '--json', '--quiet'])).stderr).toBe('');
});

test('--deadline ends the run with exit 6; completed changes are reported', { timeout: 60_000 }, async () => {
  const { argv, env, numbers, world } = await slow(200);
  const { ended } = start(process.execPath, [PROGRAM, ...argv, '--json', '--deadline', '5'], { env });
  const { code, stdout } = await ended;
  expect(code).toBe(6);
  const rows = JSON.parse(stdout) as { number: string; result: string }[];
  const told = (...words: string[]) =>
    rows.filter(({ result }) => words.includes(result)).map(({ number }) => number);
  const gone = numbers.filter((one) => world.applicationOf(one, 'voice') === null);
  expect(told('done').length).toBeGreaterThan(0);
  expect(gone).toEqual(expect.arrayContaining(told('done')));
  // Requests in progress at that moment may have succeeded, on a slow computer.
  expect(told('done', 'unknown')).toEqual(expect.arrayContaining(gone));
});
