import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createClient } from '../../../src/api/client.ts';
import { type FailureReason, NetworkFailure, type Request, type Response } from '../../../src/api/request.ts';
import { SinchctlError } from '../../../src/core/errors.ts';
import { support } from '../../support/account.ts';
import { credentials } from '../../support/signing.ts';

const START = Date.parse('2026-01-02T03:04:05Z');
type Step = Response | NetworkFailure;

const reply = (status: number, body = '', headers: Record<string, string> = {}): Response => ({
  status,
  headers,
  body,
});
const failure = (reason: FailureReason) => new NetworkFailure(reason, `it was ${reason}`);
const EMPTY = reply(200, '{"numbers":[]}');
const NO_CONTENT = reply(204);

/** A client that receives these responses, the last one repeatedly, and whose clock advances only while it waits. */
function rig(steps: Step[], { retries = 5, deadline = null as number | null, timeout = 30 } = {}) {
  const requests: Request[] = [];
  const waits: number[] = [];
  let time = START;
  const client = createClient({
    send: async (request) => {
      requests.push(request);
      // Every attempt takes some time, so that no two have the same timestamp.
      time += 10;
      const step = steps[Math.min(requests.length, steps.length) - 1];
      if (step instanceof NetworkFailure) throw step;
      return step as Response;
    },
    credentials: credentials(),
    now: () => new Date(time),
    sleep: async (seconds) => {
      waits.push(seconds);
      time += seconds * 1000;
    },
    random: () => 0.5,
    retries,
    timeout,
    deadline: deadline === null ? null : new Date(START + deadline * 1000),
  });
  return { client, requests, waits };
}

async function caught(work: Promise<unknown>): Promise<SinchctlError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof SinchctlError) return error;
  throw new Error(`no SinchctlError: ${inspect(error)}`);
}

test('every attempt is signed again, with another timestamp and signature', async () => {
  const { client, requests } = rig([reply(503), reply(503), EMPTY]);
  await client.call('listNumbers', {});
  expect(requests).toHaveLength(3);
  expect(new Set(requests.map(({ headers }) => headers['x-timestamp'])).size).toBe(3);
  expect(new Set(requests.map(({ headers }) => headers.authorization)).size).toBe(3);
});

describe('is retried', () => {
  test.each<[string, Step]>([
    ['408', reply(408)],
    ['429', reply(429)],
    ['500', reply(500, '{"errorCode":50000,"message":"x"}')],
    ['502 with a web page', reply(502, '<html>')],
    ['503', reply(503)],
    ['a reset connection', failure('reset')],
    ['a timeout', failure('timeout')],
    ['a truncated response', failure('cutShort')],
    ['no JSON', reply(200, '<html></html>')],
    ['half a JSON', reply(200, '{"numbers":[')],
    ['a web page instead of an error', reply(400, '<html></html>')],
  ])('%s', async (_, step) => {
    const { client, requests } = rig([step, EMPTY]);
    expect(await client.call('listNumbers', {})).toEqual({ numbers: [] });
    expect(requests).toHaveLength(2);
    const all = rig([step], { retries: 2 });
    const error = await caught(all.client.call('listNumbers', {}));
    expect([error.kind, all.requests.length]).toEqual(['unavailable', 3]);
    expect(error.message).toContain('cannot list numbers');
  });
});

describe('an endpoint that no longer exists', () => {
  test.each<[string, Response]>([
    ['404 with a web page', reply(404, '<html></html>', { 'content-type': 'text/html' })],
    ['404 without a body', reply(404)],
    ['405 in JSON', reply(405, '{"message":"no such method"}')],
    ['410 in plain text', reply(410, 'gone')],
    ['404 as a problem document', reply(404, '{"type":"about:blank","title":"Not Found","status":404}')],
  ])('%s: one more attempt, and then a hint that it may be retired', async (_, step) => {
    const once = rig([step, EMPTY]);
    expect(await once.client.call('listNumbers', {})).toEqual({ numbers: [] });
    for (const [steps, retries, expected] of [
      [[step], 5, 2],
      [[step], 0, 1],
      [[reply(503, '{"errorCode":50300,"message":"x"}'), step], 5, 3],
    ] as const) {
      const all = rig([...steps], { retries });
      const error = await caught(all.client.call('listNumbers', {}));
      expect([error.kind, all.requests.length]).toEqual(['failure', expected]);
      expect(error.message).toContain('may be retired');
      expect(error.details.responseLost).not.toBe(true);
    }
  });
});

