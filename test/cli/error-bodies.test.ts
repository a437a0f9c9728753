import { describe, expect, test } from 'vitest';
import { free } from '../support/account.ts';
import { run } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const answering = (status: number, body: string) =>
  serve({ between: async () => ({ how: 'whole', response: { status, headers: {}, body } }) });

/** The error of a read that Sinch refuses with a body. */
async function errorOf(body: unknown, status = 400) {
  const { env } = await answering(status, typeof body === 'string' ? body : JSON.stringify(body));
  const { code, stdout, stderr, error } = await run(['numbers', 'list', '--json', '--retries', '0'], { env });
  expect(stdout).toBe('');
  expect(stderr).not.toContain('unexpected');
  return { code, ...error() };
}

describe('an odd field of an error body costs none of the others', () => {
  const message = 'the words of Sinch';
  const reference = 'r-1';

  test.each([
    ['absent', {}],
    ['null', { errorCode: null }],
    ['text that is no integer', { errorCode: 'forty' }],
    ['text of a fraction', { errorCode: '40003.5' }],
    ['empty text', { errorCode: '' }],
    ['a fraction', { errorCode: 40003.5 }],
    ['an object', { errorCode: {} }],
    ['an array', { errorCode: [40003] }],
    ['a boolean', { errorCode: true }],
  ])('errorCode: %s', async (_, errorCode) => {
    const error = await errorOf({ ...errorCode, message, reference });
    expect(error).toMatchObject({ code: 1, kind: 'failure', httpStatus: 400, errorCode: null, reference });
    expect(error.message).toContain(message);
  });

  test('errorCode as text of an integer', async () => {
    expect(await errorOf({ errorCode: '40003', message, reference })).toMatchObject({
      errorCode: 40003,
      reference,
    });
  });

  test.each([
    ['a number', 12345, '12345'],
    ['zero', 0, '0'],
    ['null', null, null],
    ['absent', undefined, null],
    ['an object', { id: 1 }, null],
    ['a boolean', false, null],
  ])('reference: %s', async (_, given, shown) => {
    const error = await errorOf({ errorCode: 40003, message, reference: given });
    expect(error).toMatchObject({ errorCode: 40003, reference: shown });
    expect(error.message).toContain(message);
  });

  test.each([
    ['null', null],
    ['absent', undefined],
    ['empty', ''],
    ['white space', ' \n'],
    ['a number', 7],
    ['an object', { en: 'no' }],
  ])('message: %s', async (_, given) => {
    const error = await errorOf({ errorCode: 40003, message: given, reference });
    expect(error).toMatchObject({ errorCode: 40003, reference, httpStatus: 400 });
    expect(error.message).toMatch(/HTTP 400, code 40003/);
  });

  test('a known code keeps its kind and exit code whatever the rest is', async () => {
    expect(await errorOf({ errorCode: 40400, message: null, reference: 7 }, 404)).toMatchObject({
      code: 4,
      kind: 'notFound',
      errorCode: 40400,
      reference: '7',
    });
    expect(await errorOf({ message: null, reference: 7 }, 401)).toMatchObject({
      code: 3,
      kind: 'auth',
      reference: '7',
    });
  });

  test.each(['[]', '7', '"no"', 'null', '{}'])('a body that is %s is still one clear error', async (body) => {
    expect(await errorOf(body)).toMatchObject({
      code: 1,
      kind: 'failure',
      httpStatus: 400,
      errorCode: null,
      reference: null,
    });
  });
});

test('the rows of a write carry what arrived', async () => {
  const body = JSON.stringify({ errorCode: '40003', message: null, reference: 99 });
  const { env } = await serve({
    between: async (request, answer) =>
      request.method === 'DELETE' && request.body.includes('+14155550101')
        ? { how: 'whole', response: { status: 400, headers: {}, body } }
        : answer(request),
  });
  const argv = ['numbers', 'unassign', '+14155550100', '+14155550101', '-y', '--json'];
  const { code, json } = await run(argv, { env });
  expect(code).toBe(5);
  expect(json()).toMatchObject([
    { result: 'done' },
    { result: 'failed', errorCode: 40003, reference: '99', message: expect.stringContaining('40003') },
  ]);
});

test('plain errors show the reference too', async () => {
  const { env } = await answering(400, '{"message":"no","reference":123}');
  const { stderr } = await run(['query', free], { env });
  expect(stderr).toMatch(/^ {2}reference: 123$/m);
});
