import { resolve } from 'node:path';
import { type ApplicationKey, parseApplicationKey, resolveApplication } from '../../account/application.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import type { Profile, StoredSecret } from '../../credentials/profile.ts';
import type { ProfileValues } from './options.ts';
import { isGiven, readSecret } from './read-secret.ts';

/** New credentials for a profile; absent ones stay as they are. */
export interface NewCredentials {
  application?: { key: ApplicationKey; secret: StoredSecret };
  instance?: { id: string; secret: StoredSecret; expires: string | null };
}

async function askKey(context: Context, known: ApplicationKey | undefined): Promise<ApplicationKey> {
  const answer = await context.prompts.input(
    known ? `Application key (enter keeps ${known})` : 'Application key',
  );
  return known && answer.trim() === '' ? known : parseApplicationKey(answer);
}

/** A new key needs its own secret: the old one would be sent with the wrong key. */
async function gatherApplication(context: Context, old: Profile, given: ProfileValues, isAsked: boolean) {
  const source = {
    stdin: given.secretStdin,
    file: given.secretFile,
    command: given.secretCommand,
    title: 'Application secret',
    flag: '--secret-stdin',
  };
  const isSecretGiven = isGiven(source);
  const known = given.key ?? old.application?.key;
  const isWanted = isAsked || isSecretGiven || given.key !== undefined;
  if (!isWanted) return undefined;
  const mayAsk = context.canAsk && !given.secretStdin;
  if (known === undefined && !mayAsk)
    throw usage('--key is missing', 'give the application key: --key <key>');
  const mustAsk = known === undefined || (isAsked && given.key === undefined && mayAsk);
  const key = mustAsk ? await askKey(context, known) : known;
  if (!isSecretGiven && !isAsked && old.application?.key === key) return undefined;
  return { key, secret: await readSecret(context, source) };
}

async function gatherInstance(context: Context, old: Profile, given: ProfileValues) {
  const id = given.instanceId ?? old.instance?.id;
  const source = {
    stdin: given.instanceSecretStdin,
    title: 'Instance secret',
    flag: '--instance-secret-stdin',
  };
  if (!isGiven(source) && (given.instanceId === undefined || old.instance?.id === id)) return undefined;
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
  given: ProfileValues,
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
  given: ProfileValues,
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