describe('a Retry-After longer than 60 s ends the request immediately', () => {
  test.each([
    ['61', '2026-01-02T03:05:06Z'],
    ['86400', '2026-01-03T03:04:05Z'],
    ['Fri, 02 Jan 2026 04:00:00 GMT', '2026-01-02T04:00:00Z'],
    ['99999999999999999999', 'a year'],
  ])('%s', async (header, time) => {
    for (const status of [429, 503]) {
      const { client, requests, waits } = rig([reply(status, '', { 'retry-after': header })]);
      const error = await caught(client.call('listNumbers', {}));
      expect([error.kind, requests.length, waits]).toEqual(['unavailable', 1, []]);
      expect(error.message).toContain(time);
    }
  });

  test('the client waits for 60 seconds', async () => {
    const { client, waits } = rig([reply(429, '', { 'retry-after': '60' }), EMPTY]);
    await client.call('listNumbers', {});
    expect(waits).toContain(60);
  });
});

describe('an unexpected exception', () => {
  const bug = () => {
    throw new RangeError('Maximum call stack size exceeded');
  };
  const body = { numbers: [], capability: 'voice' as const };

  test('after a change was sent is a lost response', async () => {
    const response = {
      status: 204,
      body: '',
      get headers() {
        return bug();
      },
    } as unknown as Response;
    const { client, requests } = rig([response]);
    const input = { body: { ...body, numbers: ['+14155550100'] } };
    const error = await caught(client.call('assignNumbers', input as never));
    expect(error.details).toMatchObject({ isBug: true, responseLost: true });
    expect(requests).toHaveLength(1);
  });

  test('before it was sent is not a lost response', async () => {
    const error = await caught(rig([NO_CONTENT]).client.call('assignNumbers', { body }));
    expect(error.details.responseLost).not.toBe(true);
  });
});

describe('is not retried', () => {
  test.each<[string, Step, string]>([
    ['a refused connection', failure('refused'), 'unavailable'],
    ['an unknown host', failure('unknownHost'), 'unavailable'],
    ['an unreachable network', failure('unreachable'), 'unavailable'],
    ['a certificate', failure('certificate'), 'failure'],
    ['a proxy that rejects the request', failure('proxy'), 'failure'],
    ['a response that is too large', failure('tooLarge'), 'failure'],
    ['400', reply(400, '{"errorCode":40003,"message":"x"}'), 'failure'],
    ['401', reply(401, '{"errorCode":40102,"message":"x"}'), 'auth'],
    ['403', reply(403, ''), 'auth'],
    ['404 for an application', reply(404, '{"errorCode":40400,"message":"x"}'), 'notFound'],
    ['a redirect', reply(302, '', { location: 'https://elsewhere.example.com/' }), 'failure'],
    ['a permanent redirect', reply(308, '', { location: 'https://elsewhere.example.com/' }), 'failure'],
    ['an unexpected format', reply(200, '{"numbers":{}}'), 'failure'],
  ])('%s', async (_, step, kind) => {
    const { client, requests } = rig([step]);
    const error = await caught(client.call('listNumbers', {}));
    expect([error.kind, requests.length]).toEqual([kind, 1]);
  });
});

describe('createInstance, because a second success would create a second instance', () => {
  const input = { body: { authorization: 'token', version: { os: 'linux', platform: 'node' } } };
  const done = reply(200, '{"id":"x","secret":"AAAA","expiresIn":172800}');

  test.each([reply(429), reply(503)])(
    'is retried after $status, because nothing was executed',
    async (step) => {
      const { client, requests } = rig([step, done]);
      await client.call('createInstance', input);
      expect(requests).toHaveLength(2);
    },
  );

  test.each<Step>([
    reply(500),
    reply(408),
    reply(200, '<html>'),
    failure('reset'),
    failure('timeout'),
    failure('cutShort'),
  ])('is not retried if it may have been executed: %#', async (step) => {
    const { client, requests } = rig([step, done]);
    const error = await caught(client.call('createInstance', input));
    expect([error.kind, error.details.responseLost, requests.length]).toEqual(['unavailable', true, 1]);
  });
});

