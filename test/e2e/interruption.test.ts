import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { SandboxRequest } from '../../src/sandbox/http-messages.ts';
import { free, ours, serving, support, supportVoice } from '../support/account.ts';
import { rowsIn } from '../support/bulk.ts';
import { newHome } from '../support/home.ts';
import type { Row } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';
import { startServing } from '../support/serving.ts';
import { PROGRAM, sinchctl, start } from '../support/spawn.ts';
import { onTerminal } from '../support/terminal.ts';

const four = supportVoice.slice(0, 4);
const unassign = ['numbers', 'unassign', ...four, '-y', '--concurrency', '1'];
const SIGNALS: [NodeJS.Signals, number][] = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
];

/** A server whose first change waits until it is released. */
async function holding(isHeld: (request: SandboxRequest) => boolean) {
  let arrived = () => {};
  const write = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const served = await serve({
    between: async (request, answer) => {
      if (isHeld(request)) {
        arrived();
        await gate;
      }
      return answer(request);
    },
  });
  const home = newHome();
  return { ...served, home, env: { ...home.env, ...served.env }, write, letGo };
}

/** The program during a change on such a server. */
async function inFlight(
  argv: readonly string[],
  isHeld: (request: SandboxRequest) => boolean,
  stdin?: string,
) {
  const held = await holding(isHeld);
  const { env, write } = held;
  const program = start(process.execPath, [PROGRAM, ...argv], { env, ...(stdin && { stdin }) });
  await Promise.race([write, program.ended.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
  /** Sends a signal and waits until the program reports it. */
  const interrupt = async (signal: NodeJS.Signals) => {
    const heard = new Promise<void>((resolve) => {
      const look = () => program.texts.stderr.includes('Finishing requests') && resolve();
      program.child.stderr?.on('data', look);
      look();
    });
    program.child.kill(signal);
    await Promise.race([heard, program.ended]);
  };
  return { ...held, ...program, interrupt };
}

/** Resolves when a condition is met. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(10);
}

describe.each(SIGNALS)('%s during a change', (signal, exit) => {
  test('completes requests in progress, and shows what was done and what was not, as JSON', async () => {
    const running = await inFlight([...unassign, '--json'], ({ method }) => method === 'DELETE');
    await running.interrupt(signal);
    running.letGo();
    const { code, signal: killedBy, stdout, stderr } = await running.ended;
    expect([code, killedBy], stderr).toEqual([exit, null]);
    expect(JSON.parse(stdout)).toMatchObject([
      { number: four[0], change: 'remove', result: 'done', error: null },
      { number: four[1], change: 'remove', result: 'skipped' },
      { number: four[2], change: 'remove', result: 'skipped' },
      { number: four[3], change: 'remove', result: 'skipped' },
    ]);
    const { error } = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '');
    expect(error).toMatchObject({
      kind: 'interrupted',
      exitCode: exit,
      retryable: false,
      items: four.slice(1),
      hint: expect.stringContaining('again'),
    });
    expect(lines(running.requests).map((line) => line.split(' ')[0])).toEqual(['GET', 'DELETE']);
    expect(serving(running.world, support)).toEqual(supportVoice.slice(1));
  });

  test('the history shows that recorded changes were not sent', async () => {
    const running = await inFlight([...unassign, '--json'], ({ method }) => method === 'DELETE');
    await running.interrupt(signal);
    running.letGo();
    await running.ended;
    const { stdout } = await sinchctl(['history', '--changes', '--json'], { env: running.env });
    const rows: Row[] = JSON.parse(stdout);
    expect(rows.map(({ number, result }) => [number, result])).toEqual([
      [four[0], 'done'],
      [four[1], 'skipped'],
      [four[2], 'skipped'],
      [four[3], 'skipped'],
    ]);
  });

  test('shows the same as text', async () => {
    const running = await inFlight([...unassign, '-o', 'tsv'], ({ method }) => method === 'DELETE');
    await running.interrupt(signal);
    running.letGo();
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(exit);
    const rows = stdout.trimEnd().split('\n');
    expect(rows).toHaveLength(4);
    expect(rows[0]).toContain('\tdone');
    for (const row of rows.slice(1)) expect(row).toContain('\tskipped');
    expect(stderr).toContain('Finishing requests in progress');
    expect(stderr).toMatch(/^error: 3 of 4 /m);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('a second signal exits even if there is no response', async () => {
    const running = await inFlight([...unassign, '--json'], ({ method }) => method === 'DELETE');
    await running.interrupt(signal);
    running.child.kill(signal);
    const { code, signal: killedBy, stdout, stderr } = await running.ended;
    expect([code, killedBy, stdout]).toEqual([exit, null, '']);
    const said = stderr.trimEnd().split('\n');
    expect(JSON.parse(said.at(-1) ?? '').error).toMatchObject({
      kind: 'interrupted',
      message: `stopped by a second ${signal}; requests in progress may still take effect`,
      exitCode: exit,
      retryable: false,
      items: [],
      hint: `to process the rest, run the command again: sinchctl ${unassign.join(' ')} --json`,
    });
    expect(said.at(-2)).toMatch(/^note: to undo: sinchctl undo \d{8}-/);
    running.letGo();
  });

  test('a second signal exits a query with the command to run again', async () => {
    const argv = ['query', ...four, '--quiet'];
    const running = await inFlight(argv, ({ path }) => path.includes('/query/'));
    running.child.kill(signal);
    // No output shows that the first signal was received.
    await pause(200);
    running.child.kill(signal);
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([
      exit,
      `error: stopped by a second ${signal}\nhint: to process the rest, run the command again: sinchctl ${argv.join(' ')}\n`,
    ]);
    running.letGo();
  });

  test('between the additions and the removals of an overwrite removes nothing', async () => {
    const argv = [
      'numbers',
      'overwrite',
      ours,
      free,
      '--app',
      support.key,
      '--api',
      'calling',
      '-y',
      '--json',
    ];
    const running = await inFlight(argv, ({ method }) => method === 'POST');
    await running.interrupt(signal);
    running.letGo();
    const { code, stdout, stderr } = await running.ended;
    expect(code, stderr).toBe(exit);
    const rows = JSON.parse(stdout) as { number: string; result: string }[];
    expect(rows.slice(0, 2)).toMatchObject([
      { number: ours, result: 'unchanged' },
      { number: free, result: 'done' },
    ]);
    expect(new Set(rows.slice(2).map(({ result }) => result))).toEqual(new Set(['skipped']));
    expect(serving(running.world, support)).toEqual([...supportVoice, free].sort());
  });

  test('after the last request reports that everything was completed, and still exits as interrupted', async () => {
    const argv = ['numbers', 'unassign', ours, '-y', '--json'];
    const running = await inFlight(argv, ({ method }) => method === 'DELETE');
    await running.interrupt(signal);
    running.letGo();
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(exit);
    expect(stderr).toContain('but all items were completed');
    expect(JSON.parse(stdout)).toMatchObject([{ number: ours, result: 'done' }]);
  });

  test('of a query lists the numbers that were not queried, with their count', async () => {
    const argv = ['query', ...four, '--concurrency', '1', '--json'];
    const running = await inFlight(argv, ({ path }) => path.includes('/query/'));
    await running.interrupt(signal);
    running.letGo();
    const { code, stdout, stderr } = await running.ended;
    expect(code, stderr).toBe(exit);
    expect(JSON.parse(stdout).map(({ error }: Row) => error)).toEqual([
      null,
      ...Array(3).fill('interrupted'),
    ]);
    const { error } = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '');
    expect(error).toMatchObject({ kind: 'interrupted', exitCode: exit, items: four.slice(1) });
    expect(error.message).toBe(`3 of 4 items not completed: interrupted by ${signal}`);
  });

  test('with sandbox serve: every row matches the account', async () => {
    const serving = await startServing('--fault', 'latency:300-300');
    const { env } = serving;
    const { child, texts, ended } = start(process.execPath, [PROGRAM, ...unassign, '--json', '--debug'], {
      env,
    });
    await new Promise<void>((resolve) => {
      const look = () => /DELETE/.test(texts.stderr) && resolve();
      child.stderr?.on('data', look);
      look();
      ended.then(() => resolve());
    });
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect(code, stderr).toBe(exit);
    const rows = JSON.parse(stdout) as { number: string; result: string }[];
    expect(rows.map(({ number }) => number)).toEqual(four);
    expect(rows[0]?.result).toBe('done');
    expect(rows.at(-1)?.result).toBe('skipped');
    const list = await start(process.execPath, [PROGRAM, 'numbers', 'list', '--json'], { env }).ended;
    const now = JSON.parse(list.stdout) as {
      number: string;
      application: string | null;
      capability: string;
    }[];
    for (const { number, result } of rows) {
      const { application } = now.find((one) => one.number === number && one.capability === 'voice') ?? {};
      expect(application, number).toBe(result === 'done' ? null : support.key);
    }
    serving.child.kill('SIGTERM');
    await serving.ended;
  });
});

test('the command to run again mentions the same input if it read stdin', async () => {
  const file =
    'version: 1\napplications:\n  - application: ' +
    support.key +
    '\n    numbers:\n      voice: [' +
    four.map((one) => `"${one}"`).join(', ') +
    ']\n';
  const argv = [
    'apply',
    '--file=-',
    '--prune',
    '-y',
    '--max-removals',
    '100',
    '--concurrency',
    '1',
    '--json',
  ];
  const running = await inFlight(argv, ({ method }) => method === 'DELETE', file);
  await running.interrupt('SIGINT');
  running.letGo();
  const { code, stderr } = await running.ended;
  expect(code, stderr).toBe(130);
  expect(JSON.parse(stderr.trim().split('\n').at(-1) ?? '').error.hint).toMatch(
    /^to process the rest, run the command again with the same input: sinchctl apply --file=- /,
  );
});

test('a query that is interrupted during its last requests reports that everything was completed', async () => {
  const running = await inFlight(['query', free, '--json'], ({ path }) => path.includes('/query/number/'));
  await running.interrupt('SIGINT');
  running.letGo();
  const { code, stdout, stderr } = await running.ended;
  expect(code, stderr).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject([{ number: free, error: null }]);
  const { error } = JSON.parse(stderr.trim().split('\n').at(-1) ?? '');
  expect(error).toMatchObject({
    message: 'interrupted by SIGINT, but all items were completed',
    hint: null,
    items: [],
  });
});

test('the command to run again escapes control characters so that it can be copied', async () => {
  const argv = [...unassign, '--reason', "it's\n\u001b[31mred", '--json'];
  const running = await inFlight(argv, ({ method }) => method === 'DELETE');
  await running.interrupt('SIGINT');
  running.letGo();
  const { stderr } = await running.ended;
  const { hint } = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '').error;
  expect(hint).toMatch(/ --reason \$'it\\047s\\012\\033\[31mred' --json$/);
});

describe('SIGHUP during a change', () => {
  const isWrite = ({ method }: SandboxRequest) => method === 'DELETE';
  const done = (rows: readonly Row[]) => rows.map(({ number, result }) => [number, result]);
  const [first, ...others] = four;
  const expected = [[first, 'done'], ...others.map((number) => [number, 'skipped'])];

  test('causes exit code 129 with an explanation, even if it is repeated', async () => {
    const running = await inFlight([...unassign, '--json'], isWrite);
    running.child.kill('SIGHUP');
    await Promise.race([until(() => running.texts.stderr.includes('Finishing')), running.ended]);
    running.child.kill('SIGHUP');
    running.letGo();
    const { code, stdout, stderr } = await running.ended;
    expect(code, stderr).toBe(129);
    expect(stderr).toContain('SIGHUP (the terminal closed)');
    expect(stderr).not.toContain('SIGTERM');
    expect(done(JSON.parse(stdout))).toEqual(expected);
    expect(JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '').error.hint).toContain(
      'run the command again',
    );
  });

  test('is ignored with nohup', async () => {
    const held = await holding(isWrite);
    // Shells start programs with this name.
    const env = { ...held.env, _: '/usr/bin/nohup' };
    const { child, ended } = start('nohup', [process.execPath, PROGRAM, ...unassign, '--json'], { env });
    await Promise.race([held.write, ended]);
    child.kill('SIGHUP');
    held.letGo();
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(0);
    expect(serving(held.world, support)).toEqual(supportVoice.slice(4));
  });

  /** A command whose terminal closes during its first change, and the remaining files. */
  async function hungUp(script: string, format: string) {
    const held = await holding(isWrite);
    const [exit, results] = [held.home.path('exit'), held.home.path('results.ndjson')];
    const line = [process.execPath, PROGRAM, ...unassign, '-o', format, '--results', results];
    const { hangUp } = onTerminal(['sh', '-c', script, exit, ...line], held.env);
    await held.write;
    hangUp();
    // The signal arrives while the request is in progress.
    await pause(300);
    held.letGo();
    await until(() => existsSync(exit) && readFileSync(exit, 'utf8') !== '');
    const { stdout } = await sinchctl(['history', '--changes', '--json'], { env: held.env });
    return {
      code: readFileSync(exit, 'utf8').trim(),
      recorded: done(rowsIn(results)),
      history: done(JSON.parse(stdout)),
      left: serving(held.world, support),
    };
  }

  describe.each(['table', 'ndjson'])('and its terminal is closed, with %s', (format) => {
    test('leaves complete records', async () => {
      // As an interactive shell forwards it.
      const script = `"$@" & child=$!; trap 'trap "" HUP; kill -HUP $child' HUP; wait $child; wait $child; echo $? >"$0"`;
      const { code, recorded, history, left } = await hungUp(script, format);
      expect(code).toBe('129');
      expect(recorded.sort()).toEqual([...expected].sort());
      expect(history).toEqual(expected);
      expect(left).toEqual(supportVoice.slice(1));
    });

    test('without the signal everything is done', async () => {
      const { code, recorded, left } = await hungUp(`trap : HUP; "$@"; echo $? >"$0"`, format);
      expect(code).toBe('0');
      expect(recorded).toHaveLength(4);
      expect(left).toEqual(supportVoice.slice(4));
    });
  });
});
