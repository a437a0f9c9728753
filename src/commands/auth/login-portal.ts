import { canonicalUuid } from '../../account/application.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import { Secret } from '../../core/secret.ts';
import { fromProfile, type Profile } from '../../credentials/profile.ts';
import type { NewCredentials } from '../profiles/prompt-credentials.ts';

/** The password, from stdin or a prompt. It is used once and never stored. */
async function readPortalPassword(context: Context, isOnStdin: boolean): Promise<string> {
  if (!isOnStdin && !context.canAsk)
    throw usage('--password-stdin is required', 'pipe the password to stdin');
  const parse = (text: string) => {
    const password = text.replace(/\r?\n$/, '');
    if (password === '')
      throw usage('the password is empty', 'enter it, or pipe it to stdin with --password-stdin');
    return password;
  };
  const password = parse(
    isOnStdin
      ? await context.input.readStdin('the password')
      : await context.prompts.password('Password', parse),
  );
  Secret.fromText(password);
  return password;
}

/** Creates an instance, which expires after two days. */
async function createPortalInstance(
  context: Context,
  name: string,
  profile: Profile,
  email: string,
  password: string,
) {
  const client = await context.clientFor(fromProfile(name, profile));
  const { authorization } = await client.call('login', { params: { email }, body: { password } });
  Secret.fromText(authorization);
  const created = await client.call('createInstance', {
    body: { authorization, version: { os: context.host.platform, platform: 'node' } },
  });
  const id = canonicalUuid(created.id);
  if (!id)
    throw new SinchctlError(
      'failure',
      'cannot create a portal instance: the ID in the response is not a UUID',
    );
  const expires = new Date(context.host.now().getTime() + created.expiresIn * 1000).toISOString();
  return { id, secret: Secret.fromBase64(created.secret, "the new instance's secret"), expires };
}

/** The organization of the instance if there is exactly one; otherwise null, with a warning. */
async function findOnlyOrganisation(
  context: Context,
  name: string,
  profile: Profile,
): Promise<string | null> {
  const client = await context.clientFor(fromProfile(name, profile));
  const organisations = await client.call('listOrganisations', {});
  const [only] = organisations;
  if (only && organisations.length === 1) return only.id;
  const ids = organisations.map(({ id }) => id).join(', ');
  context.messages.warn(
    `the user belongs to ${organisations.length} organizations (${ids}); to choose one, run sinchctl profiles set ${name} --organisation <ID>`,
  );
  return null;
}

/**
 * Logs in to the portal API (legacy) for a profile.
 * @throws SinchctlError auth for a wrong password
 */
export async function loginPortal(
  context: Context,
  name: string,
  profile: Profile,
  { email, passwordStdin }: { email: string; passwordStdin: boolean },
): Promise<NewCredentials & { organisation: string | null }> {
  const password = await readPortalPassword(context, passwordStdin);
  const { id, secret, expires } = await createPortalInstance(context, name, profile, email, password);
  const instance = { id, secret: { store: 'file' as const, secret }, expires };
  const organisation =
    profile.organisation ?? (await findOnlyOrganisation(context, name, { ...profile, instance }));
  return { instance, organisation };
}
