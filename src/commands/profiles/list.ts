import { aliasOf } from '../../account/application.ts';
import { defineCommand } from '../../cli/command.ts';
import { SET_UP } from '../../credentials/credentials.ts';
import { type Config, type Profile, SANDBOX_PROFILE } from '../../credentials/profile.ts';
import {
  application,
  type Columns,
  date,
  describeFields,
  field,
  omitted,
  type Row,
  spare,
} from '../../output/rows.ts';

export const profileColumns: Columns = {
  ...describeFields({
    name: 'profile name',
    active: ['boolean', 'whether the profile is active'],
    protected: ['boolean', 'whether changes require --profile'],
    application: 'application key',
    auth: 'signed or basic',
    secretStore: 'where secrets are stored: file, keyring, command, or built in',
    instance: 'portal instance ID',
    instanceExpires: 'expiration time of the portal instance',
  }),
  table: [
    field('name'),
    { title: 'active', cell: (row) => (row.active ? '*' : '') },
    { title: 'protected', cell: (row) => (row.protected ? 'yes' : ''), mayHide: true },
    application,
    omitted(3, field('auth')),
    omitted(2, field('secretStore', 'secret store')),
    omitted(4, spare('instance')),
    omitted(1, date('instanceExpires', 'expires')),
  ],
  empty: `no profiles yet; ${SET_UP}`,
};

/** A profile as a row, without its secrets. */
export function profileRow(config: Config, name: string, profile: Profile): Row {
  const { application, instance, auth, isProtected, aliases } = profile;
  return {
    name,
    active: config.active === name,
    protected: isProtected,
    application: application?.key ?? null,
    alias: aliasOf(application?.key ?? null, aliases),
    auth,
    secretStore: application?.secret.store ?? instance?.secret.store ?? null,
    instance: instance?.id ?? null,
    instanceExpires: instance?.expires ?? null,
  };
}

/** The built-in profile, which is not in the file. */
export const sandboxRow = (config: Config): Row => ({
  name: SANDBOX_PROFILE,
  active: config.active === SANDBOX_PROFILE,
  protected: false,
  application: null,
  auth: 'signed',
  secretStore: 'built in',
  instance: null,
  instanceExpires: null,
});

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
