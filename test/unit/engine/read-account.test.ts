import { describe, expect, test } from 'vitest';
import { Account, type ListedRow } from '../../../src/account/account.ts';
import type { ApplicationKey } from '../../../src/account/application.ts';
import type { Client } from '../../../src/api/client.ts';
import type { PortalNumber } from '../../../src/api/lenient.ts';
import { SinchctlError } from '../../../src/core/errors.ts';
import type { Credentials } from '../../../src/credentials/credentials.ts';
import {
  callingRows,
  portalRows,
  readAccount,
  readCallbacks,
  readRented,
  seenApplications,
  toAccount,
} from '../../../src/engine/read-account.ts';
import { foreignKey, free, ours, sales, spare, support, theirs } from '../../support/account.ts';

/** Responses by operation; a function gets the input of the call. */
type Responses = Record<string, unknown>;

function clientOf(credentials: object, responses: Responses = {}) {
  const calls: unknown[][] = [];
  const warnings: string[] = [];
  const client = {
    credentials: { aliases: new Map(), ...credentials },
    warnOnce: (text: string) => void warnings.push(text),
    async call(name: string, input: unknown) {
      calls.push([name, input]);
      const response = responses[name];
      return typeof response === 'function' ? response(input) : response;
    },
  } as unknown as Client;
  return { client, calls, warnings };
}

const application = { key: support.key };
const instance = { id: 'instance' };
const rented = (number: string | null, applicationKey: string | null, ...capabilities: string[]) =>
  ({ number, applicationKey, capabilities }) as unknown as PortalNumber;
const row = (number: string | null, capability: string | null, key: string | null): ListedRow => ({
  number,
  capability,
  application: key,
});

describe('the numbers that the organization rents', () => {
  const all = { params: { organisation: 'org-1' } };

  test('are those of the organization in the credentials', async () => {
    const { client, calls } = clientOf({ organisation: 'org-1' }, { listRentedNumbers: ['numbers'] });
    expect(await readRented(client)).toEqual(['numbers']);
    expect(calls).toEqual([['listRentedNumbers', all]]);
  });

  test('or of the only one', async () => {
    const responses = { listOrganisations: [{ id: 'org-1' }], listRentedNumbers: [] };
    const { client, calls } = clientOf({}, responses);
    expect(await readRented(client)).toEqual([]);
    expect(calls).toEqual([
      ['listOrganisations', {}],
      ['listRentedNumbers', all],
    ]);
  });

  test.each([[[]], [['org-1', 'org-2']]])(
    'of several or no organizations, the user chooses: %j',
    async (ids) => {
      const { client } = clientOf({}, { listOrganisations: ids.map((id) => ({ id })) });
      await expect(readRented(client)).rejects.toMatchObject({
        kind: 'usage',
        message: `the instance has access to ${ids.length} organizations`,
        details: {
          hint: 'to choose one, set SINCH_ORGANISATION_ID or run sinchctl profiles set --organisation <ID>',
          items: ids,
        },
      });
    },
  );
});

describe('the rows of the portal', () => {
  const uncertain = (...given: Parameters<typeof row>) => ({ ...row(...given), isUncertain: true });
  const certain = (...given: Parameters<typeof row>) => ({ ...row(...given), isUncertain: false });

  test.each([
    [
      'an unassigned number',
      [rented(ours, null, 'voice', 'sms')],
      [certain(ours, 'voice', null), certain(ours, 'sms', null)],
    ],
    [
      'one capability is assigned for certain',
      [rented(ours, support.key, 'sms')],
      [certain(ours, 'sms', support.key)],
    ],
    [
      'two are a guess',
      [rented(ours, support.key, 'voice', 'sms')],
      [uncertain(ours, 'voice', support.key), uncertain(ours, 'sms', support.key)],
    ],
    [
      'two applications conflict',
      [rented(ours, support.key, 'voice'), rented(ours, sales.key, 'voice')],
      [certain(ours, 'voice', support.key), certain(ours, 'voice', sales.key)],
    ],
    [
      'items of a number are one',
      [rented(ours, null, 'voice'), rented(free, null, 'sms'), rented(ours, support.key, 'voice', 'sms')],
      [
        uncertain(ours, 'voice', support.key),
        uncertain(ours, 'sms', support.key),
        certain(free, 'sms', null),
      ],
    ],
    ['without a capability there is no row', [rented(ours, support.key)], []],
  ])('%s', (_name, items, expected) => {
    expect(portalRows(items)).toEqual(expected);
  });
});

