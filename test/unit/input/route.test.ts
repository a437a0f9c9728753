import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ApplicationKey, resolveApplication } from '../../../src/account/application.ts';
import { parseCapability } from '../../../src/account/capability.ts';
import { type E164, numberReader, parseNumbers } from '../../../src/account/phone-number.ts';
import { SinchctlError } from '../../../src/core/errors.ts';
import type { NumberEntry, RejectedLine } from '../../../src/input/entry.ts';
import { type Routing, routeEntries } from '../../../src/input/route.ts';
import { sales, support } from '../../support/account.ts';

const A = '+14155550100' as E164;
const B = '+14155550101' as E164;
const C = '+14155550102' as E164;
const aliases = new Map([
  ['support', support.key],
  ['sales', sales.key],
]);

/** Entries on lines 1, 2, …, and their targets. */
async function route(
  entries: Omit<NumberEntry, 'place'>[],
  given: Partial<Routing> = {},
  bad: RejectedLine[] = [],
) {
  const good = entries.map((entry, i) => ({ place: `line ${i + 1}`, ...entry }));
  const asked: string[] = [];
  const routed = await routeEntries(
    { good, bad },
    {
      readNumber: numberReader(async () => undefined),
      application: async (text) => {
        asked.push(text);
        return resolveApplication(text, aliases);
      },
      capability: parseCapability,
      defaultApplication: async () => support.key,
      flags: { application: undefined, capability: undefined },
      ...given,
    },
  );
  return { ...routed, asked };
}

test('the order of the file is kept, and consecutive entries with the same target are grouped', async () => {
  const { desiredStates, bad } = await route([
    { number: B, application: 'sales' },
    { number: A, application: 'sales', capability: 'SMS' },
    { number: A, application: sales.key.toUpperCase(), capability: 'Voice' },
    { number: B, capability: 'sms' },
  ]);
  expect(bad).toEqual([]);
  expect(desiredStates).toEqual([
    { numbers: [B], application: sales.key, capability: 'voice' },
    { numbers: [A], application: sales.key, capability: 'sms' },
    { numbers: [A], application: sales.key, capability: 'voice' },
    { numbers: [B], application: support.key, capability: 'sms' },
  ]);
});

test('the default application is not determined if every line has one', async () => {
  const defaultApplication = async (): Promise<ApplicationKey> => {
    throw new Error('nobody has a default');
  };
  const named = [{ number: A, application: 'sales' }];
  expect((await route(named, { defaultApplication })).bad).toEqual([]);
  const { bad } = await route([...named, { number: B }], { defaultApplication });
  const why = 'nobody has a default';
  expect(bad).toEqual([{ place: 'line 2', text: B, why, isUnknown: false, number: B }]);
});

test('an application is looked up once, regardless of the number of lines', async () => {
  const entries = Array.from({ length: 50 }, (_, i) => ({
    number: `+141555501${10 + i}`,
    application: 'sales',
  }));
  expect((await route(entries)).asked).toEqual(['sales']);
});

test('a number in several formats, or twice, is one number', async () => {
  const { desiredStates, bad } = await route([
    { number: A },
    { number: '+1 415-555-0100' },
    { number: 14155550100 },
    { number: A, application: 'support', capability: 'voice' },
  ]);
  expect([desiredStates.map(({ numbers }) => numbers), bad]).toEqual([[[A]], []]);
});

test('a number with two applications for one capability is invalid, and both lines are listed', async () => {
  const { desiredStates, bad } = await route([
    { number: B, application: 'sales' },
    { number: A, application: 'support' },
    { number: '+1 415 555 0100', application: 'sales' },
  ]);
  expect(bad).toMatchObject([
    { place: 'line 2', why: 'conflicts with line 3, which has a different application (voice)' },
    { place: 'line 3', why: 'conflicts with line 2, which has a different application (voice)' },
  ]);
  expect(
    desiredStates.some(({ application, numbers }) => application === sales.key && numbers.includes(A)),
  ).toBe(false);
});

test('a number with two applications for different capabilities is valid', async () => {
  const { desiredStates, bad } = await route([
    { number: A, application: 'support', capability: 'voice' },
    { number: A, application: 'sales', capability: 'sms' },
  ]);
  expect([desiredStates.length, bad]).toEqual([2, []]);
});

