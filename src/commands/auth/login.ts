import type { Account } from '../../account/account.ts';
import { type Aliases, aliasOf, parseAlias } from '../../account/application.ts';
import { CAPABILITIES } from '../../account/capability.ts';
import { flag, type OptionValues, value } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import { countOf, formatNumber } from '../../core/text.ts';
import { EMPTY_PROFILE, fromProfile, type Profile } from '../../credentials/profile.ts';
import { seenApplications } from '../../engine/read-account.ts';
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

function parseEmail(text: string, where?: string): string {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return text;
  throw usage(`invalid email address${where ? ` for ${where}` : ''}: ${text}`, undefined, [text]);
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

function checkFlags(given: OptionValues<typeof options>): void {
  if (!given.portal && (given.email !== undefined || given.passwordStdin)) {
    throw usage('--email and --password-stdin require --portal', 'add --portal');
  }
  const application = given.key ?? given.secretFile ?? given.secretCommand;
  if (given.portal && (application !== undefined || given.secretStdin)) {
    throw usage(
      '--portal conflicts with an application key or secret',
      'to set them, run sinchctl profiles set',
    );
  }
}

async function askEmail(context: Context, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  if (!context.canAsk)
    throw usage('--email is required', 'pass the email address of the portal user: --email ops@example.com');
  const parse = (text: string) => parseEmail(text.trim());
  return parse(await context.prompts.input('Email', { check: parse }));
}

/** The maximum number of applications to list individually. */
const MAX_PROMPTS = 10;

/** Offers to name the applications of the account that have no alias. @returns all aliases of the profile */
async function promptForAliases(
  context: Context,
  name: string,
  profile: Profile,
  account: Account,
): Promise<Aliases> {
  const aliases = new Map(profile.aliases);
  const unnamed = [...seenApplications(account, fromProfile(name, profile)).keys()]
    .filter((key) => aliasOf(key, aliases) === null)
    .sort((a, b) => account.size(b, 'voice') - account.size(a, 'voice'));
  if (unnamed.length === 0) return aliases;
  const what = countOf(unnamed.length, 'application');
  if (!(await context.prompts.confirm(`Found ${what} without an alias. Set aliases now?`))) return aliases;
  context.messages.note(
    'you can use an alias instead of the key in commands and files; press Enter to skip an application',
  );
  const parse = (text: string) => {
    const alias = text.trim() === '' ? undefined : parseAlias(text.trim());
    const taken = alias === undefined ? undefined : aliases.get(alias);
    if (taken)
      throw usage(
        `alias ${alias} is already set to ${taken}`,
        'choose another alias, or press Enter to skip',
      );
    return alias;
  };
  for (const key of unnamed.slice(0, MAX_PROMPTS)) {
    const counts = CAPABILITIES.map((one) => `${formatNumber(account.size(key, one))} ${one}`);
    const question = `Alias for ${key} (${counts.join(', ')})`;
    const alias = parse(await context.prompts.input(question, { check: parse }));
    if (alias !== undefined) aliases.set(alias, key);
  }
  return aliases;
}

/** Offers aliases after the credentials are saved, so that Ctrl-C at an optional prompt does not lose them. */
async function offerAliases(context: Context, name: string, profile: Profile, account: Account) {
  const aliases = await promptForAliases(context, name, profile, account).catch((error) => {
    if (!(error instanceof SinchctlError)) throw error;
    const message = error.message.replace('No changes made', 'The profile is saved without aliases');
    throw error.with({}, message);
  });
  if (aliases.size > profile.aliases.size)
    await storeProfiles(context, [name], (current) => ({
      ...current,
      aliases: new Map([...current.aliases, ...aliases]),
    }));
}

/** Whether the user enters the key or the secret, so that additional prompts cannot block a script. */
const isInteractive = ({ canAsk }: Context, given: OptionValues<typeof options>): boolean =>
  canAsk &&
  !given.secretStdin &&
  !(given.key && (given.secretFile !== undefined || given.secretCommand !== undefined));

export const login = defineCommand({
  usage: 'auth login',
  summary: 'Log in and store the credentials in a profile',
  description:
    'Prompts for the key and secret of an application, verifies them with a signed request, stores them, and makes the profile active. On a terminal, it also offers to set aliases for the applications on the account.\n' +
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
    const { flags } = context.settings;
    const base = mergeProfile(old, {}, given, flags);
    const { organisation, ...fresh } = given.portal
      ? await loginPortal(context, name, base, {
          email: await askEmail(context, given.email),
          passwordStdin: given.passwordStdin,
        })
      : { organisation: old.organisation, ...(await promptCredentials(context, old, given, true)) };
    const merged = { ...base, ...fresh, organisation };
    const account = await verifyProfile(
      context,
      name,
      given.portal ? { ...merged, application: null } : { ...merged, instance: null },
    );
    const kept =
      given.keyring || usesKeyring(old) ? await saveInKeyring(context, name, { ...merged, ...fresh }) : fresh;
    await storeProfiles(context, [name], (current) => {
      const changed = mergeProfile(current, kept, given, flags);
      return { ...changed, organisation };
    });
    await context.profiles.update((now) => ({ ...now, active: name }));
    await forgetKeyringSecrets(context, old, { ...old, ...kept });
    const until = fresh.instance?.expires ? `; the portal instance expires at ${fresh.instance.expires}` : '';
    context.messages.note(`logged in: profile ${name} is active (saved in ${context.profiles.path})${until}`);
    if (!given.portal && isInteractive(context, given)) await offerAliases(context, name, merged, account);
    context.messages.note('to list your numbers, run sinchctl numbers list');
    return { rows: [] };
  },
});
