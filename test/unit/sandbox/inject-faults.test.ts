import { describe, expect, test } from 'vitest';
import { buildRequest } from '../../../src/api/build-request.ts';
import type { NetworkFailure, Response } from '../../../src/api/request.ts';
import { signRequest } from '../../../src/api/sign-request.ts';
import { sandboxCredentials } from '../../../src/sandbox/embedded.ts';
import { parseFault } from '../../../src/sandbox/inject-faults.ts';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { createWorld } from '../../../src/sandbox/state.ts';

/** A sandbox with given random numbers, and one read and one change to send. */
function start(faults: string[], dice: number[] = []) {
  const world = createWorld();
  const clock = { now: new Date('2026-01-02T03:04:05Z') };
  const slept: number[] = [];
  const rolls = [...dice];
  const sandbox = createSandbox({
    world,
    now: () => clock.now,
    faults: faults.map(parseFault),
    sleep: async (seconds) => void slept.push(seconds),
    ...(dice.length > 0 ? { random: () => rolls.shift() ?? 0.999 } : {}),
  });
  const credentials = sandboxCredentials(world);
  const body = { numbers: ['+14155550103'], capability: 'voice' as const };
  const attempt = (request: ReturnType<typeof signRequest>) =>
    sandbox.send(request).catch((error: NetworkFailure) => error);
  const read = () => attempt(signRequest(buildRequest('listNumbers', {}), credentials, clock.now, 10));
  const write = () =>
    attempt(signRequest(buildRequest('assignNumbers', { body }), credentials, clock.now, 10));
  return { world, clock, slept, read, write };
}

describe('parseFault', () => {
  test.each([
    ['429:0.1', { kind: '429', probability: 0.1 }],
    ['503:1', { kind: '503', probability: 1 }],
    ['reset:0', { kind: 'reset', probability: 0 }],
    ['truncate:.5', { kind: 'truncate', probability: 0.5 }],
    ['html:0.25', { kind: 'html', probability: 0.25 }],
    ['redirect:1.0', { kind: 'redirect', probability: 1 }],
    ['latency:10-250', { kind: 'latency', min: 10, max: 250 }],
    ['limit:30/100', { kind: 'limit', burst: 30, perSecond: 100 }],
  ])('parses %s', (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  test.each([
    '',
    '429',
    '429:',
    '429:1.1',
    '429:-1',
    '500:0.1',
    'reset:x',
    'latency:5',
    'latency:9-1',
    'limit:0/1',
    'limit:1/0',
    'limit:3',
    '429:0.1,503:1',
  ])('rejects %j and lists the valid kinds', (text) => {
    expect(() => parseFault(text)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        details: expect.objectContaining({
          hint: expect.stringMatching(
            /429:P.*503:P.*reset:P.*truncate:P.*html:P.*redirect:P.*latency.*limit/,
          ),
        }),
      }),
    );
  });

  test('suggests no kind if a known one has an invalid parameter', () => {
    expect(() => parseFault('429:2')).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ hint: expect.stringMatching(/^choose from/) }),
      }),
    );
  });
});

describe('effects', () => {
  test('429 with and without Retry-After, and nothing is executed', async () => {
    const { write, world } = start(['429:1'], [0, 0, 0, 0.9]);
    const first = (await write()) as Response;
    const second = (await write()) as Response;
    expect([first.status, first.headers['retry-after']]).toEqual([429, '1']);
    expect([second.status, second.headers['retry-after']]).toEqual([429, undefined]);
    expect(JSON.parse(second.body).errorCode).toBe(42900);
    expect(world.revision).toBe(0);
  });

  test('503 is JSON, redirect goes to another host, html is a page of 200 or 502', async () => {
    expect(await start(['503:1']).write()).toMatchObject({
      status: 503,
      body: expect.stringContaining('50300'),
    });
    expect(await start(['redirect:1']).write()).toMatchObject({
      status: 302,
      headers: { location: expect.stringMatching(/^https:\/\/elsewhere\.example\.com\/v1/) },
    });
    const { write, world } = start(['html:1'], [0, 0, 0, 0.9]);
    expect(await write()).toMatchObject({ status: 200, body: expect.stringContaining('<html>') });
    expect(await write()).toMatchObject({ status: 502, body: expect.stringContaining('<html>') });
    expect(world.revision).toBe(0);
  });

  test('reset happens after the change, or before it', async () => {
    const after = start(['reset:1'], [0, 0]);
    expect(await after.write()).toMatchObject({ reason: 'reset' });
    expect(after.world.revision).toBe(1);
    const before = start(['reset:1'], [0, 0.9]);
    expect(await before.write()).toMatchObject({ reason: 'reset' });
    expect(before.world.revision).toBe(0);
  });

  test('truncate truncates a response after the change; an empty response is lost', async () => {
    const { read, write, world } = start(['truncate:1']);
    expect(await read()).toMatchObject({ reason: 'cutShort' });
    expect(await write()).toMatchObject({ reason: 'reset' });
    expect(world.revision).toBe(1);
  });

  test('latency waits between its bounds, in seconds', async () => {
    const { read, slept } = start(['latency:100-300'], [0.5]);
    expect(await read()).toMatchObject({ status: 200 });
    expect(slept).toEqual([0.2]);
  });

  test('a limit allows its burst and refills over time', async () => {
    const { read, clock } = start(['limit:3/2']);
    const statuses = async (n: number) => {
      const seen: number[] = [];
      for (let i = 0; i < n; i++) seen.push(((await read()) as Response).status);
      return seen;
    };
    expect(await statuses(4)).toEqual([200, 200, 200, 429]);
    clock.now = new Date(clock.now.getTime() + 500);
    expect(await statuses(2)).toEqual([200, 429]);
    clock.now = new Date(clock.now.getTime() + 60_000);
    expect(await statuses(4)).toEqual([200, 200, 200, 429]);
  });

  test('the first fault that occurs is used; probability 0 never occurs', async () => {
    expect(await start(['503:0', '429:1']).read()).toMatchObject({ status: 429 });
    expect(await start(['reset:0']).read()).toMatchObject({ status: 200 });
  });

  test('without a random source, the sequence is reproducible, and close to its probability', async () => {
    const run = async () => {
      const { read } = start(['503:0.2']);
      const seen: number[] = [];
      for (let i = 0; i < 500; i++) seen.push(((await read()) as Response).status);
      return seen;
    };
    const seen = await run();
    expect(seen).toEqual(await run());
    const struck = seen.filter((status) => status === 503).length;
    expect(struck).toBeGreaterThan(60);
    expect(struck).toBeLessThan(140);
  });
});
