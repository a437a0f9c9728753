import { dirname } from 'node:path';
import { aliasOf } from '../../account/application.ts';
import { summarizeFailures } from '../../account/summarize-failures.ts';
import type { Client } from '../../api/client.ts';
import { flag } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import type { Env } from '../../core/environment.ts';
import { asSinchctlError, type SinchctlError } from '../../core/errors.ts';
import { type Credentials, HOSTS, needApplication, needInstance } from '../../credentials/credentials.ts';
import { provenance } from '../../credentials/provenance.ts';
import { type Columns, describeFields, field, type Row, spare } from '../../output/rows.ts';
import { drawStatus } from './draw-status.ts';

/** The result of one check. */
interface StatusCheck {
  row: Row;
  error?: SinchctlError;
}

function checkResult(
  item: string,
  value: string | null,
  status: 'ok' | 'warning' | 'failed',
  advice: string | null,
): StatusCheck {
  return { row: { item, value, from: null, where: null, store: null, status, advice } };
}

/** Variables that Node.js reads but sinchctl ignores, because it always verifies certificates. */
function ignoredSettings({ NODE_TLS_REJECT_UNAUTHORIZED: value = '' }: Env): Row[] {
  if (value === '' || value === '1') return [];
  const text = 'NODE_TLS_REJECT_UNAUTHORIZED is set but ignored';
  const advice = 'unset it; to trust another CA, add --ca-file <FILE>';
  return [checkResult('certificate verification', text, 'warning', advice).row];
}

/** Checks credentials with one request that changes nothing. */
async function requestCheck(item: string, call: () => Promise<unknown>): Promise<StatusCheck> {
  try {
    await call();
    return checkResult(item, 'accepted', 'ok', null);
  } catch (thrown) {
    const error = asSinchctlError(thrown);
    return { ...checkResult(item, error.message, 'failed', error.details.hint ?? null), error };
  }
}

/** Seconds, well below the five minutes that Sinch accepts. */
const WARNING_SKEW = 120;

function clockCheck(client: Client): StatusCheck {
  const skew = client.skew();
  if (skew === null) return checkResult('clock', 'not reported by Sinch', 'warning', null);
  const isSmall = Math.abs(skew) < WARNING_SKEW;
  return checkResult(
    'clock',
    `${-skew}s`,
    isSmall ? 'ok' : 'warning',
    isSmall ? null : 'synchronize the clock of this computer (NTP)',
  );
}

const modeCheck = (item: string, path: string, is: string, wanted: string): StatusCheck =>
  is === wanted
    ? checkResult(item, is, 'ok', null)
    : checkResult(item, is, 'warning', `chmod ${wanted.slice(1)} ${path}`);

function fileChecks({ profiles }: Context): StatusCheck[] {
  const modes = profiles.modes();
  if (modes === null) return [];
  return [
    modeCheck('file mode', profiles.path, modes.file, '0600'),
    modeCheck('directory mode', dirname(profiles.path), modes.directory, '0700'),
  ];
}

/** Checks that every additional CA file is readable. */
function authorityChecks(context: Context, credentials: Credentials): StatusCheck[] {
  const caFile = context.settings.caFile(credentials)?.value;
  const files = [caFile, context.host.env.NODE_EXTRA_CA_CERTS].filter((one) => one != null);
  if (files.length === 0) return [checkResult('certificate authorities', 'built into Node.js', 'ok', null)];
  return files.map((path) => {
    try {
      context.input.readText(path);
      return checkResult('certificate authorities', path, 'ok', null);
    } catch (thrown) {
      const error = asSinchctlError(thrown);
      return { ...checkResult('certificate authorities', path, 'failed', error.message), error };
    }
  });
}

async function networkChecks(context: Context, credentials: Credentials): Promise<StatusCheck[]> {
  const url = credentials.baseUrls.calling ?? HOSTS.calling;
  const proxy = await context.proxyFor(url);
  return [checkResult('proxy', proxy ?? 'none', 'ok', null), ...authorityChecks(context, credentials)];
}

/** Checks the credentials, the clock, the file modes, the proxy, and the certificate authorities. */
async function verifyCredentials(context: Context, credentials: Credentials): Promise<StatusCheck[]> {
  const client = await context.client();
  const requests: StatusCheck[] = [];
  if (credentials.application) {
    requests.push(await requestCheck('application request', () => client.call('listNumbers', {})));
  }
  if (credentials.instance) {
    requests.push(await requestCheck('instance request', () => client.call('listOrganisations', {})));
  }
  const local = credentials.source === 'profile' ? fileChecks(context) : [];
  return [...requests, clockCheck(client), ...local, ...(await networkChecks(context, credentials))];
}

const columns: Columns = {
  ...describeFields({
    item: 'setting or check',
    value: 'value (at most the last four characters of a secret)',
    from: 'source of the value: flag, variable, profile, default, or built in',
    where: 'file that contains the value',
    store: 'where a secret is stored: file, keyring, command, environment, or built in',
    status: 'ok, warning, or failed (with --verify)',
    advice: 'how to fix the problem (with --verify)',
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
  draw: drawStatus,
  empty: 'no credentials',
};

/** The source of the credentials: `Profile prod (active, protected)`. */
function headingOf({ source, name, isProtected }: Credentials, active: string | null | undefined): string {
  if (source === 'environment') return 'Credentials from the environment';
  const traits = [
    source === 'sandbox' ? 'simulated' : '',
    active === name ? 'active' : '',
    isProtected ? 'protected' : '',
  ].filter((trait) => trait !== '');
  return `Profile ${name}${traits.length > 0 ? ` (${traits.join(', ')})` : ''}`;
}

/** How to renew an expired portal instance; null if it has not expired. */
function renewalOf(credentials: Credentials, now: Date): string | null {
  try {
    if (credentials.instance) needInstance(credentials, now);
    return null;
  } catch (thrown) {
    return asSinchctlError(thrown).details.hint ?? null;
  }
}

export const status = defineCommand({
  usage: 'auth status',
  summary: 'Show the credentials in use and their sources',
  description:
    'Shows at most the last four characters of a secret. With --verify, sends one read request to verify each credential.',
  examples: ['sinchctl auth status', 'sinchctl --profile sandbox auth status --verify --json'],
  options: { verify: flag('check credentials, clock, configuration file, proxy, and certificates') },
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
    // Only a terminal shows these.
    Object.assign(rows[0] ?? {}, {
      heading: headingOf(credentials, config?.active),
      alias: aliasOf(credentials.application?.key ?? null, credentials.aliases),
      expired: renewalOf(credentials, context.host.now()),
    });
    if (!verify) return { rows };
    const checks = await verifyCredentials(context, credentials);
    const failures = checks.flatMap(({ row, error }) => (error ? [{ item: String(row.item), error }] : []));
    const requests = checks.filter(({ row }) => String(row.item).endsWith('request')).length;
    // Rejected credentials take precedence over failures of local checks.
    const refused = failures.filter(({ item }) => item.endsWith('request'));
    const summary = requests === 1 ? refused[0]?.error : summarizeFailures(requests, refused);
    const error = summary ?? failures[0]?.error;
    return { rows: [...rows, ...checks.map(({ row }) => row)], error };
  },
});
