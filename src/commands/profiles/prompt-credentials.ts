import { resolve } from 'node:path';
import { type ApplicationKey, parseApplicationKey, resolveApplication } from '../../account/application.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import { Secret } from '../../core/secret.ts';
import type { Profile, StoredSecret } from '../../credentials/profile.ts';
import type { ProfileOptions } from './options.ts';

/** New credentials for a profile; absent ones stay as they are. */
export interface NewCredentials {
  application?: { key: ApplicationKey; secret: StoredSecret };
  instance?: { id: string; secret: StoredSecret; expires: string | null };
}

interface SecretSource {
  /** Read it from stdin. */
  stdin: boolean;
  file?: string | undefined;
  /** A program that prints it. It is stored, and run whenever the secret is needed. */
  command?: readonly string[] | undefined;
  /** How to ask for it on a terminal, e.g. `Application secret`. */
  title: string;
  /** The flag to name when nobody can be asked. */
  flag: string;
}

/** A malformed secret that somebody just gave is a mistake in the line, not in stored credentials. */
function parseSecret(text: string, where: string): StoredSecret {
  try {
    return { store: 'file', secret: Secret.fromBase64(text, where) };
  } catch (error) {
    throw error instanceof SinchctlError ? usage(error.message, error.details.hint) : error;
  }
}

/** Whether the line says where the secret comes from. @throws SinchctlError usage when it says so twice */
function isSecretGiven({ stdin, file, command, flag }: SecretSource): boolean {
  const ways = [
    ...(stdin ? [flag] : []),
    ...(file === undefined ? [] : ['--secret-file']),
    ...(command === undefined ? [] : ['--secret-command']),
  ];
  if (ways.length > 1) throw usage(`${ways.join(' contradicts ')}`, 'give the secret one way');
  return ways.length === 1;
}

/** A secret from stdin, a file, a program or a person; never from the line, since argv is public. */
async function readSecret(context: Context, source: SecretSource): Promise<StoredSecret> {
  if (source.command !== undefined) return { store: 'command', argv: source.command };
  if (source.file !== undefined)
    return parseSecret(context.input.readText(source.file), `the secret in ${source.file}`);
  if (source.stdin)
    return parseSecret(await context.input.readStdin('the secret'), `the secret on stdin (${source.flag})`);
  if (!context.canAsk) throw usage(`${source.flag} is missing`, `pipe the secret in: ${source.flag} < file`);
  return parseSecret(await context.prompts.password(source.title), 'the secret');
}

async function askKey(context: Context, known: ApplicationKey | undefined): Promise<ApplicationKey> {
  const answer = await context.prompts.input(
    known ? `Application key (enter keeps ${known})` : 'Application key',
  );
  return known && answer.trim() === '' ? known : parseApplicationKey(answer);
}

/** A new key needs its own secret: the old one would be sent with the wrong key. */
async function gatherApplication(context: Context, old: Profile, given: ProfileOptions, isAsked: boolean) {
  const source = {
    stdin: given.secretStdin,
    file: given.secretFile,
    command: given.secretCommand,
    title: 'Application secret',
    flag: '--secret-stdin',
  };
  const hasSecret = isSecretGiven(source);
  const known = given.key ?? old.application?.key;
  const isWanted = isAsked || hasSecret || given.key !== undefined;
  if (!isWanted) return undefined;
  const mayAsk = context.canAsk && !given.secretStdin;
  if (known === undefined && !mayAsk)
    throw usage('--key is missing', 'give the application key: --key <key>');
  const mustAsk = known === undefined || (isAsked && given.key === undefined && mayAsk);
  const key = mustAsk ? await askKey(context, known) : known;
  if (!hasSecret && !isAsked && old.application?.key === key) return undefined;
  return { key, secret: await readSecret(context, source) };
}

async function gatherInstance(context: Context, old: Profile, given: ProfileOptions) {
  const id = given.instanceId ?? old.instance?.id;
  const source = {
    stdin: given.instanceSecretStdin,
    title: 'Instance secret',
    flag: '--instance-secret-stdin',
  };
  if (!isSecretGiven(source) && (given.instanceId === undefined || old.instance?.id === id)) return undefined;
  if (id === undefined) throw usage('--instance-id is missing', 'give the instance id too');
  return { id, secret: await readSecret(context, source), expires: null };
}

/**
 * The credentials that the line gives, or a person is asked for.
 * @param isAsked whether key and secret are wanted even if the line does not mention them
 */
export async function promptCredentials(
  context: Context,
  old: Profile,
  given: ProfileOptions,
  isAsked: boolean,
): Promise<NewCredentials> {
  const application = await gatherApplication(context, old, given, isAsked);
  const instance = await gatherInstance(context, old, given);
  return { ...(application && { application }), ...(instance && { instance }) };
}

/** A profile with what was given laid over it. */
export function mergeProfile(
  old: Profile,
  fresh: NewCredentials,
  given: ProfileOptions,
  { region, caFile }: { region: string | undefined; caFile: string | undefined },
): Profile {
  return {
    ...old,
    ...fresh,
    organisation: given.organisation ?? old.organisation,
    auth: given.auth ?? old.auth,
    baseUrls: { ...old.baseUrls, ...Object.fromEntries(given.baseUrl ?? []) },
    defaultApplication: given.defaultApp
      ? resolveApplication(given.defaultApp, old.aliases)
      : old.defaultApplication,
    region: region ?? old.region,
    caFile: caFile === undefined ? old.caFile : resolve(caFile),
    isProtected: given.protected || (old.isProtected && !given.noProtected),
  };
}
