import { describe, expect, test } from 'vitest';
import { number } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run, sandbox } from '../support/run.ts';

/** Shows how a string is read: a plan without a check. */
const assign = (text: string, ...extra: string[]) =>
  sandbox(['numbers', 'assign', '--no-check', '--dry-run', '--json', ...extra, '--', text]);

const inRegion = (region: string): string[] => (region === '' ? [] : ['--region', region]);

/** Reads a string and requires exactly this number. */
async function expectRead(text: string, region: string, expected: string): Promise<void> {
  const { code, json, stderr } = await assign(text, ...inRegion(region));
  expect(code, stderr).toBe(0);
  expect(json().map(({ number }) => number)).toEqual([expected]);
}

/**
 * Reads a string and requires exit 2.
 * @returns the error, its hint included
 */
async function errorOf(text: string, region: string): Promise<string> {
  const { code, stdout, error } = await assign(text, ...inRegion(region));
  expect([code, stdout]).toEqual([2, '']);
  const { kind, message, hint } = error();
  expect(kind).toBe('usage');
  return `${message}\n${hint}`;
}

async function expectRefused(text: string, region = ''): Promise<void> {
  await errorOf(text, region);
}

describe('international prefixes depend on the country', () => {
  test.each([
    ['0011 65 6555 0100', 'AU', '+6565550100'],
    ['001 44 20 7946 0018', 'HK', '+442079460018'],
    ['0086 138 0013 8000', 'HK', '+8613800138000'],
    ['0046 73 017 01 01', 'US', '+46730170101'],
    ['011 46 73 017 01 01', 'US', '+46730170101'],
    ['011 44 20 7946 0018', 'CA', '+442079460018'],
    ['0015 44 20 7946 0018', 'BR', '+442079460018'],
    ['0021 1 415 555 0100', 'BR', '+14155550100'],
    ['810 44 20 7946 0018', 'RU', '+442079460018'],
    ['8~10 44 20 7946 0018', 'RU', '+442079460018'],
    ['010 44 20 7946 0018', 'JP', '+442079460018'],
    ['002 44 20 7946 0018', 'KR', '+442079460018'],
    ['00700 44 20 7946 0018', 'KR', '+442079460018'],
    ['001 44 20 7946 0018', 'SG', '+442079460018'],
    ['012 44 20 7946 0018', 'IL', '+442079460018'],
    ['990 44 20 7946 0018', 'FI', '+442079460018'],
    ['00 44 20 7946 0018', 'FI', '+442079460018'],
    ['009 44 20 7946 0018', 'NG', '+442079460018'],
    ['0046 73 017 01 01', '', '+46730170101'],
    ['(0046) 73 017 01 01', '', '+46730170101'],
  ])('%s --region %s', expectRead);

  test('two matching prefixes are two readings', async () => {
    const error = await errorOf('001 65 6555 0100', 'HK');
    expect(error).toContain('+6565550100');
    expect(error).toContain('+16565550100');
  });

  test.each([
    '0011 44 20 7946 0018',
    '0011 65 6555 0100',
    '00',
    '00 0 46 73 017 01 01',
    '+00 46 73 017 01 01',
  ])('%s without a region is not a number', (text) => expectRefused(text, ''));
});

describe('a zero in parentheses is dropped if the country has no such zero', () => {
  test.each([
    ['+48 (0)22 555 01 00', '+48225550100'],
    ['+30 (0)210 555 0100', '+302105550100'],
    ['+56 (0)2 2555 0100', '+56225550100'],
    ['+852 (0)5123 4567', '+85251234567'],
    ['+44 (0) 20 7946 0018', '+442079460018'],
    ['+44 ( 0 ) 20 7946 0018', '+442079460018'],
    ['+39 (0)6 1234 5678', '+390612345678'],
    ['+33 (0)1 42 68 53 00', '+33142685300'],
    ['+7 (0)495 123 45 67', '+74951234567'],
    ['+36 (0)1 234 5678', '+3612345678'],
    ['0048 (0)22 555 01 00', '+48225550100'],
  ])('%s', (text, expected) => expectRead(text, '', expected));

  test.each(['+46 (0)(0)8 123 456 78', '+46 8 123 456 (0)', '+41 (0)(0)44 668 18 00'])(
    '%s is rejected',
    (text) => expectRefused(text, ''),
  );
});

