import { flag, type OptionValues, value } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { EMPTY_PROFILE } from '../../credentials/profile.ts';
import { profileOptions } from '../profiles/options.ts';
import { mergeProfile, promptCredentials } from '../profiles/prompt-credentials.ts';
import {
  forgetKeyringSecrets,
  profileName,
  saveInKeyring,
  storeProfiles,
  usesKeyring,
  verifyProfile,
} from '../profiles/store-profile.ts';
import { loginPortal } from './login-portal.ts';

function parseEmail(text: string, where: string): string {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return text;
  throw usage(`${where} is not a valid email address: ${text}`, undefined, [text]);
}

const { key, secretStdin, secretFile, secretCommand, keyring, defaultApp, baseUrl } = profileOptions;
const options = {
  portal: flag('log in to the portal API (legacy)'),
  email: value('EMAIL', 'email address of the portal user', parseEmail),
  passwordStdin: flag('read the password of the portal user from stdin'),
  key,
  secretStdin,
  secretFile,
  secretCommand,
  keyring,
  defaultApp,
  baseUrl,
};

/** The options of `profiles set` that `auth login` does not have. */
const UNSET_OPTIONS = {
  instanceId: undefined,
  instanceSecretStdin: false,
  organisation: undefined,
  auth: undefined,
  whereKey: undefined,
  verify: false,
  protected: false,
  noProtected: false,
};

function checkFlags(given: OptionValues<typeof options>): void {
  if (!given.portal && (given.email !== undefined || given.passwordStdin)) {
    throw usage('--email and --password-stdin require --portal', 'add --portal');
  }
  const application = given.key ?? given.secretFile ?? given.secretCommand;
  if (given.portal && (application !== undefined || given.secretStdin)) {
    throw usage(
      '--portal cannot be used with an application key or secret',
      'to set them, run sinchctl profiles set',
    );
  }
}

async function askEmail(context: Context, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  if (!context.canAsk)
    throw usage('--email is required', 'pass the email address of the portal user: --email ops@example.com');
  return parseEmail(await context.prompts.input('Email'), 'the input');
}

export const login = defineCommand({
  usage: 'auth login',
  summary: 'Log in and store the credentials in a profile',
  description:
    'Prompts for the key and secret of an application, verifies them with a signed request, stores them, and makes the profile active. You can find the key and secret in the Sinch dashboard.\n' +
    'With --portal, exchanges the password of a portal user for the credentials of a portal instance, which expire after two days. The password is not stored.',
  examples: [
    'sinchctl auth login --profile prod --secret-file secret.txt',
    'cat pw | sinchctl auth login --portal --email ops@example.com --password-stdin',
  ],
  options,
  columns: null,
  errors: ['notFound', 'unavailable', 'refused', 'busy'],
  seeAlso: ['auth status', 'auth logout', 'profiles set', 'help environment', 'help troubleshooting'],
  writes: false,
  async run(context, _, given) {
    checkFlags(given);
    const config = await context.profiles.read();
    const name = profileName(context, undefined, config);
    const old = config.profiles.get(name) ?? EMPTY_PROFILE;
    const values = { ...UNSET_OPTIONS, ...given };
    const { region, caFile } = context.settings.flags;
    const base = mergeProfile(old, {}, values, { region, caFile });
    const { organisation, ...fresh } = given.portal
      ? await loginPortal(context, name, base, {
          email: await askEmail(context, given.email),
          passwordStdin: given.passwordStdin,
        })
      : { organisation: old.organisation, ...(await promptCredentials(context, old, values, true)) };
    const merged = { ...base, ...fresh, organisation };
    await verifyProfile(
      context,
      name,
      given.portal ? { ...merged, application: null } : { ...merged, instance: null },
    );
    const kept =
      given.keyring || usesKeyring(old) ? await saveInKeyring(context, name, { ...merged, ...fresh }) : fresh;
    await storeProfiles(context, [name], (current) => {
      return { ...mergeProfile(current, kept, values, { region, caFile }), organisation };
    });
    await context.profiles.update((now) => ({ ...now, active: name }));
    await forgetKeyringSecrets(context, old, { ...old, ...kept });
    const until = fresh.instance?.expires ? `; the portal instance expires at ${fresh.instance.expires}` : '';
    context.messages.note(`logged in: profile ${name} is active (saved in ${context.profiles.path})${until}`);
    context.messages.note('to list your numbers, run: sinchctl numbers list');
    return { rows: [] };
  },
});
