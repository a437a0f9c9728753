import { describe, expect, test } from 'vitest';
import { ALIAS_FORMAT } from '../../../src/account/application.ts';
import { numberReader } from '../../../src/account/phone-number.ts';
import { parseState } from '../../../src/state-file/parse.ts';
import {
  foreignKey,
  free,
  freeVoice,
  number,
  ours,
  oursWithSms,
  sales,
  spare,
  support,
} from '../../support/account.ts';

const aliases = new Map([
  ['support', support.key],
  ['sales', sales.key],
]);
const reading = { aliases, readNumber: numberReader(async () => undefined) };

const parse = (content: unknown) =>
  parseState(typeof content === 'string' ? content : JSON.stringify(content, null, 1), reading);
/** The problems of a file, each with its position. */
const problems = async (text: string) =>
  (await parse(text)).problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
/** The messages about a file with one application. */
const messages = async (application: object) =>
  (await parse({ version: 1, applications: [application] })).problems.map(({ message }) => message);
/** The applications of a file without problems. */
async function applications(...items: object[]) {
  const { state, problems: found } = await parse({ version: 1, applications: items });
  expect(found).toEqual([]);
  return state.applications;
}

test('applications by key or alias, with their numbers and callbacks', async () => {
  expect(
    await applications(
      { application: 'support', alias: 'support', numbers: { voice: [ours, 14155550101], sms: [] } },
      { application: sales.key, callbacks: { primary: 'https://a.example', fallback: null } },
      { application: spare.key, callbacks: {}, numbers: { sms: ['+1 415-555-0100', ours] } },
      { application: foreignKey, alias: 'new' },
    ),
  ).toEqual([
    { application: support.key, numbers: { voice: [ours, oursWithSms], sms: [] } },
    {
      application: sales.key,
      numbers: {},
      callbacks: { primary: 'https://a.example', fallback: null },
      callbackProblems: [],
    },
    {
      application: spare.key,
      numbers: { sms: [ours] },
      callbacks: { primary: undefined, fallback: undefined },
      callbackProblems: [],
    },
    { application: foreignKey, numbers: {} },
  ]);
});

test('ranges are all their numbers', async () => {
  const [application] = await applications({ application: 'support', numbers: { voice: [`${free}..0104`] } });
  expect(application?.numbers.voice).toEqual([free, freeVoice]);
});

test('fields that start with x- are ignored', async () => {
  const text = `version: 1\nx-numbers: &all ["${ours}"]\napplications:\n- application: support\n  numbers: {voice: *all}\n`;
  const { state, problems: found } = await parse(text);
  expect([state.applications, found]).toEqual([
    [{ application: support.key, numbers: { voice: [ours] } }],
    [],
  ]);
});

test('what is not YAML has no state', async () => {
  expect(await parse('a: "')).toEqual({
    state: { applications: [] },
    problems: [{ line: 1, column: 5, message: 'invalid YAML: a quote is not closed' }],
  });
});

test('all problems are reported at once, in the order of the file', async () => {
  expect(
    await problems(`version: 2
applications:
- application: nobody
  numbers:
    voice: [hello, "${ours}"]
- application: support
  aliases: x
  callbacks: {primary: ftp://a}
  numbers:
    voice: ["${ours}", true, "${free}"]
    sms: "${ours}"
- alias: x
`),
  ).toEqual([
    '1:10: version must be 1; write version: 1',
    '3:16: unknown application alias: nobody (to create the alias, run sinchctl apps alias nobody <key>)',
    '5:13: not a phone number: hello (write the number with + and its country code, such as +14155550100)',
    '7:3: unknown field: aliases; did you mean alias? Choose from: application, alias, callbacks, numbers',
    '8:24: invalid http(s) URL for primary: ftp://a',
    `10:13: ${ours} is also listed under nobody for voice`,
    '10:29: applications[1].numbers.voice[1] is not a phone number',
    '11:10: applications[1].numbers.sms is not a list of numbers; use [] for an empty one',
    '12:3: application is missing',
  ]);
});

test('an application that cannot be read is not in the state', async () => {
  const { state } = await parse({ version: 1, applications: [{ application: 'nobody' }] });
  expect(state).toEqual({ applications: [] });
});

test('only an unknown alias is not an error of the file itself', async () => {
  const { problems: found } = await parse({
    version: 1,
    applications: [
      { application: 'nobody' },
      { application: 'No one' },
      { application: 'support', alias: '-' },
    ],
  });
  expect(found.map(({ isUnknownAlias }) => isUnknownAlias)).toEqual([true, false, false]);
});

describe('an application', () => {
  test('is listed once, by key or alias', async () => {
    const text = `version: 1\napplications:\n- application: support\n- application: ${support.key}\n`;
    expect(await problems(text)).toEqual([`4:16: ${support.key} is listed twice; merge the two entries`]);
  });

  test.each([
    ['the one of the profile', 'support', 'support', []],
    ['invalid', 'support', 'Not one', [`invalid alias: Not one (${ALIAS_FORMAT})`]],
    [
      'that of another',
      'support',
      'sales',
      [`alias sales is set to another application in this profile: ${sales.key}`],
    ],
    [
      'unknown, but it has another',
      'support',
      'new',
      [`the alias of ${support.key} in this profile is support, not new`],
    ],
    ['new', spare.key, 'new', []],
    ['a template', spare.key, '{{ x }}', ['unrendered template: {{ x }}']],
  ])('may have an alias: %s', async (_name, application, alias, expected) => {
    expect(await messages({ application, alias })).toEqual(expected);
  });

  test('has the position of its alias', async () => {
    const text = 'version: 1\napplications:\n- application: support\n  alias: sales\n';
    expect(await problems(text)).toEqual([expect.stringMatching(/^4:10: alias sales is set to another/)]);
  });

  test('without a valid name has no message about its alias', async () => {
    expect(await messages({ application: '{{ app }}', alias: 'Not one' })).toEqual([
      'unrendered template: {{ app }}',
    ]);
  });
});

