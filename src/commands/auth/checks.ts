import { dirname } from 'node:path';
import type { Client } from '../../api/client.ts';
import type { Context } from '../../cli/context.ts';
import type { Env } from '../../core/environment.ts';
import { asSinchctlError, type SinchctlError } from '../../core/errors.ts';
import { type Credentials, HOSTS } from '../../credentials/credentials.ts';
import type { Row } from '../../output/rows.ts';

/** The result of one check. */
interface Check {
  row: Row;
  error?: SinchctlError;
}

function checkResult(
  item: string,
  value: string | null,
  status: 'ok' | 'warning' | 'failed',
  advice: string | null,
): Check {
  return { row: { item, value, from: null, where: null, store: null, status, advice } };
}

/** Variables that Node reads and sinchctl ignores, because it always verifies certificates. */
export function ignoredSettings({ NODE_TLS_REJECT_UNAUTHORIZED: value = '' }: Env): Row[] {
  if (value === '' || value === '1') return [];
  const text = 'NODE_TLS_REJECT_UNAUTHORIZED is set but ignored';
  const advice = 'unset it; to trust another CA, add --ca-file FILE';
  return [checkResult('certificate verification', text, 'warning', advice).row];
}

/** Checks credentials with one request that changes nothing. */
async function requestCheck(item: string, call: () => Promise<unknown>): Promise<Check> {
  try {
    await call();
    return checkResult(item, 'accepted', 'ok', null);
  } catch (thrown) {
    const error = asSinchctlError(thrown);
    return { ...checkResult(item, error.message, 'failed', error.details.hint ?? null), error };
  }
}

/** Seconds: half of the skew that Sinch accepts. */
const WARNING_SKEW = 120;

function clockCheck(client: Client): Check {
  const skew = client.skew();
  if (skew === null) return checkResult('clock', 'not told by Sinch', 'warning', null);
  const isSmall = Math.abs(skew) < WARNING_SKEW;
  return checkResult(
    'clock',
    `${-skew} s`,
    isSmall ? 'ok' : 'warning',
    isSmall ? null : 'set the clock of this machine (NTP)',
  );
}

const modeCheck = (item: string, path: string, is: string, wanted: string): Check =>
  is === wanted
    ? checkResult(item, is, 'ok', null)
    : checkResult(item, is, 'warning', `chmod ${wanted.slice(1)} ${path}`);

function fileChecks({ profiles }: Context): Check[] {
  const modes = profiles.modes();
  if (modes === null) return [];
  return [
    modeCheck('file mode', profiles.path, modes.file, '0600'),
    modeCheck('directory mode', dirname(profiles.path), modes.directory, '0700'),
  ];
}

/** Checks that every extra file of certificate authorities is readable. */
function authorityChecks(context: Context, credentials: Credentials): Check[] {
  const caFile = context.settings.caFile(credentials)?.value;
  const files = [caFile, context.host.env.NODE_EXTRA_CA_CERTS].filter((one) => one != null);
  if (files.length === 0) return [checkResult('certificate authorities', "Node's own", 'ok', null)];
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

async function networkChecks(context: Context, credentials: Credentials): Promise<Check[]> {
  const url = credentials.baseUrls.calling ?? HOSTS.calling;
  const proxy = await context.proxyFor(url);
  return [checkResult('proxy', proxy ?? 'none', 'ok', null), ...authorityChecks(context, credentials)];
}

/** Tries the credentials, and checks the clock, the file modes, the proxy, and the certificate authorities. */
export async function verifyCredentials(context: Context, credentials: Credentials): Promise<Check[]> {
  const client = await context.client();
  const requests: Check[] = [];
  if (credentials.application) {
    requests.push(await requestCheck('application request', () => client.call('listNumbers', {})));
  }
  if (credentials.instance) {
    requests.push(await requestCheck('instance request', () => client.call('listOrganisations', {})));
  }
  const local = credentials.source === 'profile' ? fileChecks(context) : [];
  return [...requests, clockCheck(client), ...local, ...(await networkChecks(context, credentials))];
}
