import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { free, freeVoice, ours, sales, support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';
import { stateOf } from '../support/state.ts';

const LIST = '/v1/configuration/numbers';

/** A server whose list shows each change only after several reads. */
async function lagging(readings: number) {
  let stale: string | undefined;
  let left = readings;
  return serve({
    between: async (request, answer) => {
      const isList = request.method === 'GET' && request.path === LIST;
      const delivery = await answer(request);
      if (!isList || delivery.how === 'reset') return delivery;
      stale ??= delivery.response.body;
      const isWritten = delivery.response.body !== stale;
      if (isWritten && left-- > 0) return { ...delivery, response: { ...delivery.response, body: stale } };
      return delivery;
    },
  });
}

const home = () => newHome();

/** The commands, each changing one number, and the number. */
const WRITES: [string, (path: string) => string[], string][] = [
  ['assign', () => ['numbers', 'assign', free, '--app', support.key, '--verify'], free],
  ['unassign', () => ['numbers', 'unassign', ours, '--app', support.key, '--verify', '-y'], ours],
  [
    'apply',
    (path) => {
      writeFileSync(path, JSON.stringify(stateOf(support.key, { numbers: { voice: [free] } })));
      return ['apply', '-f', path, '-y'];
    },
    free,
  ],
  [
    'undo',
    (path) => {
      const row = {
        kind: 'number',
        number: ours,
        callback: null,
        capability: 'voice',
        application: support.key,
      };
      const change = { change: 'add', from: null, to: support.key, result: 'done', checked: true };
      writeFileSync(path, JSON.stringify([{ ...row, ...change }]));
      return ['undo', path, '-y'];
    },
    ours,
  ],
];

describe.each(WRITES)('%s', (_, wordsFor, number) => {
  test('reads once after the last request if the list shows the change', async () => {
    const { env, requests } = await serve();
    const at = home();
    const { code, json } = await run([...wordsFor(at.path('in.json')), '--json'], { env, home: at });
    expect([code, json()]).toMatchObject([0, [{ number, result: 'done' }]]);
    const after = lines(requests).slice(lines(requests).findLastIndex((line) => !line.startsWith('GET')) + 1);
    expect(after).toEqual([`GET ${LIST}`]);
  });

  test('reads again after 1, 2, and 4 s if the list lags behind', async () => {
    const { env } = await lagging(3);
    const waits: number[] = [];
    const at = home();
    const sleep = async (seconds: number) => void waits.push(seconds);
    const { code, json } = await run([...wordsFor(at.path('in.json')), '--json'], { env, home: at, sleep });
    expect([code, json()]).toMatchObject([0, [{ number, result: 'done' }]]);
    expect(waits).toEqual([1, 2, 4]);
  });

  test('a change that is not shown is a second row, with the current value', async () => {
    const { env } = await lagging(99);
    const at = home();
    const results = at.path('results.ndjson');
    const argv = [...wordsFor(at.path('in.json')), '--results', results];
    const { code, stdout } = await run([...argv, '-o', 'ndjson'], { env, home: at });
    expect(code).toBe(1);
    const now = number === free ? null : support.key;
    const failed = { number, result: 'failed', error: 'failure', application: now };
    const twice = [{ number, result: 'done', error: null }, failed];
    const rows = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    expect(rows(stdout)).toMatchObject(twice);
    expect(rows(readFileSync(results, 'utf8'))).toMatchObject(twice);
    const history = await run(['history', '--number', number, '--json'], { env, home: at });
    expect(history.json()).toMatchObject([failed]);
  });

  test('JSON, tables, and Markdown show only the last row', async () => {
    for (const format of ['json', 'table', 'markdown']) {
      const { env } = await lagging(99);
      const at = home();
      const argv = [...wordsFor(at.path('in.json')), '-o', format];
      const { code, stdout, stderr } = await run(argv, { env, home: at });
      expect(code).toBe(1);
      expect(stdout).toContain('failed');
      expect(stdout).not.toContain('done');
      const state = number === free ? 'still unassigned' : 'still assigned to';
      expect(stderr).toContain(`Sinch accepted the change, but the number is ${state}`);
    }
  });
});

/** A server that cannot list the numbers after a change. */
async function unreadable(change: (response: { status: number; headers: object }) => object) {
  let isWritten = false;
  return serve({
    between: async (request, answer) => {
      const delivery = await answer(request);
      const isList = request.method === 'GET' && request.path === LIST;
      if (!isList) isWritten = true;
      if (!isList || !isWritten || delivery.how === 'reset') return delivery;
      return { ...delivery, response: { ...delivery.response, ...change(delivery.response) } };
    },
  });
}

const UNREADABLE: [string, () => object][] = [
  ['an error', () => ({ status: 503, body: '{"errorCode":50300,"message":"later"}' })],
  ['a 206', () => ({ status: 206, body: '{"numbers":[]}' })],
  ['a part of the list', () => ({ body: '{"numbers":[]}', headers: { 'content-range': 'items 0-0/500' } })],
];

describe.each(UNREADABLE)('if the list is %s after the change', (_, change) => {
  test('the rows are kept, with a warning; exit 6 only if --verify was given', async () => {
    const argv = ['numbers', 'assign', free, freeVoice, '--app', support.key, '--json'];
    const asked = await run([...argv, '--verify'], { env: (await unreadable(change)).env });
    expect(asked.code).toBe(6);
    expect(asked.json()).toMatchObject([{ result: 'done' }, { result: 'done' }]);
    expect(asked.error()).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('not verified'),
    });
    const overwrite = [
      'numbers',
      'overwrite',
      free,
      '--app',
      sales.key,
      '-y',
      '--max-removals',
      '9',
      '--json',
    ];
    const { code, json, stderr } = await run(overwrite, { env: (await unreadable(change)).env });
    expect([code, json()[0]]).toMatchObject([0, { number: free, result: 'done' }]);
    expect(stderr).toMatch(/^warning: cannot read the account after the run/m);
  });
});

test.each(UNREADABLE.slice(1))('%s is never treated as a complete account', async (_, change) => {
  const { env, requests } = await serve({
    between: async (request, answer) => {
      const delivery = await answer(request);
      if (delivery.how === 'reset' || request.method !== 'GET') return delivery;
      return { ...delivery, response: { ...delivery.response, ...change() } };
    },
  });
  for (const argv of [['numbers', 'list'], ['export'], ['numbers', 'unassign', ours, '-y']]) {
    const { code, stdout } = await run([...argv, '--retries', '0'], { env });
    expect([code, stdout]).toEqual([6, '']);
  }
  expect(lines(requests).every((line) => line.startsWith('GET'))).toBe(true);
});
