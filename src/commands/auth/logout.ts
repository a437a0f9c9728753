import { flag } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import { usage } from '../../core/errors.ts';
import { checkProtected } from '../../credentials/find-credentials.ts';
import { findProfile, SANDBOX_PROFILE } from '../../credentials/profile.ts';
import { forgetKeyringSecrets, storeProfiles } from '../profiles/store-profile.ts';
import { confirm } from '../write/confirm.ts';

export const logout = defineCommand({
  usage: 'auth logout',
  summary: 'Remove the credentials of a profile',
  description:
    'Removes the stored credentials of the selected profile. Keeps its settings and aliases. Prompts for confirmation if the profile is protected.',
  examples: ['sinchctl auth logout', 'sinchctl auth logout --portal --profile prod'],
  options: { portal: flag('remove only the portal instance') },
  columns: null,
  errors: ['refused', 'busy'],
  seeAlso: ['auth login', 'profiles remove'],
  writes: false,
  destructive: true,
  async run(context, _, { portal }) {
    const config = await context.profiles.read();
    const name = context.settings.namedProfile ?? config.active;
    if (!name) throw usage('no profile is active', 'to select a profile, add --profile <NAME>');
    if (name === SANDBOX_PROFILE)
      throw usage('the sandbox profile has no stored credentials', 'choose another profile');
    const profile = findProfile(config, name);
    checkProtected({ name, isProtected: profile.isProtected }, context.settings.flaggedProfile);
    const what = portal ? 'the portal instance' : 'the credentials';
    if (profile.isProtected) {
      await confirm(context, `Remove ${what} of profile ${name}?`, {
        names: [name],
        why: `this logs out profile ${name}`,
      });
    }
    await storeProfiles(context, [name], (now) => {
      return { ...now, instance: null, application: portal ? now.application : null };
    });
    await forgetKeyringSecrets(context, portal ? { instance: profile.instance } : profile);
    context.messages.note(`removed ${what} of profile ${name}`);
    return { rows: [] };
  },
});
