import { join } from 'node:path';
import type { Credentials } from '../../core/credentials.ts';
import { type KnownNumbers, toColumns } from '../../core/known-numbers.ts';
import { openStateFile } from '../state-file.ts';

/** The embedded sandbox as it stands: nobody need be asked. */
export async function sandboxAccount(
  stateHome: string,
  now: () => Date,
): Promise<{ credentials: Credentials; known: () => KnownNumbers }> {
  const { openSandbox } = await import('../embedded-sandbox.ts');
  const { credentials, world } = openSandbox(openStateFile(join(stateHome, 'sandbox.json')), { now });
  return { credentials, known: () => toColumns(world().assignments()) };
}
