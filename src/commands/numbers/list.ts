import { Account } from '../../account/account.ts';
import { nearHint } from '../../account/conflict.ts';
import type { AccountNumber } from '../../account/phone-number.ts';
import { normalize, visible } from '../../account/phone-text.ts';
import { type Failure, summarizeFailures } from '../../account/summarize-failures.ts';
import type { Client } from '../../api/client.ts';
import { flag, value } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import { countOf } from '../../core/text.ts';
import { portalRows, readAccount, readRented, toAccount } from '../../engine/read-account.ts';
import type { Row } from '../../output/rows.ts';
import { app, capability, numberFileOptions, numbersApi } from '../options.ts';
import { byNumberAndCapability, type Listed, listColumns, listRow, portalColumns } from './columns.ts';
import { resolveNumbers, verbatimOf } from './resolve-numbers.ts';

function parsePrefix(text: string, where: string): string {
  const prefix = normalize(text).replace(/[\s().\-/]/g, '');
  if (/^\+[1-9]\d{0,14}$/.test(prefix)) return prefix;
  throw usage(`invalid prefix for ${where}: ${visible(text)}`, 'use a prefix such as +1415', [visible(text)]);
}

/** The portal's numbers, with the assignment of each capability from the calling API if the credentials allow it. */
async function listByPortal(client: Client): Promise<Listed[]> {
  const items = await readRented(client);
  const details = new Map<string | null, Row>(
    items.map(({ number, countryId, country, city, areaCode, expires, cost, group }) => [
      number,
      {
        country: country ?? countryId,
        city,
        areaCode,
        expires,
        cost: cost?.amount ?? null,
        currency: cost?.currencyId ?? null,
        group,
        countryId: countryId ?? country,
      },
    ]),
  );
  const account = client.credentials.application
    ? await readAccount(client)
    : toAccount(client, portalRows(items));
  return account.rows
    .filter(({ number }) => details.has(number))
    .map((one) => ({ ...one, details: details.get(one.number) ?? {} }));
}

/** The requested numbers that are not on the account. */
function absentNumbers(asked: readonly AccountNumber[], all: readonly Listed[]): Failure[] {
  const known = new Set<string | null>(all.map(({ number }) => number));
  const absent = asked.filter((number) => !known.has(number));
  if (absent.length === 0) return [];
  const account = new Account(all);
  return absent.map((item) => {
    const near = account.near(item);
    const hint = near && nearHint(item, near, asked.length === 1);
    return { item, error: new SinchctlError('notFound', 'not on this account', { hint }) };
  });
}

export const list = defineCommand({
  usage: 'numbers list [number...]',
  summary: 'List the numbers on the account',
  description: 'Prints one row per number and capability.',
  examples: [
    'sinchctl numbers list',
    'sinchctl numbers list --app support --json',
    'sinchctl numbers list --unassigned --prefix +1415 --columns number',
  ],
  options: {
    ...numberFileOptions,
    app: { ...app, summary: 'list only numbers that are assigned to this application (key or alias)' },
    unassigned: flag('list only unassigned numbers'),
    capability: { ...capability, summary: 'list only numbers with this capability: voice or sms' },
    prefix: value('PREFIX', 'list only numbers that start with PREFIX, such as +1415', parsePrefix),
    api: {
      ...numbersApi,
      summary: 'calling, or portal, which adds country, city, cost, and expiration date (default calling)',
    },
  },
  arguments: [{ summary: 'phone numbers to list (default all)', completes: 'number' }],
  columns: portalColumns,
  columnsFor: ({ api }) => (api === 'portal' ? portalColumns : listColumns),
  errors: ['notFound', 'partial', 'unavailable'],
  seeAlso: ['numbers assign', 'query', 'export', 'help output'],
  writes: false,
  async run(context, args, options) {
    if (options.app !== undefined && options.unassigned)
      throw usage('--app conflicts with --unassigned', 'pass only one of them');
    const asked = await resolveNumbers(context, args, options, verbatimOf(context));
    const { aliases } = await context.credentials();
    const application = options.app === undefined ? undefined : await context.application(options.app);
    const client = await context.client();
    const all: readonly Listed[] =
      options.api === 'portal' ? await listByPortal(client) : (await readAccount(client)).rows;
    const failures = absentNumbers(asked, all);
    const error = summarizeFailures(asked.length, failures);
    if (error && failures.length === asked.length) throw error;
    const isAll = args.length === 0 && options.from === undefined;
    const order = new Map<string | null, number>(asked.map((number, i) => [number, i]));
    const place = ({ number }: Listed) => order.get(number) ?? 0;
    const rows = all
      .filter((one) => isAll || order.has(one.number))
      .filter((one) => application === undefined || one.application === application)
      .filter((one) => !options.unassigned || one.application === null)
      .filter((one) => options.capability === undefined || one.capability === options.capability)
      .filter((one) => options.prefix === undefined || one.number?.startsWith(options.prefix))
      .sort((a, b) => place(a) - place(b) || byNumberAndCapability(a, b))
      .map((one) => listRow(one, aliases));
    const total = `${countOf(rows.length, 'row')}, ${countOf(new Set(rows.map(({ number }) => number)).size, 'number')}`;
    return { rows, error, footer: rows.length > 0 ? [total] : [] };
  },
});
