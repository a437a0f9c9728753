import { defineCommand } from '../../cli/command.ts';
import { findProfile, SANDBOX_PROFILE } from '../../credentials/profile.ts';

export const use = defineCommand({
  usage: 'profiles use <name>',
  summary: 'Make a profile the active one',
  examples: ['sinchctl profiles use prod', 'sinchctl profiles use sandbox  # until another one is used'],
  options: {},
  complete: [{ completes: 'profile' }],
  columns: null,
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
