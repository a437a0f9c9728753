import { defineCommand } from '../../cli/command.ts';
import { SinchctlError } from '../../core/errors.ts';
import { findProfile, SANDBOX_PROFILE } from '../../credentials/profile.ts';
import { profileColumns, profileRow, sandboxRow } from './columns.ts';

export const show = defineCommand({
  usage: 'profiles show [name]',
  summary: 'Show a profile without its secrets',
  examples: ['sinchctl profiles show prod', 'sinchctl profiles show sandbox --json'],
  options: {},
  arguments: [{ summary: 'profile name (default: the profile in use)', completes: 'profile' }],
  columns: profileColumns,
  errors: [],
  seeAlso: ['profiles list', 'auth status', 'help output'],
  writes: false,
  async run(context, [given]) {
    const config = await context.profiles.read();
    const name = given ?? context.settings.namedProfile ?? config.active;
    if (name === null) {
      throw new SinchctlError('auth', 'no profile is active', {
        hint: 'name one, or choose one with sinchctl profiles use',
      });
    }
    if (name === SANDBOX_PROFILE) return { rows: [sandboxRow(config)] };
    return { rows: [profileRow(config, name, findProfile(config, name))] };
  },
});
