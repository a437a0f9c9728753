import { defineCommand } from '../../cli/command.ts';
import { findProfile, SANDBOX_PROFILE } from '../../credentials/profile.ts';

export const use = defineCommand({
  usage: 'profiles use <name>',
  summary: 'Switch to a profile',
  description:
    'Makes the profile active. Commands use the active profile unless --profile or credentials in the environment override it.',
  examples: ['sinchctl profiles use prod', 'sinchctl profiles use sandbox'],
  options: {},
  arguments: [{ summary: 'profile name', completes: 'profile' }],
  columns: null,
  errors: ['busy'],
  seeAlso: ['profiles list', 'auth status'],
  writes: false,
  needsNoProfile: true,
  async run(context, [name = '']) {
    await context.profiles.update((config) => {
      if (name !== SANDBOX_PROFILE) findProfile(config, name);
      return { ...config, active: name };
    });
    context.messages.note(`profile ${name} is now active`);
    return { rows: [] };
  },
});