describe('options', () => {
  const flags = { application: sales.key, capability: 'sms' } as const;

  test('apply to lines without a value', async () => {
    const { desiredStates } = await route([{ number: A }], { flags });
    expect(desiredStates).toEqual([{ numbers: [A], application: sales.key, capability: 'sms' }]);
  });

  test('may match the column', async () => {
    const { bad } = await route([{ number: A, application: 'sales', capability: 'sms' }], { flags });
    expect(bad).toEqual([]);
  });

  test('a column that conflicts with an option is an error, and the hint shows the option to add', async () => {
    const { bad } = await route(
      [
        { number: A, application: 'support' },
        { number: A, capability: 'voice' },
      ],
      { flags },
    );
    expect(bad).toMatchObject([
      { place: 'line 1', why: expect.stringContaining('--ignore-column application') },
      { place: 'line 2', why: expect.stringContaining('--ignore-column capability') },
    ]);
  });
});

test('every rejected row is reported with its position, and the others are processed', async () => {
  const { desiredStates, bad } = await route([
    { number: 'hello' },
    { number: 123 },
    { number: 1.5 },
    { number: '4155550100' },
    { number: A, application: 'nobody' },
    { number: A, application: 'No One' },
    { number: A, capability: 'fax' },
    { number: B },
  ]);
  expect(bad.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `line ${n}`));
  expect(bad.map(({ why }) => why)).toEqual([
    expect.stringContaining('hello'),
    expect.stringContaining('123'),
    expect.stringContaining('1.5'),
    expect.stringContaining('country code'),
    expect.stringContaining('nobody'),
    expect.stringContaining('No One'),
    expect.stringContaining('fax'),
  ]);
  expect(desiredStates.map(({ numbers }) => numbers)).toEqual([[B]]);
});

describe('a number rounded by a spreadsheet', () => {
  test.each(['1.4155E+10', '4,91512E+11', '+4.91512E+11', '1.4155e+10', '1.4155E10'])(
    '%s is distinguished from other invalid text',
    async (text) => {
      const { bad } = await route([{ number: text }]);
      expect(bad).toMatchObject([
        { why: expect.stringContaining('spreadsheet'), hint: expect.stringContaining('as text') },
      ]);
      await expect(parseNumbers([text], async () => 'DE')).rejects.toThrow(/spreadsheet/);
    },
  );
});

test('in any order, each number is processed once, and none with conflicting targets', async () => {
  const line = fc.record({
    i: fc.nat(12),
    application: fc.constantFrom('support', 'sales'),
    capability: fc.constantFrom('voice', 'sms'),
  });
  // Starts in ascending order, so that repeated numbers may occur late.
  const lines = fc
    .tuple(fc.nat(12), fc.array(line))
    .map(([rising, rest]) => [
      ...Array.from({ length: rising }, (_, i) => ({ i, application: 'support', capability: 'voice' })),
      ...rest,
    ]);
  await fc.assert(
    fc.asyncProperty(lines, async (all) => {
      const entries = all.map(({ i, ...named }) => ({ number: `+${14155550100 + i}`, ...named }));
      const { desiredStates } = await route(entries);
      const routes = new Map<string, Set<string>>();
      for (const { number, application, capability } of entries) {
        const name = `${number} ${capability}`;
        routes.set(name, (routes.get(name) ?? new Set()).add(resolveApplication(application, aliases)));
      }
      const sure = [...routes].flatMap(([name, keys]) =>
        keys.size === 1 ? [`${name} ${[...keys][0]}`] : [],
      );
      const found = desiredStates.flatMap(({ numbers, capability, application }) =>
        numbers.map((number) => `${number} ${capability} ${application}`),
      );
      expect(found.toSorted()).toEqual(sure.toSorted());
    }),
  );
});

