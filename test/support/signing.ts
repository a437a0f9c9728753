import { Secret } from '../../src/core/secret.ts';
import type { Credentials } from '../../src/credentials/credentials.ts';
import { sandboxCredentials } from '../../src/sandbox/embedded.ts';
import { createWorld } from '../../src/sandbox/state.ts';
import { support } from './account.ts';

/** Credentials of the sandbox, with changes for a test. */
export const credentials = (change: Partial<Credentials<Secret>> = {}): Credentials<Secret> => ({
  ...sandboxCredentials(createWorld()),
  ...change,
});

/** An application's credentials with another secret. */
export const withSecret = (secret: string): Partial<Credentials<Secret>> => ({
  application: { key: support.key, secret: Secret.fromBase64(secret, 'the test') },
});