test.each([
  ['+44 07911 123456', '+447911123456'],
  ['+49 030 123456', '+4930123456'],
  ['+39 06 1234 5678', '+390612345678'],
])('%s: a zero after the country code is dropped only if libphonenumber drops it', (text, expected) =>
  expectRead(text, '', expected),
);

describe('digits of another country', () => {
  test.each([
    ['46730170101', 'US', '+46730170101'],
    ['14155550100', 'SE', '+14155550100'],
    ['447911123456', 'SE', '+447911123456'],
    ['447911123456', 'FR', '+447911123456'],
  ])('%s --region %s is rejected, and the hint shows --region intl', async (text, region, international) => {
    const error = await errorOf(text, region);
    expect(error).toContain('--region intl');
    expect(error).toContain(international);
  });

  test.each([
    ['07911 123456', 'FR'],
    ['044 55 4163 7145', 'MX'],
    ['+7 8 495 123 45 67', ''],
    ['+54 11 15 2345 6789', ''],
    ['+44 20 7946', ''],
  ])('%s --region %s is not a number', expectRefused);

  test.each([
    ['4915155501000', 'DE', ['+494915155501000', '+4915155501000']],
    ['4915112345678', 'DE', ['+494915112345678', '+4915112345678']],
  ])('%s --region %s has two readings', async (text, region, readings) => {
    const error = await errorOf(text, region);
    for (const reading of readings) expect(error).toContain(reading);
  });
});

describe('numbers in national format', () => {
  test.each([
    ['(312) 555-0100', 'US', '+13125550100'],
    ['4155550100', 'US', '+14155550100'],
    ['1 (415) 555-0100', 'US', '+14155550100'],
    ['1-416-555-0100', 'US', '+14165550100'],
    ['8 (495) 123-45-67', 'RU', '+74951234567'],
    ['8 (727) 250-00-00', 'KZ', '+77272500000'],
    ['(11) 98765-4321', 'BR', '+5511987654321'],
    ['0 15 11 98765-4321', 'BR', '+5511987654321'],
    ['06 1 234 5678', 'HU', '+3612345678'],
    ['011 15-2345-6789', 'AR', '+5491123456789'],
    ['55 4163 7145', 'MX', '+525541637145'],
    ['06 1234 5678', 'IT', '+390612345678'],
    ['03-1234-5678', 'JP', '+81312345678'],
    ['02-123-4567', 'KR', '+8221234567'],
    ['6123 4567', 'SG', '+6561234567'],
    ['030/123456', 'DE', '+4930123456'],
    ['(0)30 123456', 'DE', '+4930123456'],
    ['073-017 01 01', 'SE', '+46730170101'],
    ['730170101', 'SE', '+46730170101'],
    ['46730170101', 'SE', '+46730170101'],
    ['+1 415 555 0100', 'SE', '+14155550100'],
  ])('%s --region %s', expectRead);
});

describe('--region intl reads digits without a +', () => {
  test.each([
    ['46730170101', '+46730170101'],
    ['1 415 555 0100', '+14155550100'],
    ['0046730170101', '+46730170101'],
    ['+46730170101', '+46730170101'],
  ])('%s', (text, expected) => expectRead(text, 'intl', expected));

  test('in any case', () => expectRead('46730170101', 'INTL', '+46730170101'));

  test.each(['4155550100', '0730170101', '9991234567'])('%s is not a known number', (text) =>
    expectRefused(text, 'intl'),
  );

  test('the hint for digits without a + and without a region shows both options', async () => {
    const error = await errorOf('46730170101', '');
    expect(error).toMatch(/missing country code.*--region SE.*--region intl/s);
  });
});

describe('only digits without separators are accepted regardless of the numbering plan', () => {
  test('unchanged', () => expectRead('+9991234567', '', '+9991234567'));

  test.each(['+999 123 45 67', '00 999 123 45 67'])(
    'the error for %s shows how to use it as is',
    async (text) => {
      expect(await errorOf(text, '')).toContain('write it without separators: +9991234567');
    },
  );
});