describe('why a row is rejected', () => {
  const ignore = (column: string) => `; to ignore the column, add --ignore-column ${column}`;
  const flags = { application: sales.key, capability: 'sms' } as const;
  const isCompleteSet = true;
  const missing =
    'the row does not contain the target application (to use --app instead, add --app <APP> --ignore-column application)';
  const removal =
    'the row records a removal (delete the row, or add --ignore-column application to include the number anyway)';

  test.each([
    [{ application: 7 }, {}, `the application is not a string: 7${ignore('application')}`],
    [
      { application: ['support'] },
      {},
      `the application is not a string: ["support"]${ignore('application')}`,
    ],
    [
      { application: 7, applicationKey: sales.key },
      {},
      `the application is not a string: 7${ignore('application')}`,
    ],
    [
      { application: { a: 'x'.repeat(100) } },
      {},
      `the application is not a string: ${`{"a":"${'x'.repeat(100)}`.slice(0, 80)}${ignore('application')}`,
    ],
    [
      { application: 'x'.repeat(1001) },
      {},
      `the application is too long: "${'x'.repeat(79)}${ignore('application')}`,
    ],
    [{ capability: 7 }, {}, `the capability is not a string: 7${ignore('capability')}`],
    [
      { application: 'support', applicationKey: 7 },
      {},
      `the application is not a string: 7${ignore('application')}`,
    ],
    [{ missingFields: ['application'] as const }, {}, missing],
    [
      { missingFields: ['capability'] as const },
      {},
      'the row has no capability (add --capability voice or --capability sms)',
    ],
    [{ application: 'support', isRemoved: true }, { isCompleteSet }, removal],
    [
      { application: 'support', applicationKey: sales.key },
      {},
      `application and applicationkey differ: support and ${sales.key}`,
    ],
    [
      { application: 'support' },
      { flags },
      'application support conflicts with --app (to use --app, add --ignore-column application)',
    ],
    [
      { application: 'sales', capability: 'Voice' },
      { flags },
      'capability Voice conflicts with --capability (to use --capability, add --ignore-column capability)',
    ],
    [{ error: 'a wrong row' }, {}, 'a wrong row'],
  ])('%j with %j', async (entry, given, why) => {
    const { desiredStates, bad } = await route([{ number: '+1 415-555-0100', ...entry }], given);
    expect([desiredStates, bad]).toEqual([
      [],
      [{ place: 'line 1', text: '+1 415-555-0100', why, hint: undefined, isUnknown: false, number: A }],
    ]);
  });

  test.each([
    [{ application: 'nobody' }, 'nobody', ignore('application')],
    [{ application: 'No One' }, 'No One', ignore('application')],
    [{ capability: 'fax' }, 'fax', ignore('capability')],
  ])('%j, with the hint to ignore the column', async (entry, text, hint) => {
    const { bad } = await route([{ number: A, ...entry }]);
    expect(bad).toMatchObject([{ why: expect.stringContaining(text), number: A }]);
    // An unknown alias may be a typo; only what cannot be an alias is from another column.
    expect(bad[0]?.why.endsWith(hint)).toBe(text !== 'nobody');
  });

  test('accepts names of the longest length', async () => {
    const name = 'x'.repeat(1000);
    const application = async () => sales.key;
    const { desiredStates } = await route([{ number: A, application: name }], { application });
    expect(desiredStates).toEqual([{ numbers: [A], application: sales.key, capability: 'voice' }]);
  });

  test.each([
    [
      { application: 'support', applicationKey: support.key },
      {},
      { application: support.key, capability: 'voice' },
    ],
    [{ application: 'support', isRemoved: true }, {}, { application: support.key, capability: 'voice' }],
    [{ application: 'support' }, { isCompleteSet }, { application: support.key, capability: 'voice' }],
    [{ missingFields: ['application'] as const }, { flags }, { application: sales.key, capability: 'sms' }],
    [
      { missingFields: ['application', 'capability'] as const },
      { flags },
      { application: sales.key, capability: 'sms' },
    ],
    [
      { missingFields: ['capability'] as const, application: 'support', capability: 'sms' },
      {},
      { application: support.key, capability: 'sms' },
    ],
  ])('is not because of %j with %j', async (entry, given, expected) => {
    const { desiredStates, bad } = await route([{ number: A, ...entry }], given);
    expect([desiredStates, bad]).toEqual([[{ numbers: [A], ...expected }], []]);
  });
});

test('rows that were rejected before come first', async () => {
  const before = { place: 'line 9', text: '', why: 'no number' };
  const routing = { readNumber: numberReader(async () => undefined) } as Routing;
  expect(await routeEntries({ good: [], bad: [before] }, routing)).toEqual({
    desiredStates: [],
    bad: [before],
    items: [before],
  });
});

test('if a line is rejected, all items are listed in the order of the input', async () => {
  const before = { place: 'line 3', text: '', why: 'no number' };
  const good = [
    { place: 'argument 2', number: C },
    { place: 'line 1', number: 'bad' },
    { place: 'line 2', number: A, application: 'sales' },
    { place: 'line 4', number: A },
    { place: 'line 10', number: B, application: 'sales' },
  ];
  const { bad, items } = await route(good, {}, [before]);
  expect(bad.map(({ place }) => place)).toEqual(['line 3', 'line 1', 'line 2', 'line 4']);
  const numbers = [C, B].map((number) => ({ number, capability: 'voice' }));
  expect(items).toEqual([numbers[0], bad[1], bad[2], bad[0], bad[3], numbers[1]]);
  expect((await route([{ number: A }])).items).toBeUndefined();
});

test('the groups of a complete set need no order', async () => {
  const entries = [
    { number: A, application: 'sales' },
    { number: B, application: 'support' },
    { number: C, application: 'sales' },
  ];
  const { desiredStates } = await route(entries, { isCompleteSet: true });
  expect(desiredStates.map(({ numbers }) => numbers)).toEqual([[A, C], [B]]);
  expect((await route(entries)).desiredStates.map(({ numbers }) => numbers)).toEqual([[A], [B], [C]]);
});

describe('a number that cannot be read', () => {
  test('is explained by the problem of its cell, with the hint of its row', async () => {
    const [one, other, both] = (
      await route([
        { number: 'hello' },
        { number: '415\n555', error: 'the number contains a line break' },
        { number: 'hello', error: 'broken', hint: 'choose a column' },
      ])
    ).bad;
    expect(one).toMatchObject({ text: 'hello', why: 'not a phone number: hello', number: undefined });
    expect(one?.hint).toContain('country code');
    expect(other).toMatchObject({ text: '415\n555', why: 'the number contains a line break' });
    expect(both).toMatchObject({ why: 'broken', hint: 'choose a column' });
  });

  test.each([
    [`${A},support`, A],
    [`${A};x`, A],
    [`${A}\tx`, A],
    [`${A} support 12345`, A],
    [`${A} ${B}`, undefined],
    [`${A} 123456`, A],
    [`${A} 1234567`, undefined],
    ['hello', undefined],
    ['12345,x', undefined],
    ['x,12', undefined],
  ])('starts with a number: %j: %s', async (number, expected) => {
    const { bad } = await route([{ number }]);
    expect(bad.map((line) => line.number)).toEqual([expected]);
  });

  test('of a range has no number', async () => {
    const { bad } = await route([{ number: `${A}..0101`, application: 7 }]);
    expect(bad).toMatchObject([{ number: undefined }]);
    const { desiredStates } = await route([{ number: `${A}..0101` }]);
    expect(desiredStates.map(({ numbers }) => numbers)).toEqual([[A, B]]);
  });
});

describe('an error that is not about the row', () => {
  test.each(['auth', 'failure'] as const)('ends the reading: %s', async (kind) => {
    const application = () => Promise.reject(new SinchctlError(kind, 'none'));
    await expect(route([{ number: A, application: 'x' }], { application })).rejects.toMatchObject({ kind });
    await expect(route([{ number: A }], { defaultApplication: application })).rejects.toMatchObject({ kind });
  });

  test.each(['usage', 'notFound'] as const)('may be that of one row: %s', async (kind) => {
    const defaultApplication = () => Promise.reject(new SinchctlError(kind, 'none', { hint: 'fix it' }));
    const { bad, desiredStates } = await route([{ number: A }, { number: B, application: 'sales' }], {
      defaultApplication,
    });
    const isUnknown = kind === 'notFound';
    expect(bad).toEqual([
      { place: 'line 1', text: A, why: 'none (fix it)', hint: undefined, isUnknown, number: A },
    ]);
    expect(desiredStates).toHaveLength(1);
  });
});

test('the default application is looked up once, even if that fails', async () => {
  let lookups = 0;
  const defaultApplication = async (): Promise<ApplicationKey> => {
    lookups += 1;
    throw new SinchctlError('usage', 'none');
  };
  await route([{ number: A }, { number: B }], { defaultApplication });
  expect(lookups).toBe(1);
});