describe('a string that is long', () => {
  const long = 'x'.repeat(1001);
  const message = `longer than 1,000 characters: ${'x'.repeat(40)}…`;

  test.each([
    [{ application: long }],
    [{ application: spare.key, alias: long }],
    [{ application: 'support', numbers: { voice: [long] } }],
  ])('is not read: %#', async (application) => {
    expect(await messages(application)).toEqual([message]);
  });

  test('is not searched for templates', async () => {
    expect(await messages({ application: 'support', numbers: { voice: [`{{ a }}${long}`] } })).toEqual([
      `longer than 1,000 characters: {{ a }}${'x'.repeat(33)}…`,
    ]);
  });

  test('up to the limit is read', async () => {
    expect(await messages({ application: 'support', numbers: { voice: [long.slice(1)] } })).toEqual([
      expect.stringMatching(/^not a phone number/),
    ]);
  });
});

describe('a number', () => {
  test('is for one application, for each capability', async () => {
    const text = `version: 1
applications:
- application: support
  numbers: {voice: ["${ours}", "${ours}"], sms: ["${free}"]}
- application: sales
  numbers:
    voice:
    - "${free}"
    - "+1 415-555-0100"
    sms: ["${ours}"]
- application: ${spare.key}
  numbers: {voice: ["${ours}"]}
`;
    expect(await problems(text)).toEqual([
      `9:7: ${ours} is also listed under ${support.key} for voice`,
      `12:21: ${ours} is also listed under ${sales.key} for voice`,
    ]);
  });

  test.each([
    ['{{ number }}', 'unrendered template: {{ number }}'],
    ['4155550100', expect.stringMatching(/^missing country code: 4155550100 \(write the number with \+/)],
    [4155550100, expect.stringMatching(/^not a known phone number: 4155550100 \(/)],
  ])('that is not one: %j', async (number, message) => {
    expect(await messages({ application: 'support', numbers: { sms: [number] } })).toEqual([message]);
  });
});

describe('a callback URL', () => {
  const callbackProblems = async (callbacks: object) =>
    (await applications({ application: 'support', callbacks }))[0]?.callbackProblems;

  test('that is invalid is returned, because only the account shows whether it would be written', async () => {
    const text = `version: 1
applications:
- application: support
  callbacks:
    primary: ftp://a
    fallback: http://localhost
`;
    const { state, problems: found } = await parse(text);
    expect(found).toEqual([]);
    expect(state.applications[0]?.callbackProblems).toEqual([
      {
        line: 5,
        column: 14,
        message: 'invalid http(s) URL for primary: ftp://a',
        callback: 'primary',
        isWarning: false,
      },
      {
        line: 6,
        column: 15,
        message: 'fallback uses http, so call events are sent unencrypted',
        callback: 'fallback',
        isWarning: true,
      },
      {
        line: 6,
        column: 15,
        message: 'fallback is on localhost, which Sinch cannot reach',
        callback: 'fallback',
        isWarning: true,
      },
    ]);
  });

  test('is reported, without its warnings, if there is another problem', async () => {
    const callbacks = { primary: 'ftp://a', fallback: 'http://localhost' };
    expect(await messages({ application: 'support', alias: '-', callbacks })).toEqual([
      `invalid alias: - (${ALIAS_FORMAT})`,
      'invalid http(s) URL for primary: ftp://a',
    ]);
  });

  test('that is extremely long is not read', async () => {
    const url = (length: number) => `https://a.example/${'x'.repeat(length - 18)}`;
    expect(await callbackProblems({ primary: url(10_001) })).toMatchObject([
      { message: 'primary is longer than 10,000 characters', isWarning: false },
    ]);
    expect(await callbackProblems({ primary: url(10_000) })).toMatchObject([
      { message: expect.stringContaining('longer than 2048 characters: https://'), isWarning: false },
    ]);
  });

  test('may be null or missing', async () => {
    expect(await callbackProblems({ primary: null })).toEqual([]);
  });
});

test('a small file with very many numbers is rejected, with a limited number of problems', async () => {
  const list = Array.from({ length: 1001 }, (_, i) => `"${number(i)}"`).join();
  const application = (_: unknown, i: number) =>
    `- {application: 00000000-1111-2222-3333-${String(i).padStart(12, '0')}, numbers: {voice: *all, sms: *all}}\n`;
  const file = (applications: number) =>
    `version: 1\nx-all: &all [${list}]\napplications:\n${Array.from({ length: applications }, application).join('')}`;
  const found = await problems(file(500));
  expect(found.filter((text) => !text.includes('is also listed under'))).toEqual([
    '503:83: the lists contain more than 1,000,000 numbers',
  ]);
  expect(found).toHaveLength(100_001);
});
