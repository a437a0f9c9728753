import { describe, expect, test } from 'vitest';
import { run, sandbox } from '../support/run.ts';

/** What a writing becomes: a plan that looks at no account shows it. */
const assign = (text: string, ...extra: string[]) =>
  sandbox(['numbers', 'assign', '--no-check', '--dry-run', '--json', ...extra, '--', text]);

describe('a bracketed trunk zero is no part of the number', () => {
  test.each([
    ['+46 (0)8 123 456 78', '+46812345678'],
    ['+46(0)812345678', '+46812345678'],
    ['0046 (0)8 123 456 78', '+46812345678'],
    ['+44 (0)20 7946 0018', '+442079460018'],
    ['+49 (0)30 123456', '+4930123456'],
    ['(+46) 730170101', '+46730170101'],
    ['(+46) (0)730170101', '+46730170101'],
    ['(+1) 415 555 0100', '+14155550100'],
    ['+1 (415) 555-0100', '+14155550100'],
  ])('%s is %s', async (text, expected) => {
    const { code, json, stderr } = await assign(text);
    expect(code, stderr).toBe(0);
    expect(json()).toMatchObject([{ number: expected, result: 'planned' }]);
  });

  test.each(['+1 (0)415 555 0100', '+1(0)4155550100'])('%s never becomes +104155550100', async (text) => {
    const { code, stdout, stderr } = await assign(text);
    expect(`${stdout}${stderr}`).not.toContain('+104155550100');
    if (code === 0) expect(stdout).toContain('"+14155550100"');
    else expect([code, stdout]).toEqual([2, '']);
  });

  test('a country that keeps its zero keeps it', async () => {
    const { json } = await assign('+39 06 1234 5678');
    expect(json()).toMatchObject([{ number: '+390612345678' }]);
  });
});

describe('what may be another number than was meant is refused', () => {
  test.each([
    '+999 (0)1234567',
    '+1 415-555-0100/0103',
    '+1 415 555 0100/01',
    '+14155550100/+14155550103',
    '+46 (0)(0)8 123 456 78',
    '(+46 730170101',
    '+',
    '(+)',
    '(+46)',
  ])('%s', async (text) => {
    const { code, stdout, error } = await assign(text);
    expect([code, stdout]).toEqual([2, '']);
    expect(error()).toMatchObject({ kind: 'usage', items: [text] });
    expect(error().message).toContain(text);
  });

  test('a slash within one number is not', async () => {
    expect((await assign('+49 30/123456')).json()).toMatchObject([{ number: '+4930123456' }]);
    expect((await assign('030/123456', '--region', 'DE')).json()).toMatchObject([{ number: '+4930123456' }]);
  });
});

describe('--region', () => {
  test.each([
    ['ZZ', 'ISO 3166'],
    ['UK', 'GB'],
    ['uk', 'GB'],
    ['XX', 'ISO 3166'],
  ])('%s is a usage error that says so', async (region, hint) => {
    const { code, stdout, error } = await assign('073-017 01 01', '--region', region);
    expect([code, stdout]).toEqual([2, '']);
    expect(error()).toMatchObject({ kind: 'usage', items: [region.toUpperCase()] });
    expect(error().message).toMatch(/--region is no country/);
    expect(error().hint).toContain(hint);
  });

  test.each([
    ['numbers', 'assign', '+14155550103'],
    ['numbers', 'list'],
    ['query', '+14155550100'],
    ['history'],
    ['apps', 'list'],
    ['auth', 'login'],
    ['profiles', 'set', 'prod', '--default-app', '94983f76-1161-6655-9515-4785c7b67dd8'],
  ])('that is no country is refused although nothing needs it: %s', async (...line) => {
    const { code, stdout, error } = await run([...line, '--region', 'XX', '-o', 'json']);
    expect([code, stdout]).toEqual([2, '']);
    expect(error()).toMatchObject({ kind: 'usage', message: '--region is no country: XX', items: ['XX'] });
  });

  test.each(['S', 'SWE', '46', 'S1', 'sverige'])('%s is not even two letters', async (region) => {
    const { code, stderr } = await assign('073-017 01 01', '--region', region);
    expect(code).toBe(2);
    expect(stderr).toContain(region);
  });

  test('in small letters is the same country', async () => {
    expect((await assign('073-017 01 01', '--region', 'se')).json()).toMatchObject([
      { number: '+46730170101' },
    ]);
  });
});
