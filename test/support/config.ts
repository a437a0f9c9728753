import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { support } from './account.ts';
import type { Home } from './home.ts';

type Stored = Record<string, unknown> & {
  profiles: Record<string, Record<string, unknown> & { instance: { expires: string } | null }>;
};

export const storedConfig = (home: Home): Stored => JSON.parse(readFileSync(home.configPath, 'utf8'));

/** Edits config.json as a user would. */
export function editConfig(home: Home, edit: (config: Stored) => void): void {
  const config = storedConfig(home);
  edit(config);
  writeFileSync(home.configPath, JSON.stringify(config), { mode: 0o600 });
}

/** A complete configuration with one profile, as text; the secret is support's. */
export const configText = (url?: string): string =>
  JSON.stringify({
    version: 1,
    active: 'prod',
    profiles: {
      prod: {
        application: { key: support.key, secret: { store: 'file', value: support.secret } },
        ...(url === undefined ? {} : { baseUrls: { calling: url } }),
      },
    },
  });

/** Names in the configuration directory that are neither the file nor its lock. */
export const leftovers = (home: Home): string[] =>
  readdirSync(home.env.SINCHCTL_CONFIG_DIR ?? '').filter(
    (name) => !/^config\.json(\.lock\.\d+)?$/.test(name),
  );
