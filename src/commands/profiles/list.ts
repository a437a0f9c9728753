import { defineCommand } from '../../cli/command.ts';
import { SANDBOX_PROFILE } from '../../credentials/profile.ts';
import { profileColumns, profileRow, sandboxRow } from './columns.ts';

export const list = defineCommand({
  usage: 'profiles list',
  summary: 'List the profiles',
  description: 'Lists the stored profiles, and the built-in sandbox profile if it is active.',
  examples: ['sinchctl profiles list', 'sinchctl profiles list --columns name,active --json'],
  options: {},
  columns: profileColumns,
  errors: [],
  seeAlso: ['profiles show', 'profiles use', 'auth login', 'help output'],
  writes: false,
  needsNoProfile: true,
  async run(context) {
    const config = await context.profiles.read();
    const stored = [...config.profiles].map(([name, profile]) => profileRow(config, name, profile));
    // Listed if active, because otherwise no row would be active.
    const rows = config.active === SANDBOX_PROFILE ? [...stored, sandboxRow(config)] : stored;
    return { rows: rows.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1)) };
  },
});
