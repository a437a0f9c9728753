import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { KeyringReply, KeyringRequest } from './keyring.ts';

const SERVICE = 'sinchctl';

interface Entry {
  getPassword(): string | null;
  setPassword(secret: string): void;
  deletePassword(): boolean;
}

interface Keyring {
  Entry: new (service: string, account: string, options: { linux: { store: 'secret-service' } }) => Entry;
}

/** The optional package, or undefined when nobody installed it. */
function load(): Keyring | undefined {
  try {
    return createRequire(import.meta.url)('@napi-rs/keyring') as Keyring;
  } catch {
    return undefined;
  }
}

function answer(keyring: Keyring, request: KeyringRequest): KeyringReply {
  try {
    // Pinned: without it the library falls back to the kernel's memory, where a secret is gone after a restart.
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
const keyring = load();
writeSync(1, JSON.stringify(keyring ? answer(keyring, request) : ({ missing: true } satisfies KeyringReply)));
