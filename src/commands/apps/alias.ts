import {
  type Aliases,
  asApplicationKey,
  isAlias,
  parseAlias,
  parseApplicationKey,
} from '../../account/application.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import type { Credentials } from '../../credentials/credentials.ts';
import { checkProtected } from '../../credentials/find-credentials.ts';
import { type Config, findProfile } from '../../credentials/profile.ts';
import { confirm } from '../write/confirm.ts';

type ChangeAliases = (aliases: Aliases) => Aliases;

function withChangedAliases(config: Config, { source, name }: Credentials, change: ChangeAliases): Config {
  if (source === 'environment') return { ...config, environmentAliases: change(config.environmentAliases) };
  if (source === 'sandbox') return { ...config, sandboxAliases: change(config.sandboxAliases) };
  const profile = findProfile(config, name);
  return {
    ...config,
    profiles: new Map([...config.profiles, [name, { ...profile, aliases: change(profile.aliases) }]]),
  };
}

/** The credentials in use, whose aliases may be changed. @throws SinchctlError refused for a protected profile */
export async function changeableCredentials(context: Context): Promise<Credentials> {
  const credentials = await context.credentials();
  checkProtected(credentials, context.settings.flaggedProfile);
  return credentials;
}

/** Changes the aliases of the credentials in use: each account has its own. */
export async function changeAliases(context: Context, change: ChangeAliases): Promise<void> {
  const credentials = await context.credentials();
  await context.profiles.update((config) => withChangedAliases(config, credentials, change));
}

export const alias = defineCommand({
  usage: 'apps alias <name> <key>',
  summary: 'Set an alias for an application key',
  description:
    'An alias belongs to the selected profile. You can use it instead of the key in commands and state files.',
  examples: [
    'sinchctl apps alias billing 94983f76-1161-6655-9515-4785c7b67dd8',
    'sinchctl apps alias hotline 94983f76-1161-6655-9515-4785c7b67dd9 --yes',
  ],
  options: {},
  arguments: [
    { summary: 'alias (lowercase letters, digits, periods, underscores, and hyphens)' },
    { summary: 'application key (UUID)', completes: 'key' },
  ],
  columns: null,
  errors: ['refused', 'busy'],
  seeAlso: ['apps list', 'apps unalias'],
  writes: false,
  async run(context, [name = '', key = '']) {
    if (asApplicationKey(name) && isAlias(key)) {
      throw usage('the alias must come before the key', `run sinchctl apps alias ${key} ${name}`, [
        name,
        key,
      ]);
    }
    const alias = parseAlias(name);
    const target = parseApplicationKey(key);
    const { aliases, name: profile } = await changeableCredentials(context);
    const now = aliases.get(alias);
    if (now === target) {
      context.messages.note(`alias ${alias} is already set to ${target}`);
      return { rows: [] };
    }
    if (now) {
      await confirm(context, `Change alias ${alias} from ${now} to ${target}?`, {
        names: [alias, profile],
        why: `this changes alias ${alias}`,
      });
    }
    await changeAliases(context, (aliases) => new Map([...aliases, [alias, target]]));
    context.messages.note(`alias ${alias} set to ${target}`);
    return { rows: [] };
  },
});
