import { resolve } from 'node:path';
import {
  type ApplicationKey,
  KEY_FORMAT,
  parseApplicationKey,
  resolveApplication,
} from '../../account/application.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import { Secret } from '../../core/secret.ts';
import { DASHBOARD, toBaseUrls } from '../../credentials/credentials.ts';
import type { Profile, StoredSecret } from '../../credentials/profile.ts';
import type { ProfileOptions } from './options.ts';

/** New credentials of a profile; those that are absent do not change. */
export interface NewCredentials {
  application?: { key: ApplicationKey; secret: StoredSecret };
  instance?: { id: string; secret: StoredSecret; expires: string | null };
}

interface SecretSource {
  /** Read it from stdin. */
  stdin: boolean;
  file?: string | undefined;
  /** A program that prints it. Its command is stored, and runs whenever the secret is needed. */
  command?: readonly string[] | undefined;
  /** The title of the prompt, such as `Application secret`. */
  title: string;
  /** The flag to suggest if no prompt is possible. */
  flag: string;
}

/** @throws SinchctlError usage, not auth, because the secret was just entered and is not stored */
function parseSecret(text: string, where: string): StoredSecret {
  try {
    return { store: 'file', secret: Secret.fromBase64(text, where) };
  } catch (error) {
    throw error instanceof SinchctlError ? usage(error.message, error.details.hint) : error;
  }
}

/** Whether the options provide the secret. @throws SinchctlError usage if more than one does */
function isSecretGiven({ stdin, file, command, flag }: SecretSource): boolean {
  const ways = [
    ...(stdin ? [flag] : []),
    ...(file === undefined ? [] : ['--secret-file']),
    ...(command === undefined ? [] : ['--secret-command']),
  ];
  if (ways.length > 1) throw usage(ways.join(' conflicts with '), 'pass only one of them');
  return ways.length === 1;
}

/** Reads a secret from stdin, a file, or a prompt. Never from an argument, because other users can read argv. */
async function readSecret(context: Context, source: SecretSource): Promise<StoredSecret> {
  if (source.command !== undefined) return { store: 'command', argv: source.command };
  if (source.file !== undefined)
    return parseSecret(context.input.readText(source.file), `the secret in ${source.file}`);
  if (source.stdin)
    return parseSecret(await context.input.readStdin('the secret'), `the secret on stdin (${source.flag})`);
  if (!context.canAsk) {
    const more = source.flag === '--secret-stdin' ? `, or pass --secret-file <FILE> (${DASHBOARD})` : '';
    throw usage(
      `missing ${source.title.toLowerCase()}`,
      `pass the secret on stdin: ${source.flag} < secret.txt${more}`,
    );
  }
  const parse = (text: string) => parseSecret(text, 'the secret');
  return parse(await context.prompts.password(source.title, parse));
}

/** Whether a string may become a key. Anything else may be a secret, which must not be shown. */
const isPartOfKey = (text: string): boolean => /^[\da-f-]{0,36}$/i.test(text.trim());

/** Never shows the answer. @throws SinchctlError usage */
function parseKeyAnswer(answer: string): ApplicationKey {
  if (isPartOfKey(answer)) return parseApplicationKey(answer);
  const isSecret = /^[\w+/-]{16,}={0,2}$/.test(answer.trim());
  throw usage(
    isSecret ? 'this looks like a secret, not an application key' : 'this is not an application key',
    KEY_FORMAT,
  );
}

async function promptForKey(context: Context, known: ApplicationKey | undefined): Promise<ApplicationKey> {
  const parse = (answer: string) => (known && answer.trim() === '' ? known : parseKeyAnswer(answer));
  return parse(
    await context.prompts.input(
      known ? `Application key (press Enter to keep ${known})` : 'Application key',
      { check: parse, mayShow: isPartOfKey },
    ),
  );
}

/** A new key needs a new secret, because the old secret belongs to the old key. */
async function applicationCredentials(
  context: Context,
  old: Profile,
  given: Partial<ProfileOptions>,
  isAsked: boolean,
) {
  const source = {
    stdin: given.secretStdin === true,
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
    throw usage('--key is required', `pass the application key: --key <KEY> (${DASHBOARD})`);
  // --where-key has already selected the key.
  const isChosen = given.key !== undefined || given.whereKey !== undefined;
  const mustAsk = known === undefined || (isAsked && !isChosen && mayAsk);
  if (mustAsk || (mayAsk && !hasSecret)) context.messages.note(DASHBOARD);
  const key = mustAsk ? await promptForKey(context, known) : known;
  if (!hasSecret && !isAsked && old.application?.key === key) return undefined;
  return { key, secret: await readSecret(context, source) };
}

async function instanceCredentials(context: Context, old: Profile, given: Partial<ProfileOptions>) {
  const id = given.instanceId ?? old.instance?.id;
  const source = {
    stdin: given.instanceSecretStdin === true,
    title: 'Instance secret',
    flag: '--instance-secret-stdin',
  };
  if (!isSecretGiven(source) && (given.instanceId === undefined || old.instance?.id === id)) return undefined;
  if (id === undefined) throw usage('--instance-id is required', 'also pass --instance-id <ID>');
  return { id, secret: await readSecret(context, source), expires: null };
}

/**
 * The credentials from the options, or from prompts.
 * @param isAsked whether key and secret are required even if the options do not mention them
 */
export async function promptCredentials(
  context: Context,
  old: Profile,
  given: Partial<ProfileOptions>,
  isAsked: boolean,
): Promise<NewCredentials> {
  const application = await applicationCredentials(context, old, given, isAsked);
  const instance = await instanceCredentials(context, old, given);
  return { ...(application && { application }), ...(instance && { instance }) };
}

/** A profile with new credentials and the values of the options. */
export function mergeProfile(
  old: Profile,
  fresh: NewCredentials,
  given: Partial<ProfileOptions>,
  { region, caFile }: Context['settings']['flags'],
): Profile {
  return {
    ...old,
    ...fresh,
    organisation: given.organisation ?? old.organisation,
    auth: given.auth ?? old.auth,
    baseUrls: { ...old.baseUrls, ...toBaseUrls(given.baseUrl ?? []) },
    defaultApplication: given.defaultApp
      ? resolveApplication(given.defaultApp, old.aliases)
      : old.defaultApplication,
    region: region ?? old.region,
    caFile: caFile === undefined ? old.caFile : resolve(caFile),
    isProtected: given.protected === true || (old.isProtected && !given.noProtected),
  };
}
