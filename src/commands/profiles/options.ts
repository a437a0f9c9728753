import { canonicalUuid, parseApplicationKey } from '../../account/application.ts';
import { flag, type OptionValues, rest, value, values, withCompletion } from '../../cli/argv/option.ts';
import { suggestion } from '../../core/closest-match.ts';
import { usage } from '../../core/errors.ts';
import { parseBaseUrl, shownUrl } from '../../core/url.ts';
import { ALL_HOSTS, AUTH_MODES, HOST_NAMES, type HostUrl } from '../../credentials/credentials.ts';
import { parseAuth, parseOrganisation } from '../../credentials/environment.ts';

const HOST_CHOICES = [...HOST_NAMES, ALL_HOSTS];

function parseHostUrl(text: string, where: string): HostUrl {
  const at = text.indexOf('=');
  const host = text.slice(0, Math.max(at, 0));
  const hosts = host === ALL_HOSTS ? HOST_NAMES : HOST_NAMES.filter((one) => one === host);
  if (hosts.length === 0) {
    const hint =
      at < 0 ? 'pass HOST=URL, such as all=https://sinch.example.com' : suggestion(host, HOST_CHOICES);
    throw usage(`invalid value for ${where}: ${shownUrl(text)}`, hint);
  }
  return { hosts, url: parseBaseUrl(text.slice(at + 1), `${where} ${host}`) };
}

function parseInstanceId(text: string, where: string): string {
  const id = canonicalUuid(text);
  if (id) return id;
  throw usage(`invalid instance ID for ${where}: ${text}`, 'an instance ID is a UUID', [text]);
}

/** The options of `profiles set`. */
export const profileOptions = {
  key: withCompletion(value('KEY', 'application key', parseApplicationKey), { completes: 'key' }),
  secretStdin: flag('read the application secret from stdin'),
  secretFile: withCompletion(value('FILE', 'read the application secret from a file'), { completes: 'file' }),
  secretCommand: rest(
    'COMMAND',
    'run this command, without a shell, to get the application secret (must be the last option)',
  ),
  keyring: flag('store secrets in the system keyring instead of the configuration file'),
  instanceId: value('ID', 'portal instance ID', parseInstanceId),
  instanceSecretStdin: flag('read the secret of the portal instance from stdin'),
  organisation: value('ID', 'portal organization ID', parseOrganisation),
  baseUrl: withCompletion(
    values('HOST=URL', 'base URL of an API: calling, portal, account, user, or all', parseHostUrl),
    {
      choices: HOST_CHOICES.map((host) => `${host}=`),
    },
  ),
  auth: withCompletion(
    value('MODE', 'authentication of the calling API: signed or basic (default signed)', parseAuth),
    {
      choices: AUTH_MODES,
    },
  ),
  defaultApp: withCompletion(
    value('APP', 'default application for numbers assign and unassign, and for callbacks get and set'),
    {
      completes: 'application',
    },
  ),
  whereKey: withCompletion(
    value('KEY', 'change all profiles that contain this application key', parseApplicationKey),
    { completes: 'storedKey' },
  ),
  verify: flag('verify the credentials with a signed request before storing them'),
  protected: flag('require --profile for commands that make changes with this profile'),
  noProtected: flag('do not require --profile for commands that make changes'),
};

export type ProfileOptions = OptionValues<typeof profileOptions>;
