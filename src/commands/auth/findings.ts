import type { Client } from '../../api/client.ts';
import type { Context } from '../../context.ts';
import type { Credentials } from '../../core/credentials.ts';
import { asSinchctlError, type SinchctlError } from '../../core/errors.ts';
import { HOSTS } from '../../core/hosts.ts';
import type { Row } from '../../output/rows.ts';

/** What was looked at, whether it is well, and what to do about it. */
interface Finding {
  row: Row;
  error?: SinchctlError;
}

function finding(
  item: string,
  value: string | null,
  status: 'ok' | 'warning' | 'failed',
  advice: string | null,
): Finding {
  return { row: { item, value, from: null, where: null, store: null, status, advice } };
}

/** One harmless signed request. */
async function tryRequest(item: string, call: () => Promise<unknown>): Promise<Finding> {
  try {
    await call();
    return finding(item, 'accepted', 'ok', null);
  } catch (thrown) {
    const error = asSinchctlError(thrown);
    return { ...finding(item, error.message, 'failed', error.details.hint ?? null), error };
  }
}

/** Sinch allows some minutes; half of them is the time to worry. */
const WORRYING_SKEW = 120;

function clock(client: Client): Finding {
  const skew = client.skew();
  if (skew === null) return finding('clock', 'not told by Sinch', 'warning', null);
  const isWell = Math.abs(skew) < WORRYING_SKEW;
  return finding(
    'clock',
    `${-skew} s`,
    isWell ? 'ok' : 'warning',
    isWell ? null : 'set the clock of this machine (NTP)',
  );
}

function file(context: Context): Finding[] {
  const mode = context.config.mode();
  if (mode === null) return [];
  return [
    finding(
      'file mode',
      mode,
      mode === '0600' ? 'ok' : 'warning',
      mode === '0600' ? null : `chmod 600 ${context.config.path}`,
    ),
  ];
}

async function network(context: Context, credentials: Credentials): Promise<Finding[]> {
  const url = credentials.baseUrls.calling ?? HOSTS.calling;
  const proxy = await context.proxyFor(url);
  const ca = context.globals.caFile ?? context.env.SINCHCTL_CA_FILE ?? credentials.caFile;
  const extra = context.env.NODE_EXTRA_CA_CERTS;
  return [
    finding('proxy', proxy ?? 'none', 'ok', null),
    finding('certificate authorities', [ca, extra].filter(Boolean).join(', ') || "Node's own", 'ok', null),
  ];
}

/** Tries the credentials and looks at what they depend on. */
export async function verifyCredentials(context: Context, credentials: Credentials): Promise<Finding[]> {
  const client = await context.client();
  const requests: Finding[] = [];
  if (credentials.application) {
    requests.push(await tryRequest('application request', () => client.call('listNumbers', {})));
  }
  if (credentials.instance) {
    requests.push(await tryRequest('instance request', () => client.call('listOrganisations', {})));
  }
  const local = credentials.source === 'profile' ? file(context) : [];
  return [...requests, clock(client), ...local, ...(await network(context, credentials))];
}
