import { describe, expect, test } from 'vitest';
import { free, support } from '../support/account.ts';
import { run } from '../support/run.ts';
import { serve, serveBare } from '../support/serve.ts';

const HOUR = 3_600_000;
const LIST = ['numbers', 'list', '--json'];
const shifted = (difference: number) => () => new Date(Date.now() + difference);
const refusal = (code: number) => JSON.stringify({ errorCode: code, message: 'no' });
const warnings = (stderr: string) => stderr.match(/^warning: .*clock.*$/gm) ?? [];

describe.each([
  ['an hour ahead', HOUR, 'behind'],
  ['an hour behind', -HOUR, 'ahead'],
])('a server %s', (_, difference, where) => {
  test('causes requests to be signed again, which succeed with one warning', async () => {
    const { env, requests } = await serve({ now: shifted(difference) });
    const { code, stderr, json } = await run([...LIST, '--quiet'], { env });
    expect(code, stderr).toBe(0);
    expect(json()).toHaveLength(30);
    expect(requests).toHaveLength(2);
    expect(new Set(requests.map(({ headers }) => headers['x-timestamp'])).size).toBe(2);
    expect(warnings(stderr)).toEqual([expect.stringContaining(where)]);
  });

  test('is corrected from the first request on for the rest of the command', async () => {
    const { env, requests, world } = await serve({ now: shifted(difference) });
    const { code, stderr } = await run(['numbers', 'assign', free], { env });
    expect(code, stderr).toBe(0);
    expect(world.applicationOf(free, 'voice')).toBe(support.key);
    // The check, the check again with the corrected time, and the change.
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST']);
    expect(warnings(stderr)).toHaveLength(1);
  });

  test('lets eight concurrent calls recover, with at most one extra request each', async () => {
    const { env, requests } = await serve({ now: shifted(difference) });
    const numbers = Array.from({ length: 8 }, (__, i) => `+1415555010${i}`);
    const { code, stderr, json } = await run(['query', ...numbers, '--json', '--concurrency', '8'], { env });
    expect(code, stderr).toBe(0);
    expect(json()).toHaveLength(8);
    expect(requests.length).toBeLessThanOrEqual(16);
    for (const number of numbers) {
      expect(requests.filter(({ path }) => path.endsWith(number)).length).toBeLessThanOrEqual(2);
    }
    expect(warnings(stderr)).toHaveLength(1);
  });
});

describe('no correction', () => {
  test.each([
    ['1970', 'Thu, 01 Jan 1970 00:00:00 GMT', true],
    ['garbage', 'half past nine', false],
    ['the year 2090', 'Sun, 01 Jan 2090 00:00:00 GMT', true],
    ['25 hours ahead', new Date(Date.now() + 25 * HOUR).toUTCString(), true],
    ['25 hours behind', new Date(Date.now() - 25 * HOUR).toUTCString(), true],
    ['the year 9999', 'Fri, 31 Dec 9999 23:59:59 GMT', true],
  ])('for an implausible Date, %s', async (_, date, isTime) => {
    const { env, requests } = await serve({ now: shifted(HOUR), date });
    const { code, stderr, stdout, error } = await run(LIST, { env });
    expect([code, stdout, requests.length, warnings(stderr)]).toEqual([3, '', 1, []]);
    expect(/corrects only differences of up to 24 hours/.test(error().hint ?? '')).toBe(isTime);
  });

  test.each([40101, 40102])('for a Date less than five minutes off, after %i', async (errorCode) => {
    for (const difference of [0, 240_000, -240_000]) {
      const { env, requests } = await serveBare((_, reply) =>
        reply.writeHead(401, { date: shifted(difference)().toUTCString() }).end(refusal(errorCode)),
      );
      const { code, stderr } = await run(LIST, { env });
      expect([code, requests.length, warnings(stderr)]).toEqual([3, 1, []]);
    }
  });

  test.each([40100, 40108])('after %i for a reason other than time', async (errorCode) => {
    const { env, requests } = await serveBare((_, reply) =>
      reply.writeHead(401, { date: shifted(HOUR)().toUTCString() }).end(refusal(errorCode)),
    );
    expect([(await run(LIST, { env })).code, requests.length]).toEqual([3, 1]);
  });
});

describe('at most one extra attempt', () => {
  test.each([40101, 40102])('if %i persists', async (errorCode) => {
    const { env, requests } = await serveBare((_, reply) =>
      reply.writeHead(401, { date: shifted(HOUR)().toUTCString() }).end(refusal(errorCode)),
    );
    const { code, stdout } = await run(LIST, { env });
    expect([code, stdout, requests.length]).toEqual([3, '', 2]);
  });

  test('if the server reports a different time in every response', async () => {
    let n = 0;
    const { env, requests } = await serveBare((_, reply) =>
      reply.writeHead(401, { date: shifted(++n * HOUR)().toUTCString() }).end(refusal(40101)),
    );
    expect([(await run(LIST, { env })).code, requests.length]).toEqual([3, 2]);
  });

  test('across the retries of one call', async () => {
    let n = 0;
    const { env, requests } = await serveBare((_, reply) => {
      n++;
      const date = shifted(n * HOUR)().toUTCString();
      if (n % 2 === 0) reply.writeHead(503, { date }).end(refusal(50300));
      else reply.writeHead(401, { date }).end(refusal(40101));
    });
    const { code } = await run([...LIST, '--retries', '5'], { env });
    // Rejected, signed again, 503, retried, finally rejected.
    expect([code, requests.length]).toEqual([3, 3]);
  });
});
