import { findProfile } from '../../core/choose-source.ts';
import { usage } from '../../core/errors.ts';
import { defineCommand } from '../define.ts';
import { flag } from '../option.ts';
import { forgetSecrets, storeProfiles } from '../profiles/store.ts';

export const logout = defineCommand({
  usage: 'auth logout',
  summary: 'Forget the credentials of the profile in use, and keep its settings',
  examples: ['sinchctl auth logout', 'sinchctl auth logout --portal --profile prod'],
  options: { portal: flag('forget the portal instance only') },
  columns: null,
  writes: false,
  async run(context, _, { portal }) {
    const config = await context.config.read();
    const name = context.globals.profile ?? context.env.SINCHCTL_PROFILE ?? config.active;
    if (!name) throw usage('no profile is active', 'name one: sinchctl auth logout --profile <name>');
    const profile = findProfile(config, name);
    await forgetSecrets(context, portal ? { instance: profile.instance } : profile);
    await storeProfiles(context, [name], (now) => {
      return { ...now, instance: null, application: portal ? now.application : null };
    });
    context.note(`${portal ? 'the portal instance' : 'the credentials'} of profile ${name} are forgotten`);
    return { rows: [] };
  },
});
