import { expect, test } from 'vitest';
import { run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const SWEDISH = '+46730170101';

test('country, type, rate, and currency of a number', async () => {
  const { code, json } = await sandbox(['query', SWEDISH, '--json']);
  expect(code).toBe(0);
  expect(json()).toEqual([
    {
      number: SWEDISH,
      country: 'SE',
      type: 'Mobile',
      restricted: false,
      rate: 0.0368,
      currency: 'USD',
      error: null,
      message: null,
    },
  ]);
});

test.each([
  ['+46 (0)73-017 01 01', []],
  ['0046730170101', []],
  ['00 46 73 017 01 01', []],
  ['073-017 01 01', ['--region', 'SE']],
  ['+46 73 017\u00a001\u00a001', []],
])('%s is the same number', async (writing, extra) => {
  const { json } = await sandbox(['query', writing, ...extra, '--json']);
  expect(json().map((row) => row.number)).toEqual([SWEDISH]);
});

test('a number in a country without a rate has every field, null if unknown', async () => {
  const { json } = await sandbox(['query', '+9991234567', '--json']);
  expect(json()).toEqual([
    {
      number: '+9991234567',
      country: null,
      type: 'Unknown',
      restricted: false,
      rate: null,
      currency: null,
      error: null,
      message: null,
    },
  ]);
});

test('several numbers keep their order, and duplicates are merged', async () => {
  const { cells } = await sandbox(['query', '+14155550100', SWEDISH, '+1 415 555 0100']);
  expect(cells().map(([number, country]) => [number, country])).toEqual([
    ['+14155550100', 'US'],
    [SWEDISH, 'SE'],
  ]);
});

test.each(['csv', 'tsv', 'ndjson'])(
  '%s keeps the order of the numbers, regardless of the order of responses',
  async (format) => {
    const { env } = await serve({
      between: async (request, answer) => {
        if (request.path.endsWith('0100')) await new Promise((resolve) => setTimeout(resolve, 100));
        return answer(request);
      },
    });
    const numbers = ['+14155550101', '+14155550100', SWEDISH];
    const { stdout } = await run(['query', ...numbers, '-o', format, '--columns', 'number', '--no-header'], {
      env,
    });
    expect(stdout.match(/\+\d+/g)).toEqual(numbers);
  },
);

test('help shows in one sentence that Sinch has deprecated this API in favor of Number Lookup', async () => {
  const { code, stdout } = await run(['query', '--help']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Sinch has deprecated .*Number Lookup.*$/m);
});

test('a failed number is a row with its error, next to successful ones', async () => {
  const { env } = await serve({
    between: async (request, answer) =>
      request.path.endsWith('0100')
        ? {
            how: 'whole',
            response: { status: 400, headers: {}, body: '{"errorCode":"40003","message":"no"}' },
          }
        : answer(request),
  });
  const { code, json, error } = await run(['query', '+14155550100', SWEDISH, '--json'], { env });
  expect(code).toBe(5);
  expect(json()).toMatchObject([
    {
      number: '+14155550100',
      country: null,
      rate: null,
      error: 'failure',
      message: expect.stringContaining('40003'),
    },
    { number: SWEDISH, country: 'SE', error: null },
  ]);
  expect(error()).toMatchObject({ kind: 'partial', items: ['+14155550100'] });
});

test('rejected credentials end the command with all numbers listed and empty stdout', async () => {
  const { env, requests } = await serve();
  const numbers = [SWEDISH, '+14155550100', '+4930123456'];
  const { code, stdout, error } = await run(['query', ...numbers, '--json', '--concurrency', '1'], {
    env: { ...env, SINCH_APPLICATION_SECRET: 'AAAA' },
  });
  expect([code, stdout]).toEqual([3, '']);
  expect(error()).toMatchObject({ kind: 'auth', httpStatus: 401, errorCode: 40102, items: numbers });
  // The first rejection ends the run: an incorrect secret must not be tried once for each number.
  expect(requests).toHaveLength(1);
});

test.each([
  [[], 'number'],
  [['hello'], 'hello'],
  [['0730170101'], 'country code'],
  [['+46730170101 ext. 5'], 'ext'],
  [['1-800-FLOWERS', '--region', 'US'], 'FLOWERS'],
  [['+46', '+4673017010100000'], '+4673017010100000'],
])('query %j is a usage error that shows it', async (extra, named) => {
  const { code, stdout, stderr } = await sandbox(['query', ...extra]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(named);
});

test('numbers that were not reached are not done and are not reported as failed', async () => {
  const { env } = await serve({
    between: async () => ({ how: 'whole', response: { status: 500, headers: {}, body: '{}' } }),
  });
  const numbers = Array.from({ length: 40 }, (_, i) => `+467301701${String(i).padStart(2, '0')}`);
  const line = ['query', ...numbers, '--json', '--retries', '0', '--concurrency', '1'];
  const { code, error } = await run(line, { env });
  expect(code).toBe(6);
  expect(error().message).toMatch(/^40 of 40 items not completed: .*not attempted: /);
  expect(error().items).toEqual(numbers);
});

/** Thirty numbers, queried one by one, each rejected in the same way. */
async function askRefused(status: number, errorCode: number) {
  const { env, requests } = await serve({
    between: async () => ({
      how: 'whole',
      response: { status, headers: {}, body: JSON.stringify({ errorCode, message: 'no' }) },
    }),
  });
  const numbers = Array.from({ length: 30 }, (_, i) => `+${14155550100 + i}`);
  const { code } = await run(['query', ...numbers, '--json', '--concurrency', '1'], { env });
  return [code, requests.length];
}

test('a number that Sinch rejects, with either of its codes, does not affect the next one', async () => {
  for (const errorCode of [40001, 40003]) expect(await askRefused(400, errorCode)).toEqual([1, 30]);
});

test('no further number is requested if the credit is used up', async () => {
  expect(await askRefused(402, 40200)).toEqual([1, 1]);
});
