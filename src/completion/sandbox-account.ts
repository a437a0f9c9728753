import { join } from 'node:path';
import { type KnownNumbers, toColumns } from '../account/number-index.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { openStateFile } from '../platform/json-file.ts';

/** The embedded sandbox as it stands: nobody need be asked. */
export async function sandboxAccount(
  stateHome: string,
  now: () => Date,
): Promise<{ credentials: Credentials; known: () => KnownNumbers }> {
  const { openSandbox } = await import('../sandbox/embedded.ts');
  const { credentials, world } = openSandbox(openStateFile(join(stateHome, 'sandbox.json')), { now });
  return { credentials, known: () => toColumns(world().assignments()) };
}
