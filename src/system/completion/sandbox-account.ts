import { join } from 'node:path';
import { CAPABILITIES } from '../../core/capability.ts';
import type { Credentials } from '../../core/credentials.ts';
import { type KnownNumbers, toColumns } from '../../core/known-numbers.ts';
import { createWorld, restore } from '../../sandbox/simulator.ts';
import { openSandbox } from '../embedded-sandbox.ts';
import { openStateFile } from '../state-file.ts';

/** The embedded sandbox as it stands: nobody need be asked. */
export function sandboxAccount(
  stateHome: string,
  now: () => Date,
): { credentials: Credentials; known: KnownNumbers } {
  const file = openStateFile(join(stateHome, 'sandbox.json'));
  const { credentials } = openSandbox(file, { now });
  const kept = file.read();
  const world = kept === undefined ? createWorld() : restore(kept);
  const assignments = world.numbers.flatMap((number) =>
    CAPABILITIES.flatMap((capability) => {
      const application = world.applicationOf(number, capability);
      return application === undefined ? [] : [{ number, capability, application }];
    }),
  );
  return { credentials, known: toColumns(assignments) };
}