describe('text that looks like something else is rejected, and the error describes it', () => {
  test.each([
    ['14155550100.0', 'intl', 'decimal'],
    ['14155550100.00', '', 'decimal'],
    ['+14155550100.0', '', 'decimal'],
    ['4155550100.0', 'US', 'decimal'],
    ['+1 415 555 0100.0', '', 'decimal'],
    ['14155550100,0', 'intl', 'decimal'],
    ['+1 415 555 0100-0109', '', 'range'],
    ['+1 415 555 0100 - 0109', '', 'range'],
    ['+1 415 555 0100\u20130109', '', 'range'],
    ['+14155550100-14155550109', '', 'range'],
    ['+14155550100..', '', 'range'],
    ['+1 415 555 0100 to 0109', '', 'range'],
    ['+46 73 017 01 00-99', '', 'range'],
    ['073-017 01 00-99', 'SE', 'range'],
    ['+46 8 901820-29', '', 'range'],
    ['+49 30 555010/1', '', 'two numbers'],
    ['+1 415-555-0100/0103', '', 'two numbers'],
    ['555-0100 555-0101', 'US', 'two numbers'],
    ['415-555-0100 415-555-0101', 'US', 'two numbers'],
    ['+1 415 555 0100 +1 415 555 0101', '', 'two numbers'],
    ['+14155550100,+14155550101', '', 'two numbers'],
    ['+1 415 555 0100 5', '', 'extension'],
    ['+1 415 555 0100.5', '', 'extension'],
    ['+1 415 555 0100 (12)', '', 'extension'],
    ['+1 415 555 0100 x12', '', 'extension'],
    ['+1 415 555 0100x12', '', 'extension'],
    ['+14155550100 ext. 12', '', 'extension'],
    ['+14155550100 extension 12', '', 'extension'],
    ['+14155550100 #12', '', 'extension'],
    ['+14155550100#12', '', 'extension'],
    ['tel:+1-415-555-0100;ext=12', '', 'extension'],
    ['(415) 555-0100 x12', 'US', 'extension'],
  ])('%s --region %s: %s', async (text, region, what) => {
    expect(await errorOf(text, region)).toMatch(new RegExp(`looks like.*${what}`));
  });

  test.each([
    ['+49 30 12345-0', '', '+4930123450'],
    ['030 12345-67', 'DE', '+49301234567'],
    ['+43 1 513456-99', '', '+43151345699'],
    ['+46 8 123 456-10', '', '+46812345610'],
    ['+1/415/555/0100', '', '+14155550100'],
    ['+49 30/123456', '', '+4930123456'],
    ['+33 1.42.68.53.00', '', '+33142685300'],
  ])('%s is one number', expectRead);
});

describe('letters are never digits', () => {
  test.each([
    '1-800-FLOWERS',
    '+1415555O100',
    '+1 415 555 01oo',
    '+1415555010²',
    '+1 415 555 010①',
    '++14155550100',
  ])('%s', (text) => expectRefused(text, 'US'));
});

describe('invisible characters, digits of other scripts, and common wrappers', () => {
  test.each([
    ['+1415\u200b5550100', '+14155550100'],
    ['\u202a+14155550100\u202c', '+14155550100'],
    ['\u200e+1 415 555\u200e 0100', '+14155550100'],
    ['\u2060+14155550100\ufeff', '+14155550100'],
    ['+1\u00ad415\u00ad5550100', '+14155550100'],
    ['+1\ufe0f415\ufe0f5550100', '+14155550100'],
    ['+1415555\u{e0100}0100', '+14155550100'],
    ['+1415555\u180b0100', '+14155550100'],
    ['＋１４１５５５５０１００', '+14155550100'],
    ['＋１（４１５）５５５－０１００', '+14155550100'],
    ['+١٤١٥٥٥٥٠١٠٠', '+14155550100'],
    ['+१४१५५५५०१००', '+14155550100'],
    ['+۱۴۱۵۵۵۵۰۱۰۰', '+14155550100'],
    ['+𝟏𝟒𝟏𝟓𝟓𝟓𝟓𝟎𝟏𝟎𝟎', '+14155550100'],
    ['+1\u2011415\u2011555\u20110100', '+14155550100'],
    ['+1\u3000415\u2009555\u202f0100', '+14155550100'],
    ['tel:+1-415-555-0100', '+14155550100'],
    ['TEL:+14155550100', '+14155550100'],
    ['tel:+9991234567', '+9991234567'],
    ["'+14155550100", '+14155550100'],
    ["'+9991234567", '+9991234567'],
    ['="+14155550100"', '+14155550100'],
    ['="+1 415 555 0100"', '+14155550100'],
  ])('%j', (text, expected) => expectRead(text, '', expected));

  test.each([
    ["'4155550100", 'US', '+14155550100'],
    ['="14155550100"', 'intl', '+14155550100'],
    ['０７３－０１７ ０１ ０１', 'SE', '+46730170101'],
  ])('%j --region %s', expectRead);

  test.each([
    '\u200b+12\u202e34',
    '\u202a14155550100\u202c',
    'abc\u2060\ufe0f',
    '+1 415\u00ad 555 0100-0109\u200b',
  ])('errors contain no invisible characters: %j', async (text) => {
    const { code, stderr } = await assign(text);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/[\p{Cf}\p{Variation_Selector}]|\\u20|\\u00ad|\\ufe0f/u);
  });
});

