import { join } from 'node:path';
import { type NumberIndex, toNumberIndex } from '../account/number-index.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { openStateFile } from '../platform/json-file.ts';

/** The embedded sandbox as it stands: nobody need be asked. */
export async function sandboxAccount(
  stateDirectory: string,
  now: () => Date,
): Promise<{ credentials: Credentials; known: () => NumberIndex }> {
  const { openSandbox } = await import('../sandbox/embedded.ts');
  const { credentials, world } = openSandbox(openStateFile(join(stateDirectory, 'sandbox.json')), { now });
  return { credentials, known: () => toNumberIndex(world().assignments()) };
}