test('the rows of the calling API', () => {
  const numbers = [
    { number: ours, capability: 'voice', applicationkey: support.key },
    { number: null, capability: 'fax', applicationkey: null },
  ];
  expect(callingRows({ numbers } as unknown as Parameters<typeof callingRows>[0])).toEqual([
    row(ours, 'voice', support.key),
    row(null, 'fax', null),
  ]);
});

describe('the account is read', () => {
  const listNumbers = { numbers: [{ number: ours, capability: 'voice', applicationkey: support.key }] };
  const listRentedNumbers = [rented(theirs, sales.key, 'voice')];

  test.each([
    ['with the application', { application, instance, organisation: 'o' }, 'listNumbers', ours],
    ['without an instance', {}, 'listNumbers', ours],
    ['only with an instance, from the portal', { instance, organisation: 'o' }, 'listRentedNumbers', theirs],
  ])('%s', async (_name, credentials, operation, number) => {
    const { client, calls, warnings } = clientOf(credentials, { listNumbers, listRentedNumbers });
    const { assignments } = await readAccount(client);
    expect(assignments.map((one) => one.number)).toEqual([number]);
    expect([calls.map(([name]) => name), warnings]).toEqual([[operation], []]);
  });
});

describe('unexpected rows', () => {
  const warningsFor = (rows: ListedRow[], ...fate: ['shown' | 'omitted'] | []) => {
    const { client, warnings } = clientOf({});
    expect(toAccount(client, [row(ours, 'voice', null), ...rows], ...fate)).toBeInstanceOf(Account);
    return warnings;
  };
  const one = row('12', 'fax', support.key);

  test('cause a warning that shows them, and how they are treated', async () => {
    expect(warningsFor([])).toEqual([]);
    const text = `12 (fax, ${support.key})`;
    expect(warningsFor([one])).toEqual([
      `1 row from Sinch has an unexpected format and is shown unchanged: ${text}`,
    ]);
    expect(warningsFor([one], 'omitted')).toEqual([
      `1 row from Sinch has an unexpected format and is omitted: ${text}`,
    ]);
    expect(warningsFor([one, row(null, null, null)])).toEqual([
      `2 rows from Sinch have an unexpected format and are shown unchanged: ${text}, (no number) (no capability, unassigned)`,
    ]);
    const many = Array.from({ length: 1200 }, () => one);
    expect(warningsFor(many, 'omitted')).toEqual([
      `1,200 rows from Sinch have an unexpected format and are omitted: ${text}, ${text}, ${text}, and 1,197 more`,
    ]);
    const { client, warnings } = clientOf({}, { listNumbers: { numbers: [one] } });
    await readAccount(client, 'omitted');
    expect(warnings).toEqual([expect.stringContaining('is omitted')]);
  });

  test('cause no warning where no one would see it', () => {
    const { client } = clientOf({});
    const { warnOnce: _, ...silent } = client;
    expect(toAccount(silent as Client, [one]).unexpected).toEqual([one]);
  });
});

test('callbacks are read as far as possible, in parallel', async () => {
  let running = 0;
  let most = 0;
  const getCallbacks = async ({ params }: { params: { application: ApplicationKey } }) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (params.application === sales.key) throw new SinchctlError('notFound', 'gone');
    return { url: { primary: params.application, fallback: null } };
  };
  const { client } = clientOf({}, { getCallbacks });
  const { found, failures } = await readCallbacks(client, [support.key, sales.key, spare.key], 2);
  expect([...found]).toEqual([
    [support.key, { primary: support.key, fallback: null }],
    [spare.key, { primary: spare.key, fallback: null }],
  ]);
  expect(failures.map(({ item, error }) => [item, error.message])).toEqual([[sales.key, 'gone']]);
  expect(most).toBe(2);
});

describe('the known applications', () => {
  const account = new Account([
    row(ours, 'voice', support.key),
    row(free, 'voice', null),
    row(theirs, 'voice', 'not a key'),
  ]);
  const seen = (credentials: object) => [
    ...seenApplications(account, { aliases: new Map(), ...credentials } as unknown as Credentials),
  ];

  test('are those of numbers, aliases, and the profile, each by its first source', () => {
    expect(seen({})).toEqual([[support.key, 'numbers']]);
    const aliases = new Map([
      ['support', support.key],
      ['sales', sales.key],
    ]);
    expect(seen({ aliases, application: { key: spare.key }, defaultApplication: foreignKey })).toEqual([
      [support.key, 'numbers'],
      [sales.key, 'alias'],
      [spare.key, 'profile'],
      [foreignKey, 'profile'],
    ]);
    expect(seen({ aliases, application, defaultApplication: sales.key })).toEqual([
      [support.key, 'numbers'],
      [sales.key, 'alias'],
    ]);
  });
});