describe('numbers in files', () => {
  const from = (stdin: string, ...extra: string[]) =>
    sandbox(['numbers', 'assign', '--no-check', '--dry-run', '--json', ...extra, '--from', '-'], { stdin });

  test.each([
    ['[{"number":4155550100}]', 'US', '+14155550100'],
    ['[14155550100]', '', '+14155550100'],
    ['{"number":46730170101}\n', '', '+46730170101'],
    ['[14155550100]', 'US', '+14155550100'],
    ['["+1 415 555 0100"]', '', '+14155550100'],
    ['["14155550100"]', 'intl', '+14155550100'],
    ['+14155550100 # support\n', '', '+14155550100'],
    ['# support\n+14155550100\n', '', '+14155550100'],
    ['#\n+14155550100\n', '', '+14155550100'],
    ['="+14155550100"\n', '', '+14155550100'],
    ['number\n="+14155550100"\n', '', '+14155550100'],
    ['number;x\n="+14155550100";="1"\r\n', '', '+14155550100'],
    ['x,number\n1,"=""+14155550100"""\n', '', '+14155550100'],
    ['x\tnumber\n1\t="+14155550100"\n', '', '+14155550100'],
    ["'+1 415 555 0100\n", '', '+14155550100'],
    ['number,x\n\u200e+14155550100,y\n', '', '+14155550100'],
  ])('%j --region %s', async (stdin, region, expected) => {
    const { code, json, stderr } = await from(stdin, ...inRegion(region));
    expect(code, stderr).toBe(0);
    expect(json().map(({ number }) => number)).toEqual([expected]);
  });

  test.each([
    ['[{"number":4155550100}]', '', /not a known phone number/],
    ['[46730170101]', 'US', /--region intl/],
    ['[-14155550100]', '', /not a phone number/],
    ['[1.4155E+10]', '', /spreadsheet/],
    ['[{"number":1.4155e10}]', '', /spreadsheet/],
    ['["14155550100.0"]', '', /decimal/],
    ['["14155550100.0"]', 'intl', /decimal/],
    ['number\n14155550100.0\n', 'intl', /decimal/],
    ['14155550100.0\n', 'intl', /decimal/],
    ['["14155550100"]', '', /missing country code/],
    ['+14155550100 #12\n', '', /extension/],
    ['+14155550100 #support\n', '', /not a phone number/],
    ['+14155550100\n#N/A\n', '', /#N\/A/],
    ['+14155550100\n#REF!\n', '', /#REF!/],
    ['+14155550100\n########\n', '', /########/],
    ['+14155550100\n\u202e+1\u200b415x\n', '', /line 2: not a phone number: \+1415x/],
  ])('%j --region %s is rejected', async (stdin, region, message) => {
    const { code, stdout, error } = await from(stdin, ...inRegion(region));
    expect([code, stdout]).toEqual([2, '']);
    expect(`${error().message}\n${error().hint}`).toMatch(message);
  });
});

describe('numbers in a state file', () => {
  const diff = (numbers: string, ...extra: string[]) =>
    sandbox(['diff', '-f', '-', '--json', ...extra], {
      stdin: `version: 1\napplications:\n  - application: support\n    numbers:\n      sms: [${numbers}]\n`,
    });

  test.each([
    ['14155550109', '', '+14155550109'],
    ['4155550109', 'US', '+14155550109'],
    ['+14155550109', '', '+14155550109'],
    ['"+1 415 555 0109"', '', '+14155550109'],
    ['"tel:+1-415-555-0109"', '', '+14155550109'],
    ['00 1 415 555 0109', '', '+14155550109'],
  ])('%s --region %s', async (text, region, expected) => {
    const { code, json, stderr } = await diff(text, ...inRegion(region));
    expect(code, stderr).toBe(0);
    expect(json().map(({ number }) => number)).toEqual([expected]);
  });

  test('leading zeros of a YAML scalar are part of the text', async () => {
    const { code, error } = await diff('0730170101', '--region', 'SE');
    expect(code).toBe(4);
    expect(error().items).toEqual(['+46730170101']);
  });

  test.each([
    ['4155550100', '', /not a known phone number/],
    ['46730170101', 'US', /--region intl/],
    ['"14155550100.0"', 'intl', /decimal/],
    ['14155550100.0', 'intl', /decimal/],
    ['1.4155E+10', '', /spreadsheet/],
    ['0730170101', '', /missing country code/],
    ['+1 415 555 0100-0109', '', /range/],
  ])('%s --region %s is rejected', async (text, region, message) => {
    const { code, stdout, error } = await diff(text, ...inRegion(region));
    expect([code, stdout]).toEqual([2, '']);
    expect(error().message).toMatch(message);
  });
});

describe('numbers list --prefix', () => {
  const list = (prefix: string) => sandbox(['numbers', 'list', '--json', '--prefix', prefix]);

  test.each(['+1 (415)', '+1/415', '＋１４１５', '+1\u200b415', '+1\u2011415', "'+1415"])(
    '%s ignores separators',
    async (prefix) => {
      const { code, json, stderr } = await list(prefix);
      expect(code, stderr).toBe(0);
      expect(json()).not.toHaveLength(0);
      for (const { number } of json()) expect(number).toMatch(/^\+1415/);
    },
  );

  test.each(['+1', '+999', '+999999999999999'])('%s is not validated as a number', async (prefix) => {
    expect((await list(prefix)).code).toBe(0);
  });

  test.each(['1415', '+', '+1234567890123456', '+1x', '+1..5x'])('%s is rejected', async (prefix) => {
    expect((await list(prefix)).code).toBe(2);
  });
});

describe('numbers are read in the same way everywhere', () => {
  test.each([
    ['numbers', 'list'],
    ['numbers', 'assign', '--dry-run'],
    ['numbers', 'unassign', '--dry-run'],
    ['numbers', 'overwrite', '--app', 'support', '--dry-run'],
    ['query'],
  ])('%s %s', async (...command) => {
    const { code, stdout, error } = await sandbox([...command, '--json', '+1 415 555 0100-0109']);
    expect([code, stdout]).toEqual([2, '']);
    expect(error().message).toContain('range');
  });

  test('history --number', async () => {
    const { code, error } = await sandbox(['history', '--json', '--number', '14155550100.0']);
    expect(code).toBe(2);
    expect(error().message).toContain('decimal');
  });

  test.each([
    ['intl', '46730170101', '+46730170101'],
    ['SE', '073-017 01 01', '+46730170101'],
  ])('the region of a profile applies: %s', async (region, text, expected) => {
    const home = newHome();
    await storeProfile(home, 'prod', 'http://127.0.0.1:1', '--region', region);
    const command = ['--profile', 'prod', 'numbers', 'assign', '--no-check', '--dry-run', '--json', text];
    const { code, json, stderr } = await run(command, { home });
    expect(code, stderr).toBe(0);
    expect(json()).toMatchObject([{ number: expected }]);
  });
});

describe('common formats', () => {
  describe('a trunk zero in parentheses is not part of the number', () => {
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

    test('a country that keeps its zero keeps it in numbers', async () => {
      const { json } = await assign('+39 06 1234 5678');
      expect(json()).toMatchObject([{ number: '+390612345678' }]);
    });
  });

  describe('text that may be a different number than intended is rejected', () => {
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

    test('a slash within one number is accepted', async () => {
      expect((await assign('+49 30/123456')).json()).toMatchObject([{ number: '+4930123456' }]);
      expect((await assign('030/123456', '--region', 'DE')).json()).toMatchObject([
        { number: '+4930123456' },
      ]);
    });
  });

  describe('--region', () => {
    test.each([
      ['ZZ', 'ISO 3166'],
      ['UK', 'GB'],
      ['uk', 'GB'],
      ['XX', 'ISO 3166'],
    ])('%s is a usage error with an explanation', async (region, hint) => {
      const { code, stdout, error } = await assign('073-017 01 01', '--region', region);
      expect([code, stdout]).toEqual([2, '']);
      expect(error()).toMatchObject({ kind: 'usage', items: [region.toUpperCase()] });
      expect(error().message).toMatch(/invalid country for --region/);
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
    ])('an unknown country is rejected even if it is not needed: %s', async (...line) => {
      const { code, stdout, error } = await run([...line, '--region', 'XX', '-o', 'json']);
      expect([code, stdout]).toEqual([2, '']);
      expect(error()).toMatchObject({
        kind: 'usage',
        message: 'invalid country for --region: XX',
        items: ['XX'],
      });
    });

    test.each(['S', 'SWE', '46', 'S1', 'sverige'])('%s is not two letters', async (region) => {
      const { code, stderr } = await assign('073-017 01 01', '--region', region);
      expect(code).toBe(2);
      expect(stderr).toContain(region);
    });

    test('lowercase letters are accepted', async () => {
      expect((await assign('073-017 01 01', '--region', 'se')).json()).toMatchObject([
        { number: '+46730170101' },
      ]);
    });
  });
});

describe('a range', () => {
  const assign = (...texts: string[]) =>
    sandbox(['numbers', 'assign', ...texts, '--app', 'spare', '--no-check', '--dry-run', '--json']);

  test.each([
    ['+14155550100..+14155550102', [0, 1, 2]],
    ['+14155550100..02', [0, 1, 2]],
    ['+14155550109..0111', [9, 10, 11]],
    ['+14155550100..+14155550101 +14155550101..2', [0, 1, 2]],
  ])('%s contains all its numbers', async (texts, indexes) => {
    const { code, json, stderr } = await assign(...texts.split(' '));
    expect(code, stderr).toBe(0);
    expect(json().map((row) => row.number)).toEqual(indexes.map(number));
  });

  test.each([
    '+14155550102..+14155550100',
    '+14155550100..+14155550100',
    '+14155550100..00',
    '+14155550100..+141555501001',
    '+14155550100..114155550101',
    '+1415-555-0100..0102',
    '+14155550100 .. 0102',
    '14155550100..0102',
    '+14155550100..',
    '+14155550100...0102',
  ])('%s is not a range', async (text) => {
    const { code, error, stdout } = await assign(text);
    expect([code, stdout]).toEqual([2, '']);
    expect(`${error().message} ${error().hint}`).toContain('..');
  });

  test.each([
    [
      '+14155550102..+14155550100',
      'the end of the range is lower than its start: +14155550102..+14155550100',
    ],
    ['+14155550102..00', 'the end of the range is lower than its start: +14155550102..00'],
    [
      '+14155550100..+14155550100',
      'the end of the range is the same as its start: +14155550100..+14155550100',
    ],
  ])('%s: the error says that the end is not above the start', async (text, message) => {
    const { error } = await assign(text);
    expect(error().message).toContain(message);
  });

  test('has at most 10,000 numbers', async () => {
    expect((await assign('+14155550000..9999')).json()).toHaveLength(10_000);
    const { code, error } = await assign('+14155550000..60000');
    expect([code, error().message]).toEqual([2, expect.stringContaining('10,000')]);
  });

  test('selects the rows of history', async () => {
    const home = newHome();
    await sandbox(['numbers', 'assign', '+14155550103..0104', '--app', 'spare'], { home });
    const { json } = await sandbox(['history', '--number', '+14155550100..0103', '--json'], { home });
    expect(json()).toMatchObject([{ number: number(3) }]);
  });
});

test.each(['+1415555010\n3', '+1 415 555\r\n0103', '+1415555\u20280103'])(
  '%j contains a line break, so its digits are not one number',
  async (text) => {
    const { code, stdout, stderr } = await sandbox([
      'numbers',
      'assign',
      text,
      '--app',
      'support',
      '--dry-run',
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('contains a line break');
  },
);

test('next to an invalid number, one in national format is valid', async () => {
  const argv = ['numbers', 'assign', '0730170101', 'hello, world', '--json'];
  const { code, error } = await sandbox([...argv, '--region', 'SE']);
  expect([code, error().items]).toEqual([2, ['hello, world']]);
  const without = await run(argv);
  expect([without.code, without.error().items]).toEqual([2, ['0730170101', 'hello, world']]);
});
