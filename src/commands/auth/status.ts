import { summarizeFailures } from '../../account/summarize-failures.ts';
import { flag } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import { needApplication } from '../../credentials/credentials.ts';
import { provenance } from '../../credentials/provenance.ts';
import { type Columns, describeFields, field, type Row, spare } from '../../output/rows.ts';
import { ignoredSettings, verifyCredentials } from './checks.ts';

const columns: Columns = {
  ...describeFields({
    item: 'setting or check',
    value: 'its value; at most the last characters of a secret',
    from: 'source of the value: a flag, variable, profile, or default',
    where: 'file that contains the value',
    store: 'where a secret is stored: file, keyring, command, or environment',
    status: 'ok, warning, or failed (with --verify)',
    advice: 'how to fix it (with --verify)',
  }),
  table: [
    field('item'),
    field('value'),
    spare('from'),
    spare('where'),
    spare('store'),
    spare('status'),
    spare('advice'),
  ],
  empty: 'no credentials',
};

export const status = defineCommand({
  usage: 'auth status',
  summary: 'Show the credentials in use and their sources',
  description:
    'Shows at most the last four characters of a secret. With --verify, each credential is verified with one read request.',
  examples: ['sinchctl auth status', 'sinchctl --profile sandbox auth status --verify --json'],
  options: { verify: flag('verify credentials, clock, configuration file, proxy, and certificates') },
  columns,
  errors: ['notFound', 'partial', 'unavailable'],
  seeAlso: ['auth login', 'profiles list', 'help environment', 'help troubleshooting'],
  writes: false,
  async run(context, _, { verify }) {
    const credentials = await context.credentials();
    if (!credentials.application && !credentials.instance) needApplication(credentials);
    const config = credentials.source === 'profile' ? await context.profiles.read() : undefined;
    const known: Row[] = provenance(credentials, {
      env: context.host.env,
      profile: config?.profiles.get(credentials.name),
      configPath: context.profiles.path,
      region: await context.settings.region(async () => credentials),
      caFile: context.settings.caFile(credentials),
    }).map((one) => ({ ...one, status: null, advice: null }));
    const rows = [...known, ...ignoredSettings(context.host.env)];
    if (!verify) return { rows };
    const checks = await verifyCredentials(context, credentials);
    const failures = checks.flatMap(({ row, error }) => (error ? [{ item: String(row.item), error }] : []));
    const requests = checks.filter(({ row }) => String(row.item).endsWith('request')).length;
    // Refused credentials outrank a failure of what they depend on.
    const refused = failures.filter(({ item }) => item.endsWith('request'));
    const error = summarizeFailures(requests, refused) ?? failures[0]?.error;
    return { rows: [...rows, ...checks.map(({ row }) => row)], error };
  },
});
