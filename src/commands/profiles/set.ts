import type { Context } from '../../context.ts';
import { canonicalUuid, parseApplicationKey, resolveApplication } from '../../core/application.ts';
import { EMPTY_PROFILE, type Profile, parseProfileName, SANDBOX_PROFILE } from '../../core/config.ts';
import { parseAuth, parseOrganisation } from '../../core/environment.ts';
import { usage } from '../../core/errors.ts';
import { HOST_NAMES, type Host, isHost } from '../../core/hosts.ts';
import { parseBaseUrl } from '../../core/url.ts';
import { defineCommand, flag, type OptionValues, value, values } from '../define.ts';
import { readSecret } from './read-secret.ts';

function hostUrl(text: string, where: string): [Host, string] {
  const at = text.indexOf('=');
  const host = text.slice(0, at);
  if (at < 1 || !isHost(host)) {
    throw usage(`${where} takes HOST=URL: ${text}`, `HOST is one of ${HOST_NAMES.join(', ')}`, [text]);
  }
  return [host, parseBaseUrl(text.slice(at + 1), `${where} ${host}`)];
}

function instanceId(text: string, where: string): string {
  const id = canonicalUuid(text);
  if (id) return id;
  throw usage(`${where} is no instance id: ${text}`, 'an instance id is a UUID', [text]);
}

const options = {
  key: value('K', 'application key', parseApplicationKey),
  secretStdin: flag('read the application secret from stdin'),
  secretFile: value('F', 'read the application secret from a file'),
  instanceId: value('I', 'portal instance id', instanceId),
  instanceSecretStdin: flag("read the instance's secret from stdin"),
  organisation: value('O', 'organisation id of the portal', parseOrganisation),
  baseUrl: values('HOST=URL', 'base URL of calling, portal, account or user', hostUrl),
  auth: value('AUTH', 'signed (the default) or basic, for calling', parseAuth),
  defaultApp: value('A', 'application for writes that name none'),
  protected: flag('write only when --profile names this profile on the line'),
  noProtected: flag('lift that'),
};

type Values = OptionValues<typeof options>;

function nameOf(context: Context, given: string | undefined, active: string | null): string {
  const flagged = context.globals.profile;
  if (given !== undefined && flagged !== undefined && given !== flagged) {
    throw usage(`two profiles are named: ${given} and ${flagged}`, 'name one');
  }
  const name = parseProfileName(given ?? flagged ?? active ?? 'default');
  if (name === SANDBOX_PROFILE) throw usage('the profile sandbox is built in', 'choose another name');
  return name;
}

/** A new key needs its own secret: the old one would be sent with the wrong key. */
async function application(context: Context, old: Profile, given: Values): Promise<Profile['application']> {
  const gives = given.secretStdin || given.secretFile !== undefined;
  const source = {
    stdin: given.secretStdin,
    file: given.secretFile,
    title: 'Application secret',
    flag: '--secret-stdin',
  };
  if (given.secretStdin && given.secretFile !== undefined) {
    throw usage('--secret-stdin contradicts --secret-file', 'give one of them');
  }
  let key = given.key ?? old.application?.key;
  const isNew = key === undefined && !old.instance && given.instanceId === undefined;
  if (key === undefined && (gives || isNew)) {
    if (!context.canAsk || given.secretStdin)
      throw usage('--key is missing', 'give the application key: --key <key>');
    key = parseApplicationKey(await context.prompts.input('Application key'));
  }
  if (key === undefined) return null;
  if (!gives && old.application?.key === key) return old.application;
  return { key, secret: await readSecret(context, source) };
}

async function instance(context: Context, old: Profile, given: Values): Promise<Profile['instance']> {
  const id = given.instanceId ?? old.instance?.id;
  if (given.instanceSecretStdin && id === undefined)
    throw usage('--instance-id is missing', 'give the instance id too');
  if (id === undefined || (!given.instanceSecretStdin && old.instance?.id === id)) return old.instance;
  const source = {
    stdin: given.instanceSecretStdin,
    title: 'Instance secret',
    flag: '--instance-secret-stdin',
  };
  return { id, secret: await readSecret(context, source), expires: null };
}

/** The profile with what was given laid over it. */
async function merge(context: Context, old: Profile, given: Values): Promise<Profile> {
  const { region, caFile } = context.globals;
  return {
    ...old,
    application: await application(context, old, given),
    instance: await instance(context, old, given),
    organisation: given.organisation ?? old.organisation,
    auth: given.auth ?? old.auth,
    baseUrls: { ...old.baseUrls, ...Object.fromEntries(given.baseUrl ?? []) },
    defaultApplication: given.defaultApp
      ? resolveApplication(given.defaultApp, old.aliases)
      : old.defaultApplication,
    region: region ?? old.region,
    caFile: caFile ?? old.caFile,
    isProtected: given.protected || (old.isProtected && !given.noProtected),
  };
}

export const set = defineCommand({
  usage: 'profiles set [name]',
  summary: 'Store or change a profile',
  description:
    'Changes only what is given; --region and --ca-file are stored too. Asks for key and secret on a terminal. No\n' +
    'flag takes a secret as its value, since every user of the machine can read command lines.',
  examples: [
    'sinchctl profiles set prod --key 94983f76-1161-6655-9515-4785c7b67dd8 --secret-stdin < secret.txt',
    'sinchctl profiles set prod --default-app support --region US --protected',
  ],
  options,
  columns: null,
  writes: false,
  async run(context, [given], options) {
    if (options.secretStdin && options.instanceSecretStdin) {
      throw usage('stdin can hold one secret', 'set the other one in a second step, or use --secret-file');
    }
    const before = await context.config.read();
    const name = nameOf(context, given, before.active === SANDBOX_PROFILE ? null : before.active);
    // Questions come before the lock: nobody else should wait for a person.
    const wanted = await merge(context, before.profiles.get(name) ?? EMPTY_PROFILE, options);
    let isActive = false;
    await context.config.update((config) => {
      // What another process changed meanwhile stays: aliases are set by another command.
      const aliases = config.profiles.get(name)?.aliases ?? wanted.aliases;
      const active = config.active ?? name;
      isActive = active === name;
      return { ...config, active, profiles: new Map([...config.profiles, [name, { ...wanted, aliases }]]) };
    });
    context.note(`profile ${name} is stored in ${context.config.path}${isActive ? ', and active' : ''}`);
    return { rows: [] };
  },
});
