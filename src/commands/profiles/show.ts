import { defineCommand } from '../../cli/command.ts';
import { authError, describeBaseUrls, SET_UP } from '../../credentials/credentials.ts';
import { findProfile, SANDBOX_PROFILE } from '../../credentials/profile.ts';
import { profileColumns, profileRow, sandboxRow } from './list.ts';

export const show = defineCommand({
  usage: 'profiles show [name]',
  summary: 'Show a profile without its secrets',
  examples: ['sinchctl profiles show prod', 'sinchctl profiles show sandbox --json'],
  options: {},
  arguments: [{ summary: 'profile name (default the selected profile)', completes: 'profile' }],
  columns: profileColumns,
  errors: [],
  seeAlso: ['profiles list', 'auth status', 'help output'],
  writes: false,
  async run(context, [given]) {
    const config = await context.profiles.read();
    const name = given ?? context.settings.namedProfile ?? config.active;
    if (name === null)
      throw authError(
        'no profile is active',
        config.profiles.size === 0
          ? SET_UP
          : 'pass a profile name; to make a profile active, run sinchctl profiles use <name>',
      );
    if (name === SANDBOX_PROFILE) return { rows: [sandboxRow(config)] };
    const profile = findProfile(config, name);
    const urls = describeBaseUrls(profile.baseUrls);
    if (urls.length > 0) context.messages.note(`base URLs: ${urls.join(', ')}`);
    return { rows: [profileRow(config, name, profile)] };
  },
});
