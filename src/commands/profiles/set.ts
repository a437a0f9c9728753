import type { ApplicationKey } from '../../account/application.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import { shellLine } from '../../core/shell-line.ts';
import { checkProtected } from '../../credentials/find-credentials.ts';
import { type Config, EMPTY_PROFILE, type Profile } from '../../credentials/profile.ts';
import { type ProfileOptions, profileOptions } from './options.ts';
import { mergeProfile, type NewCredentials, promptCredentials } from './prompt-credentials.ts';
import {
  forgetKeyringSecrets,
  profileName,
  saveInKeyring,
  storeProfiles,
  usesKeyring,
  verifyProfile,
} from './store-profile.ts';

function profilesWithKey(config: Config, key: ApplicationKey): string[] {
  const names = [...config.profiles].filter(([, { application }]) => application?.key === key);
  if (names.length > 0) return names.map(([name]) => name);
  throw new SinchctlError('notFound', `no profile has the key ${key}`, {
    hint: 'to list the keys, run sinchctl profiles list',
    items: [key],
  });
}

/** Only a warning, because the CA file may be created later. */
function warnUnreadable(context: Context, path: string): void {
  try {
    context.input.readText(path);
  } catch (error) {
    context.messages.warn((error as Error).message);
  }
}

/** @throws SinchctlError usage for options that conflict with each other or the name */
function checkOptions(options: ProfileOptions, name: string | undefined): void {
  if (options.secretStdin && options.instanceSecretStdin) {
    throw usage(
      'stdin can contain only one secret',
      'set the other secret with a separate command, or use --secret-file',
    );
  }
  if (options.whereKey && name !== undefined)
    throw usage('--where-key already selects the profiles', 'omit the profile name');
  if (options.whereKey && (options.instanceId !== undefined || options.instanceSecretStdin)) {
    throw usage(
      '--where-key cannot set an instance: each profile has its own',
      'set the instance of each profile separately',
    );
  }
  if (options.keyring && options.secretCommand !== undefined) {
    throw usage('--keyring conflicts with --secret-command', 'pass only one of them');
  }
}

function isAnythingGiven(context: Context, given: ProfileOptions): boolean {
  const { whereKey: _, verify: __, ...changes } = given;
  return Object.values({ ...changes, ...context.settings.flags }).some(
    (one) => one !== undefined && one !== false,
  );
}

function noteStored({ messages, profiles, shell }: Context, names: string[], active: string | null) {
  const marked = names.map((name) => (name === active ? `${name} (active)` : name));
  messages.note(
    `saved ${names.length === 1 ? 'profile' : 'profiles'} ${marked.join(', ')} in ${profiles.path}`,
  );
  if (active === null) {
    const [name = ''] = names;
    const command = shellLine(['profiles', 'use', name], shell);
    messages.note(`no profile is active; to use this one, run ${command}`);
  }
}

export const set = defineCommand({
  usage: 'profiles set [name]',
  summary: 'Create or change a profile',
  description:
    'Changes only the settings that you pass, including the global options --region and --ca-file. Prompts for a missing key or secret on a terminal. No option accepts a secret as its value, because other users of the computer can read command lines.',
  examples: [
    'sinchctl profiles set prod --secret-file secret.txt',
    'sinchctl profiles set prod --secret-command pass show sinch/prod',
    'sinchctl profiles set prod --default-app support --region US --protected',
  ],
  options: profileOptions,
  arguments: [{ summary: 'profile name (default the selected profile)', completes: 'storedProfile' }],
  columns: null,
  errors: ['notFound', 'unavailable', 'refused', 'busy'],
  seeAlso: ['profiles show', 'auth login', 'help environment'],
  writes: false,
  async run(context, [given], options) {
    const { flags } = context.settings;
    checkOptions(options, given ?? context.settings.namedProfile);
    if (flags.caFile !== undefined) warnUnreadable(context, flags.caFile);
    const config = await context.profiles.read();
    const names = options.whereKey
      ? profilesWithKey(config, options.whereKey)
      : [profileName(context, given, config)];
    const profileOf = (name: string) => config.profiles.get(name) ?? EMPTY_PROFILE;
    const [name = ''] = names;
    const first = profileOf(name);
    // An argument or --where-key already selects the profile explicitly.
    if (given === undefined && !options.whereKey)
      checkProtected({ name, isProtected: first.isProtected }, context.settings.flaggedProfile);
    const isBare = !first.application && !first.instance && options.instanceId === undefined;
    const isAsked = isBare || (!isAnythingGiven(context, options) && !options.verify);
    // Prompts come before the lock, so that other processes do not wait for the user.
    const fresh = await promptCredentials(context, first, options, isAsked);
    const merge = (old: Profile, credentials: NewCredentials) =>
      mergeProfile(old, credentials, options, flags);
    const kept = new Map<string, NewCredentials>();
    for (const name of names) {
      const merged = merge(profileOf(name), fresh);
      if (options.verify) await verifyProfile(context, name, merged);
      const intoKeyring = options.keyring || usesKeyring(profileOf(name));
      kept.set(name, intoKeyring ? await saveInKeyring(context, name, merged) : fresh);
    }
    const replaced: [old: Profile, now: Profile][] = [];
    const active = await storeProfiles(context, names, (old, name) => {
      const now = merge(old, kept.get(name) ?? fresh);
      replaced.push([old, now]);
      return now;
    });
    for (const [old, now] of replaced) await forgetKeyringSecrets(context, old, now);
    noteStored(context, names, active);
    return { rows: [] };
  },
});