describe('delays', () => {
  test('use full jitter with a doubling limit', async () => {
    const { client, waits } = rig([reply(503)]);
    await caught(client.call('listNumbers', {}));
    expect(waits).toEqual([0.125, 0.25, 0.5, 1, 2]);
  });

  test.each([
    ['7', 7],
    ['Fri, 02 Jan 2026 03:04:15 GMT', expect.closeTo(10, 1)],
    ['soon', 0.125],
  ])('Retry-After %s means %s seconds', async (header, seconds) => {
    const { client, waits } = rig([reply(429, '', { 'retry-after': header }), EMPTY]);
    await client.call('listNumbers', {});
    expect(waits).toEqual([seconds]);
  });

  test('are skipped if the deadline would pass before their end', async () => {
    const { client, waits, requests } = rig([reply(429, '', { 'retry-after': '10' })], { deadline: 5 });
    expect((await caught(client.call('listNumbers', {}))).kind).toBe('unavailable');
    expect([waits, requests.length]).toEqual([[], 1]);
  });

  test('the last attempt gets only the remaining time', async () => {
    const { client, requests } = rig([reply(429, '', { 'retry-after': '3' }), EMPTY], {
      deadline: 5,
      timeout: 30,
    });
    await client.call('listNumbers', {});
    expect(requests.map(({ timeout }) => timeout)).toEqual([5, expect.closeTo(2, 1)]);
  });

  test('if the deadline shortens an attempt, the hint shows --deadline, not --timeout', async () => {
    const { client, requests } = rig([failure('timeout')], { deadline: 5 });
    const error = await caught(client.call('listNumbers', {}));
    expect(error).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('--deadline') });
    expect(error.details.hint).toContain('--deadline');
    expect(error.details.hint).not.toContain('--timeout');
    expect(requests).toHaveLength(1);
  });

  test('after the deadline nothing is sent', async () => {
    const { client, requests } = rig([EMPTY], { deadline: -1 });
    expect((await caught(client.call('listNumbers', {}))).kind).toBe('unavailable');
    expect(requests).toEqual([]);
  });
});

describe('a lost response', () => {
  const assign = { body: { numbers: ['+14155550103'], capability: 'voice' as const } };

  test('is remembered if the retry is rejected', async () => {
    const { client } = rig([failure('reset'), reply(400, '{"errorCode":40003,"message":"x"}')]);
    const error = await caught(client.call('assignNumbers', assign));
    expect([error.kind, error.details.errorCode, error.details.responseLost]).toEqual([
      'failure',
      40003,
      true,
    ]);
  });

  test('is forgotten if the retry succeeds', async () => {
    const { client } = rig([failure('reset'), NO_CONTENT]);
    expect(await client.call('assignNumbers', assign)).toBeUndefined();
  });

  test('is not assumed if the server rejects the request', async () => {
    const { client } = rig([
      reply(503, '{"errorCode":50300}'),
      reply(429),
      reply(400, '{"errorCode":40003,"message":"x"}'),
    ]);
    expect((await caught(client.call('assignNumbers', assign))).details.responseLost).toBeFalsy();
  });

  test('is possible if a page replaces a 204 response', async () => {
    const { client } = rig([reply(200, '<html>')], { retries: 0 });
    expect((await caught(client.call('assignNumbers', assign))).details.responseLost).toBe(true);
  });
});

