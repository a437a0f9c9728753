import { describe, expect, test } from 'vitest';
import { free, support } from '../support/account.ts';
import { run } from '../support/run.ts';
import { serve } from '../support/serve.ts';

describe('fields of a successful response', () => {
  const isWrite = ({ method }: { method: string }) => method !== 'GET';

  /** Reads get this response; changes work as usual. */
  const answering = (reply: unknown) =>
    serve({
      between: async (request, answer) =>
        isWrite(request)
          ? answer(request)
          : { how: 'whole', response: { status: 200, headers: {}, body: JSON.stringify(reply) } },
    });

  describe('the details of a number', () => {
    const ask = async (reply: unknown) => {
      const { env } = await answering(reply);
      const { code, json, stderr } = await run(['query', '+46730170101', '--json'], { env });
      expect(code, stderr).toBe(0);
      const [{ country, type, restricted, rate, currency, error } = {}] = json();
      return [country, type, restricted, rate, currency, error];
    };
    const ITEM = {
      countryId: 'SE',
      numberType: 'Mobile',
      restricted: false,
      rate: { currencyId: 'USD', amount: 0.0368 },
    };
    const FULL = ['SE', 'Mobile', false, 0.0368, 'USD', null];
    const NONE = [null, null, null, null, null, null];

    test.each<[string, unknown, unknown[]]>([
      ['numberItem', { numberItem: ITEM }, FULL],
      ['number', { number: ITEM }, FULL],
      ['both', { method: 7, numberItem: ITEM, number: ITEM }, FULL],
      [
        'both items, each incomplete',
        { numberItem: { countryId: 'SE' }, number: { ...ITEM, countryId: null } },
        FULL,
      ],
      ['a number next to the item', { number: '+46730170101', numberItem: ITEM }, FULL],
      [
        'another case',
        { NumberItem: { CountryId: 'SE', numbertype: 'Mobile' } },
        ['SE', 'Mobile', null, null, null, null],
      ],
      [
        'strings',
        { numberItem: { ...ITEM, restricted: 'False', rate: { currencyId: 'USD', amount: '0.0368' } } },
        FULL,
      ],
      [
        'restricted as a string',
        { numberItem: { restricted: 'true' } },
        [null, null, true, null, null, null],
      ],
      ['nothing', { numberItem: {} }, NONE],
      ['nulls', { numberItem: { countryId: null, numberType: null, restricted: null, rate: null } }, NONE],
      [
        'empty strings',
        { numberItem: { countryId: '', restricted: '', rate: { amount: '', currencyId: '' } } },
        NONE,
      ],
      ['unexpected types', { numberItem: { countryId: {}, restricted: 'perhaps', rate: 'free' } }, NONE],
      ['an amount that is not a number', { numberItem: { rate: { amount: 'n/a' } } }, NONE],
    ])('are read from %s', async (_, reply, expected) => {
      expect(await ask(reply)).toEqual(expected);
    });

    test.each([{}, [], 'x', null, { numberItem: null }, { numberItem: 'x' }, { errorCode: 40001 }])(
      'are missing if %j has no item',
      async (reply) => {
        const { env } = await answering(reply);
        const { code, error } = await run(['query', '+46730170101', '--json'], { env });
        expect([code, error().message]).toEqual([1, expect.stringContaining('unexpected format')]);
      },
    );
  });

  describe('callbacks', () => {
    const URL = 'https://a.example.com/';

    test.each([{}, { url: null }, { url: {} }, { url: { primary: '', fallback: null } }, { url: '' }])(
      '%j means no URL',
      async (reply) => {
        const { env } = await answering(reply);
        const { code, json, stderr } = await run(['callbacks', 'get', '--json'], { env });
        expect(code, stderr).toBe(0);
        expect(json()).toMatchObject([{ primary: null, fallback: null }]);
      },
    );

    test.each([
      { URL: { Primary: URL, FALLBACK: URL } },
      { Url: { primary: URL, Fallback: URL, other: 1 }, applicationkey: support.key },
    ])('%j: a URL under a key in another case is kept if the other URL is set', async (reply) => {
      const { env, requests } = await answering(reply);
      const got = await run(['callbacks', 'get', '--json'], { env });
      expect(got.json()).toMatchObject([{ primary: URL, fallback: URL }]);
      await run(['callbacks', 'set', '--primary', 'https://b.example.com/'], { env });
      expect(JSON.parse(requests.find(isWrite)?.body ?? '')).toEqual({
        url: { primary: 'https://b.example.com/', fallback: URL },
      });
    });

    test.each([
      { url: 'x' },
      { url: [] },
      { url: { primary: 7 } },
      { url: { primary: {} } },
      { primary: URL },
      { errorCode: 40003, message: 'no' },
      [],
      null,
      '',
    ])('%j is not treated as an unset URL', async (reply) => {
      const { env, requests } = await answering(reply);
      for (const argv of [['get'], ['set', '--primary', URL]]) {
        const { code, stdout, error } = await run(['callbacks', ...argv, '--json'], { env });
        expect([code, stdout]).toEqual([1, '']);
        expect(error().message).toContain('unexpected format');
      }
      expect(requests.filter(isWrite)).toEqual([]);
    });
  });
});

