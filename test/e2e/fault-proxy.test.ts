import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { World } from '../../src/sandbox/world.ts';
import { free, ours, supportVoice } from '../support/account.ts';
import { PROXY_FAULTS, serveBehindFault } from '../support/fault-proxy.ts';
import { serveFaultyProxy, silence } from '../support/faulty.ts';
import { newHome, temporaryDirectory } from '../support/home.ts';
import type { Row } from '../support/run.ts';
import { serve } from '../support/serve.ts';
import { IS_FULL } from '../support/sizes.ts';
import { sinchctl } from '../support/spawn.ts';

const LIMITS = ['--json', '--retries', '0'];
const BULK = Array.from({ length: 250 }, (_, i) => `+${14155550100 + i}`);
const STATE = `version: 1\napplications:\n  - application: ${'KEY'}\n    numbers: {voice: ["${free}"]}\n`;

/** A read, a change, and a change with many requests; all other commands only in the full suite. */
const COMMANDS: [string, string[]][] = [
  ['a read', ['numbers', 'list']],
  ['a write', ['numbers', 'assign', free]],
  ['a bulk write', ['numbers', 'assign', ...BULK, '--move-from', 'any', '-y', '--keep-going']],
  ...(IS_FULL
    ? ([
        ['list --api portal', ['numbers', 'list', '--api', 'portal']],
        ['unassign', ['numbers', 'unassign', ours, '-y']],
        ['unassign --api portal', ['numbers', 'unassign', ours, '-y', '--api', 'portal']],
        [
          'overwrite',
          [
            'numbers',
            'overwrite',
            ...supportVoice.slice(1),
            free,
            '--app',
            'KEY',
            '-y',
            '--max-removals',
            '600',
          ],
        ],
        ['callbacks get', ['callbacks', 'get']],
        ['callbacks set', ['callbacks', 'set', '--primary', 'https://new.example.com/']],
        ['query', ['query', '+46730170101', '+14155550100']],
        ['export', ['export']],
        ['diff', ['diff', '-f', '-']],
        ['apply', ['apply', '-f', '-', '-y']],
        ['apps list', ['apps', 'list']],
        ['api GET', ['api', 'GET', '/v1/configuration/numbers']],
        ['auth status', ['auth', 'status', '--verify']],
      ] satisfies [string, string[]][])
    : []),
];

/** Maximum megabytes and seconds of a run, with a wide margin for a busy computer: without the fault, it takes 3 s. */
const MOST = { memory: 200, seconds: 15 };

/** Makes the program record its peak memory usage when it exits. */
function measured() {
  const directory = temporaryDirectory();
  const [hook, noted] = [`${directory}/hook.cjs`, `${directory}/memory`];
  const note = `require('fs').writeFileSync(${JSON.stringify(noted)}, String(process.resourceUsage().maxRSS))`;
  writeFileSync(hook, `process.on('exit', () => ${note});`);
  return { env: { NODE_OPTIONS: `--require ${hook}` }, megabytes: () => Number(readFileSync(noted)) / 1024 };
}

/** Each row must match the account. */
function expectTrue(rows: Row[], world: World, what: string): void {
  for (const { kind, number, result, to } of rows) {
    if (kind !== 'number' || typeof number !== 'string') continue;
    const is = world.applicationOf(number as typeof free, 'voice') === to;
    if (result === 'done' || result === 'unchanged') expect(is, `${what}: ${number} is ${result}`).toBe(true);
    if (result === 'failed' || result === 'skipped')
      expect(is, `${what}: ${number} is ${result}`).toBe(false);
  }
}

/** A proxy that never responds to CONNECT, for every host. */
async function silentConnect() {
  const [{ env, world }, proxy] = [await serve(), await serveFaultyProxy(silence)];
  const { SINCHCTL_CALLING_URL: url = '', HTTPS_PROXY = '' } = proxy.env;
  const urls = Object.keys(env).filter((name) => name.endsWith('_URL'));
  const changed: Record<string, string> = Object.fromEntries(urls.map((name) => [name, url]));
  return { world, env: { ...env, ...changed, HTTPS_PROXY } };
}

/** Runs a command against one fault. */
async function check(argv: readonly string[], fault: string): Promise<void> {
  const isWrite = ['assign', 'unassign', 'overwrite', 'set', 'apply'].includes(argv[1] ?? argv[0] ?? '');
  const isShort = fault === 'a short delay';
  const behind = PROXY_FAULTS[fault];
  const isHit = (method: string) => !isWrite || method !== 'GET';
  const { env, world } = behind
    ? await serveBehindFault(behind, isHit, { numbers: 600 })
    : await silentConnect();
  const { SINCH_APPLICATION_KEY: key = '' }: Record<string, string> = env;
  const { env: hook, megabytes } = measured();
  const began = Date.now();
  const { code, signal, stdout, stderr } = await sinchctl(
    [...argv.map((word) => word.replace('KEY', key)), ...LIMITS, '--timeout', isShort ? '20' : '1'],
    { env: { ...newHome().env, ...env, ...hook }, stdin: STATE.replace('KEY', key) },
  );
  const what = `${fault}: ${code} ${stderr.slice(0, 1500)}`;
  expect(signal, what).toBeNull();
  expect([0, 1, 5, 6], what).toContain(code);
  // Only items without a request may be final: 5 if some items needed no request.
  if (code === 1 || code === 5) expect(fault, what).toMatch(/flood/);
  if (isShort) expect(code, what).toBe(0);
  expect(stderr, what).not.toMatch(/\n\s+at |unexpected error|is a bug/);
  expect((Date.now() - began) / 1000, what).toBeLessThan(MOST.seconds);
  expect(megabytes(), what).toBeLessThan(MOST.memory);
  if (stdout.startsWith('[') && isWrite) expectTrue(JSON.parse(stdout), world, what);
}

describe.each(COMMANDS)('%s', (_, argv) => {
  test('exits as documented with every network fault', { timeout: 120_000 }, async () => {
    const waiting = [...Object.keys(PROXY_FAULTS), 'a CONNECT without a response'];
    const worker = async () => {
      for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift())
        await check(argv, fault);
    };
    await Promise.all(Array.from({ length: 8 }, worker));
  });
});

test('an exception after a change was sent is a lost response, and the account shows the outcome', async () => {
  const { env, world } = await serve();
  const hook = `${temporaryDirectory()}/hook.cjs`;
  // The client reads the Date header of a response.
  writeFileSync(
    hook,
    `const { parse } = Date; let isDone = false;
    Date.parse = (text) => {
      if (isDone || !text.endsWith('GMT')) return parse(text);
      isDone = true;
      throw new RangeError('Maximum call stack size exceeded');
    };`,
  );
  const { code, stdout, stderr } = await sinchctl(['numbers', 'assign', free, '--no-check', '--json'], {
    env: { ...newHome().env, ...env, NODE_OPTIONS: `--require ${hook}` },
  });
  expect(JSON.parse(stdout), stderr).toMatchObject([{ number: free, result: 'done' }]);
  expect([code, world.applicationOf(free, 'voice')]).toEqual([0, env.SINCH_APPLICATION_KEY]);
});
