import { defineCommand } from '../../cli/command.ts';
import { usage } from '../../core/errors.ts';
import { findProfile, SANDBOX_PROFILE } from '../../credentials/profile.ts';
import { confirm } from '../write/confirm.ts';
import { forgetKeyringSecrets } from './store-profile.ts';

export const remove = defineCommand({
  usage: 'profiles remove <name>',
  summary: 'Remove a profile and its secrets',
  description: 'Prompts for confirmation.',
  examples: [
    'sinchctl profiles remove staging  # exit 7 without a terminal: not confirmed',
    'sinchctl profiles remove staging --yes',
  ],
  options: {},
  arguments: [{ summary: 'profile name', completes: 'storedProfile' }],
  columns: null,
  errors: ['refused', 'busy'],
  seeAlso: ['profiles list', 'auth logout'],
  writes: false,
  destructive: true,
  needsNoProfile: true,
  async run(context, [name = '']) {
    if (name === SANDBOX_PROFILE)
      throw usage(
        'cannot remove the built-in sandbox profile',
        'to reset its state, run sinchctl sandbox reset',
      );
    const profile = findProfile(await context.profiles.read(), name);
    await confirm(context, `Remove profile ${name} and its secrets?`, {
      names: [name],
      why: `this removes profile ${name}`,
    });
    await context.profiles.update((config) => {
      findProfile(config, name);
      const profiles = new Map([...config.profiles].filter(([other]) => other !== name));
      return { ...config, profiles, active: config.active === name ? null : config.active };
    });
    await forgetKeyringSecrets(context, profile);
    context.messages.note(`removed profile ${name}`);
    return { rows: [] };
  },
});