describe('errors', () => {
  test("include Sinch's code, message, and reference", async () => {
    const { client } = rig([
      reply(400, '{"errorCode":"40001","message":"Invalid number type","reference":"r-1"}'),
    ]);
    const error = await caught(client.call('listNumbers', {}));
    expect(error.message).toContain('invalid number type');
    expect(error.details).toMatchObject({ httpStatus: 400, errorCode: 40001, reference: 'r-1' });
  });

  test.each([
    ['{"numbers":{"number":"+14155550100"}}', 'numbers'],
    ['{"items":[{"number":"+14155550100"}]}', 'numbers'],
    ['[]', 'numbers'],
    ['null', 'an object with numbers'],
  ])('show the operation and position of an unexpected format: %s', async (body, place) => {
    const error = await caught(rig([reply(200, body)]).client.call('listNumbers', {}));
    expect(error.message).toContain('cannot list numbers');
    expect(error.message).toContain(place);
  });

  test('never contain a secret, a signature, or the content of a response', async () => {
    const secret = 'c2VjcmV0LWluLXJlcGx5';
    const bad: Step[] = [
      reply(401, '{}'),
      reply(200, `{"numbers":"${secret}"}`),
      failure('reset'),
      reply(500, secret),
    ];
    for (const step of bad) {
      const { client, requests } = rig([step], { retries: 0 });
      const error = await caught(client.call('listNumbers', {}));
      const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
      expect(shown).not.toContain(support.secret);
      expect(shown).not.toContain(requests[0]?.headers.authorization?.split(':')[1]);
      expect(shown).not.toContain(secret);
    }
  });

  test('a bug in the program is not treated as a network error', async () => {
    const { client } = rig([]);
    await expect(client.call('listNumbers', { body: 1 } as never)).rejects.toThrow();
    await expect(client.call('queryNumber', { params: { number: 'x' } })).rejects.toMatchObject({
      kind: 'usage',
    });
  });
});

describe('responses', () => {
  test('accept both names of the queried number', async () => {
    const item =
      '{"countryId":"SE","numberType":"Mobile","normalizedNumber":"+46730170101","restricted":false}';
    for (const name of ['numberItem', 'number']) {
      const { client } = rig([reply(200, `{"${name}":${item}}`)]);
      const found = await client.call('queryNumber', { params: { number: '+46730170101' } });
      expect(found).toMatchObject({ countryId: 'SE', numberType: 'Mobile', rate: null });
    }
  });

  test('treat an absent, null, or empty application key as none, and accept any case', async () => {
    const keys = [
      '',
      ',"applicationkey":null',
      ',"applicationkey":""',
      `,"applicationkey":"${support.key.toUpperCase()}"`,
    ];
    const items = keys.map((key) => `{"number":"+14155550100","capability":"voice"${key}}`);
    const { numbers } = await rig([reply(200, `{"numbers":[${items}]}`)]).client.call('listNumbers', {});
    expect(numbers.map(({ applicationkey }) => applicationkey)).toEqual([null, null, null, support.key]);
  });

  test('accept one organization without a list', async () => {
    const { client } = rig([reply(200, '{"id":8888123,"name":"Acme"}')]);
    expect(await client.call('listOrganisations', {})).toEqual([{ id: '8888123', name: 'Acme' }]);
  });

  test('may contain unknown properties', async () => {
    const { client } = rig([reply(200, '{"numbers":[],"links":{}}')]);
    expect(await client.call('listNumbers', {})).toEqual({ numbers: [] });
  });
});

describe('the retry budget', () => {
  const ask = async (client: ReturnType<typeof rig>['client'], times: number) => {
    for (let n = 0; n < times; n++) await client.call('listNumbers', {}).catch(() => undefined);
  };

  test('an unavailable service gets 100 retries in total, then one attempt per call', async () => {
    const { client, requests } = rig([reply(500)]);
    await ask(client, 60);
    expect(requests).toHaveLength(60 + 100);
  });

  test('a service that fails every other time is always retried', async () => {
    const steps = Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? reply(500) : EMPTY));
    const { client, requests } = rig(steps);
    await ask(client, 500);
    expect(requests).toHaveLength(1000);
  });

  test('a 429 does not consume it', async () => {
    const { client, requests } = rig([reply(429)]);
    await ask(client, 60);
    expect(requests).toHaveLength(60 * 6);
  });

  test('--retries 150 allows 150 retries of one request', async () => {
    const { client, requests } = rig([reply(500)], { retries: 150 });
    await ask(client, 1);
    expect(requests).toHaveLength(151);
  });
});
