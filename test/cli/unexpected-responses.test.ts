import { describe, expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { run } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const isWrite = ({ method }: { method: string }) => method !== 'GET';

/** Reads get this reply, writes are done as ever. */
const answering = (reply: unknown) =>
  serve({
    between: async (request, answer) =>
      isWrite(request)
        ? answer(request)
        : { how: 'whole', response: { status: 200, headers: {}, body: JSON.stringify(reply) } },
  });

describe('a number’s details', () => {
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
      'both, each with a part',
      { numberItem: { countryId: 'SE' }, number: { ...ITEM, countryId: null } },
      FULL,
    ],
    ['a bare number beside the item', { number: '+46730170101', numberItem: ITEM }, FULL],
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
    ['restricted as text', { numberItem: { restricted: 'true' } }, [null, null, true, null, null, null]],
    ['nothing', { numberItem: {} }, NONE],
    ['nulls', { numberItem: { countryId: null, numberType: null, restricted: null, rate: null } }, NONE],
    [
      'empty texts',
      { numberItem: { countryId: '', restricted: '', rate: { amount: '', currencyId: '' } } },
      NONE,
    ],
    ['unexpected types', { numberItem: { countryId: {}, restricted: 'perhaps', rate: 'free' } }, NONE],
    ['an amount that is no number', { numberItem: { rate: { amount: 'n/a' } } }, NONE],
  ])('are read from %s', async (_, reply, expected) => {
    expect(await ask(reply)).toEqual(expected);
  });

  test.each([{}, [], 'x', null, { numberItem: null }, { numberItem: 'x' }, { errorCode: 40001 }])(
    'are missing where %j has neither item',
    async (reply) => {
      const { env } = await answering(reply);
      const { code, error } = await run(['query', '+46730170101', '--json'], { env });
      expect([code, error().message]).toEqual([1, expect.stringContaining('wrong shape')]);
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
  ])('%j: a URL in another case is kept when the other one is set', async (reply) => {
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
  ])('%j is not taken for no URL', async (reply) => {
    const { env, requests } = await answering(reply);
    for (const argv of [['get'], ['set', '--primary', URL]]) {
      const { code, stdout, error } = await run(['callbacks', ...argv, '--json'], { env });
      expect([code, stdout]).toEqual([1, '']);
      expect(error().message).toContain('wrong shape');
    }
    expect(requests.filter(isWrite)).toEqual([]);
  });
});
