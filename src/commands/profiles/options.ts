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
    throw usage(`${where} must be HOST=URL: ${shownUrl(text)}`, suggestion(host, HOST_CHOICES));
  }
  return { hosts, url: parseBaseUrl(text.slice(at + 1), `${where} ${host}`) };
}

function parseInstanceId(text: string, where: string): string {
  const id = canonicalUuid(text);
  if (id) return id;
  throw usage(`${where} is not a valid instance ID: ${text}`, 'an instance ID is a UUID', [text]);
}

/** The options of `profiles set`. */
export const profileOptions = {
  key: withCompletion(value('K', 'application key', parseApplicationKey), { completes: 'key' }),
  secretStdin: flag('read the application secret from stdin'),
  secretFile: withCompletion(value('F', 'read the application secret from a file'), { completes: 'file' }),
  secretCommand: rest('CMD', 'run this program, without a shell, for the application secret; ends the line'),
  keyring: flag("keep secrets in the system's keyring, not in the file"),
  instanceId: value('I', 'portal instance id', parseInstanceId),
  instanceSecretStdin: flag("read the instance's secret from stdin"),
  organisation: value('O', 'organisation id of the portal', parseOrganisation),
  baseUrl: withCompletion(
    values('HOST=URL', 'base URL of calling, portal, account, user, or all', parseHostUrl),
    {
      choices: HOST_CHOICES.map((host) => `${host}=`),
    },
  ),
  auth: withCompletion(value('AUTH', 'signed (the default) or basic, for calling', parseAuth), {
    choices: AUTH_MODES,
  }),
  defaultApp: withCompletion(value('A', 'application for writes that name none'), {
    completes: 'application',
  }),
  whereKey: withCompletion(
    value('K', 'change every profile that holds this key, in one write', parseApplicationKey),
    { completes: 'storedKey' },
  ),
  verify: flag('try the credentials with one signed request, and store them only when it is accepted'),
  protected: flag('write only when --profile names this profile on the line'),
  noProtected: flag('lift that'),
};

export type ProfileOptions = OptionValues<typeof profileOptions>;