describe('error bodies', () => {
  const answering = (status: number, body: string) =>
    serve({ between: async () => ({ how: 'whole', response: { status, headers: {}, body } }) });

  /** The error of a read that Sinch rejects with this body. */
  async function errorOf(body: unknown, status = 400) {
    const { env } = await answering(status, typeof body === 'string' ? body : JSON.stringify(body));
    const { code, stdout, stderr, error } = await run(['numbers', 'list', '--json', '--retries', '0'], {
      env,
    });
    expect(stdout).toBe('');
    expect(stderr).not.toContain('unexpected');
    return { code, ...error() };
  }

  describe('an invalid field of an error body does not hide the others', () => {
    const message = 'the words of Sinch';
    const reference = 'r-1';

    test.each([
      ['absent', {}],
      ['null', { errorCode: null }],
      ['text that is not an integer', { errorCode: 'forty' }],
      ['a fraction as text', { errorCode: '40003.5' }],
      ['empty string', { errorCode: '' }],
      ['a fraction', { errorCode: 40003.5 }],
      ['an object', { errorCode: {} }],
      ['an array', { errorCode: [40003] }],
      ['a boolean', { errorCode: true }],
    ])('errorCode: %s', async (_, errorCode) => {
      const error = await errorOf({ ...errorCode, message, reference });
      expect(error).toMatchObject({ code: 1, kind: 'failure', httpStatus: 400, errorCode: null, reference });
      expect(error.message).toContain(message);
    });

    test('errorCode as the text of an integer', async () => {
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

    test('a known code determines the kind and exit code, regardless of other fields', async () => {
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

    test.each(['[]', '7', '"no"', 'null', '{}'])('a body with %s is still one clear error', async (body) => {
      expect(await errorOf(body)).toMatchObject({
        code: 1,
        kind: 'failure',
        httpStatus: 400,
        errorCode: null,
        reference: null,
      });
    });
  });

  test('result rows contain the received fields', async () => {
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

  describe('of the newer APIs', () => {
    test.each<[string, object, string[]]>([
      [
        'error',
        {
          error: { code: 400, message: 'The project is locked', status: 'FAILED_PRECONDITION', details: [] },
        },
        ['the project is locked'],
      ],
      [
        'error with details',
        {
          error: {
            message: 'Invalid argument',
            details: [{ fieldViolations: [{ field: 'page_size', description: 'too large' }] }],
          },
        },
        ['invalid argument', 'page_size: too large'],
      ],
      ['error without a message', { error: { code: 400, status: 'INVALID_ARGUMENT' } }, ['INVALID_ARGUMENT']],
      [
        'RFC 9457',
        {
          type: 'about:blank',
          title: 'No funds',
          status: 400,
          detail: 'The account is locked',
          traceId: 't-1',
        },
        ['no funds: The account is locked'],
      ],
      ['RFC 9457 without a detail', { title: 'Bad Request', status: 400 }, ['bad Request']],
      [
        'OAuth',
        { error: 'invalid_client', error_description: 'unknown key' },
        ['invalid_client: unknown key'],
      ],
    ])('%s keeps its text', async (_, body, texts) => {
      const { code, message, reference } = await errorOf(body);
      expect(code).toBe(1);
      for (const text of texts) expect(message).toContain(text);
      expect(reference).toBe('traceId' in body ? 't-1' : null);
    });
  });

  test.each<[string, string]>([
    ['one word', 'x'.repeat(6_000_000)],
    ['words', 'no such number '.repeat(24_000)],
    ['an emoji at the limit', `${'x'.repeat(498)}${'😀'.repeat(1000)}`],
    ['quotes and backslashes', '"password":"\\'.repeat(30_000)],
  ])('a message and a reference of %s are truncated to 500 characters', async (_, text) => {
    const body = JSON.stringify({ errorCode: 40003, message: text, reference: text });
    const error = await errorOf(body);
    expect([error.code, error.errorCode]).toEqual([1, 40003]);
    expect(error.message.length).toBeLessThan(560);
    expect(error.reference?.length).toBeLessThanOrEqual(500);
    expect(error.message).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
    const { env } = await serve({
      between: async (request, answer) =>
        request.method === 'DELETE'
          ? { how: 'whole', response: { status: 400, headers: {}, body } }
          : answer(request),
    });
    const { stdout } = await run(['numbers', 'unassign', '+14155550100', '-y', '--no-check', '--json'], {
      env,
    });
    expect(stdout.length).toBeLessThan(3000);
  });

  test('a secret at the truncation limit is redacted first', async () => {
    const { message } = await errorOf({
      errorCode: 40003,
      message: `${'no '.repeat(164)}${support.secret} or not`.repeat(3),
    });
    expect(message).not.toContain(support.secret.slice(0, 8));
  });

  test('plain errors also show the reference', async () => {
    const { env } = await answering(400, '{"message":"no","reference":123}');
    const { stderr } = await run(['query', free], { env });
    expect(stderr).toMatch(/^ {2}reference: 123$/m);
  });
});

describe('a list that does not contain rows', () => {
  const answering = (body: string) =>
    serve({
      between: async (request, answer) =>
        request.path === '/v1/configuration/numbers' && request.method === 'GET'
          ? { how: 'whole', response: { status: 200, headers: {}, body } }
          : answer(request),
    });

  test.each(['{}', '{"numbers":null}', '{"numbers":[]}', '{"Numbers":[]}'])(
    '%s is an empty account',
    async (body) => {
      const { env } = await answering(body);
      const { code, stdout, stderr } = await run(['numbers', 'list', '--json'], { env });
      expect([code, stdout.trim()], stderr).toEqual([0, '[]']);
      expect((await run(['numbers', 'assign', free], { env })).code).toBe(4);
    },
  );

  test.each([
    '"text"',
    '[]',
    'null',
    '7',
    '{"numbers":"x"}',
    '{"numbers":{}}',
    '{"errorCode":40003,"message":"no"}',
    '{"error":{"code":400}}',
    '{"items":[{"number":"+14155550100"}]}',
  ])('%s has an unexpected format', async (body) => {
    const { env, requests } = await answering(body);
    for (const argv of [
      ['numbers', 'list'],
      ['numbers', 'overwrite', '--allow-empty', '--from', '-', '--app', support.key, '-y'],
    ]) {
      const { code, stdout, error } = await run([...argv, '--json'], { env, stdin: '[]' });
      expect([code, stdout]).toEqual([1, '']);
      expect(error()).toMatchObject({
        kind: 'failure',
        message: expect.stringContaining('unexpected format'),
      });
    }
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});
