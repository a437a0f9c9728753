import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { FORMAT_NAMES } from '../../src/output/formats.ts';
import { ours, support } from '../support/account.ts';
import { isUnsafe } from '../support/nasty.ts';
import { run } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const EVIL = '\u001b]52;c;cm0gLXJm\u0007\u009b31m\r\u202e|`x`<b>\\';
const FORMULA = '=cmd()|x';
/** What each format is made of besides its cells. */
const OWN: Record<string, string> = { tsv: '\t\n' };

const unsafeIn = (text: string, format: string) =>
  [...text].filter((one) => isUnsafe(one) && !(OWN[format] ?? '\n').includes(one));

async function evilCallbacks() {
  const { env, world } = await serve();
  world.setCallbacks(support.key, { primary: EVIL, fallback: FORMULA });
  return env;
}

describe.each(FORMAT_NAMES)('text from the API as %s', (format) => {
  test.each([
    ['as it is', []],
    ['chosen and sorted', ['--columns', 'fallback,primary', '--sort', 'primary']],
    ['labelled', ['--accessible']],
    ['without header', ['--no-header']],
  ])('is inert: %s', async (_, extra) => {
    const env = { ...(await evilCallbacks()), COLUMNS: '60' };
    const { code, stdout } = await run(['callbacks', 'get', '-o', format, ...extra], { env });
    expect(code).toBe(0);
    expect(unsafeIn(stdout, format)).toEqual([]);
    expect(stdout).toContain('cm0gLXJm');
  });

  test('is inert in the row of a failure', async () => {
    const body = JSON.stringify({ errorCode: 40003, message: `=no ${EVIL}`, reference: EVIL });
    const { env } = await serve({
      between: async (request, answer) =>
        request.method === 'GET'
          ? answer(request)
          : { how: 'whole', response: { status: 400, headers: {}, body } },
    });
    const argv = ['numbers', 'unassign', ours, '+14155559999', '--app', support.key, '--keep-going', '--yes'];
    const { code, stdout, stderr } = await run([...argv, '-o', format], { env });
    expect(code).toBeGreaterThan(0);
    expect(unsafeIn(stdout, format)).toEqual([]);
    expect(unsafeIn(stderr, '')).toEqual([]);
  });
});

test('a formula from the API is text in csv, and stays what it is elsewhere', async () => {
  const env = await evilCallbacks();
  const at = async (format: string) =>
    (await run(['callbacks', 'get', '--columns', 'fallback', '-o', format], { env })).stdout;
  expect(parse(await at('csv'))).toEqual([['fallback'], [`'${FORMULA}`]]);
  expect(JSON.parse(await at('json'))).toEqual([{ fallback: FORMULA }]);
  expect(JSON.parse(await at('ndjson'))).toEqual({ fallback: FORMULA });
  expect(await at('tsv')).toBe(`${FORMULA}\n`);
});

test.each([
  ['for people', []],
  ['as JSON', ['-o', 'ndjson']],
])('in an error it is inert %s', async (_, extra) => {
  const body = JSON.stringify({ errorCode: 40003, message: EVIL, reference: EVIL });
  const { env } = await serve({
    between: async () => ({ how: 'whole', response: { status: 400, headers: {}, body } }),
  });
  const { code, stderr } = await run(['numbers', 'list', ...extra], { env, terminal: true });
  expect(code).toBe(1);
  // The colour of our own word error is no part of what the API sent.
  expect(unsafeIn(stderr.replace(/\u001b\[\d+m/g, ''), '')).toEqual([]);
  expect(stderr).toContain('cm0gLXJm');
});

test('a question holds nothing of it', async () => {
  const { env, world } = await serve();
  world.setCallbacks(support.key, { primary: EVIL, fallback: FORMULA });
  const { questions } = await run(['numbers', 'unassign', ours, '--app', support.key], {
    env,
    terminal: true,
    answers: [false],
  });
  expect(questions).toHaveLength(1);
  expect(questions.flatMap((question) => unsafeIn(question, ''))).toEqual([]);
});
