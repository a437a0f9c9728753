import { defineCommand } from '../define.ts';
import { profileColumns, profileRow } from './columns.ts';

export const list = defineCommand({
  usage: 'profiles list',
  summary: 'List the profiles that are stored',
  examples: ['sinchctl profiles list', 'sinchctl profiles list --columns name,active --json'],
  options: {},
  columns: profileColumns,
  writes: false,
  needsNoProfile: true,
  async run(context) {
    const config = await context.config.read();
    const names = [...config.profiles].sort(([a], [b]) => (a < b ? -1 : 1));
    return { rows: names.map(([name, profile]) => profileRow(config, name, profile)) };
  },
});
