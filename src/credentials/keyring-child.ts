import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { attempt } from '../core/attempt.ts';
import type { KeyringReply, KeyringRequest } from './secret-stores.ts';

const SERVICE = 'sinchctl';

interface KeyringEntry {
  getPassword(): string | null;
  setPassword(secret: string): void;
  deletePassword(): boolean;
}

interface KeyringPackage {
  Entry: new (
    service: string,
    account: string,
    options: { linux: { store: 'secret-service' } },
  ) => KeyringEntry;
}

/** The optional package, or undefined if it is not installed. */
const loadPackage = (): KeyringPackage | undefined =>
  attempt(() => createRequire(import.meta.filename)('@napi-rs/keyring') as KeyringPackage);

function useKeyring(keyring: KeyringPackage, request: KeyringRequest): KeyringReply {
  try {
    // Pinned, because the library would otherwise fall back to the kernel keyring, which loses secrets on restart.
    const entry = new keyring.Entry(SERVICE, request.account, { linux: { store: 'secret-service' } });
    if (request.action === 'get') return { secret: entry.getPassword() };
    if (request.action === 'set') entry.setPassword(request.secret);
    else entry.deletePassword();
    return { secret: null };
  } catch (error) {
    return { failed: (error as Error).message };
  }
}

const request = JSON.parse(readFileSync(0, 'utf8')) as KeyringRequest;
const keyring = loadPackage();
writeSync(
  1,
  JSON.stringify(keyring ? useKeyring(keyring, request) : ({ missing: true } satisfies KeyringReply)),
);
