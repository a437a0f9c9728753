import type { Account } from '../../account/account.ts';
import { type ApplicationKey, aliasOf } from '../../account/application.ts';
import type { Capability } from '../../account/capability.ts';
import { defineCommand } from '../../cli/command.ts';
import { countOf } from '../../core/text.ts';
import { readAccount, readCallbacks, seenApplications } from '../../engine/read-account.ts';
import { application, type Columns, describeFields, field, kept, omitted } from '../../output/rows.ts';

const columns: Columns = {
  ...describeFields({
    application: 'application key',
    alias: 'alias of the application',
    source: 'where the application was found: numbers, alias, or profile',
    voice: ['number', 'number of phone numbers assigned for voice'],
    sms: ['number', 'number of phone numbers assigned for SMS'],
    primary: 'primary callback URL',
    fallback: 'fallback callback URL',
  }),
  table: [
    kept(1, application),
    omitted(1, field('source')),
    field('voice'),
    field('sms'),
    field('primary'),
    field('fallback'),
  ],
  empty: 'no applications found',
};

/** The number of rows that `numbers list` shows for the application. */
const countRows = (account: Account, application: ApplicationKey, capability: Capability): number =>
  account.rows.filter((row) => row.application === application && row.capability === capability).length;

export const list = defineCommand({
  usage: 'apps list',
  summary: 'List the known applications with their numbers and callbacks',
  description:
    'Sinch has no API to list applications. This command shows the applications that appear in your numbers, aliases, and profile.',
  examples: ['sinchctl apps list', 'sinchctl apps list --columns alias,voice,sms --sort -voice'],
  options: {},
  columns,
  errors: ['notFound', 'partial', 'unavailable'],
  seeAlso: ['apps alias', 'callbacks get', 'help output'],
  writes: false,
  async run(context) {
    const client = await context.client();
    const { aliases } = client.credentials;
    const account = await readAccount(client);
    const seen = seenApplications(account, client.credentials);
    const { found, failures } = await readCallbacks(client, [...seen.keys()], context.settings.concurrency);
    // An alias may refer to an application of another account, which must not make the command fail.
    const others = failures.filter(({ error }) => error.kind !== 'notFound');
    if (others[0]) throw others[0].error;
    const rows = [...seen].map(([key, source]) => ({
      application: key,
      alias: aliasOf(key, aliases),
      source,
      voice: countRows(account, key, 'voice'),
      sms: countRows(account, key, 'sms'),
      primary: found.get(key)?.primary ?? null,
      fallback: found.get(key)?.fallback ?? null,
    }));
    for (const { item } of failures) context.messages.warn(`${item} is not on this account`);
    return { rows, footer: rows.length > 0 ? [countOf(rows.length, 'application')] : [] };
  },
});
