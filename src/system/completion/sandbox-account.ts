import { join } from 'node:path';
import type { Credentials } from '../../core/credentials.ts';
import { type KnownNumbers, toColumns } from '../../core/known-numbers.ts';
import { createWorld, restore } from '../../sandbox/simulator.ts';
import { openSandbox } from '../embedded-sandbox.ts';
import { openStateFile } from '../state-file.ts';

/** The embedded sandbox as it stands: nobody need be asked. */
export function sandboxAccount(
  stateHome: string,
  now: () => Date,
): { credentials: Credentials; known: () => KnownNumbers } {
  const file = openStateFile(join(stateHome, 'sandbox.json'));
  const { credentials } = openSandbox(file, { now });
  return {
    credentials,
    known() {
      const kept = file.read();
      return toColumns((kept === undefined ? createWorld() : restore(kept)).assignments());
    },
  };
}
