import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ApplicationKey, resolveApplication } from '../../../src/account/application.ts';
import { parseCapability } from '../../../src/account/capability.ts';
import { type E164, numberReader, parseNumbers } from '../../../src/account/phone-number.ts';
import type { NumberEntry } from '../../../src/input/entry.ts';
import { type Routing, routeEntries } from '../../../src/input/route.ts';
import { sales, support } from '../../support/account.ts';

const A = '+14155550100' as E164;
const B = '+14155550101' as E164;
const aliases = new Map([
  ['support', support.key],
  ['sales', sales.key],
]);

/** Entries on lines 1, 2, …, and their targets. */
async function route(entries: Omit<NumberEntry, 'place'>[], given: Partial<Routing> = {}) {
  const good = entries.map((entry, i) => ({ place: `line ${i + 1}`, ...entry }));
  const asked: string[] = [];
  const routed = await routeEntries(
    { good, bad: [] },
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
  expect(bad).toEqual([{ place: 'line 2', text: B, why: 'nobody has a default', number: B }]);
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
    { place: 'line 2', why: expect.stringMatching(/\+14155550100.*line 3/) },
    { place: 'line 3', why: expect.stringMatching(/\+14155550100.*line 2/) },
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
