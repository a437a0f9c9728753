import type { Send } from '../api/request.ts';
import type { StateFile } from '../context.ts';
import type { Credentials } from '../core/credentials.ts';
import { createSandbox, createWorld, restore, sandboxCredentials } from '../sandbox/simulator.ts';
import { withLock } from './lock.ts';

/** Seconds to wait for another process; a simulated request takes a millisecond. */
const PATIENCE = 10;

export interface Sandbox {
  credentials: Credentials;
  send: Send;
}

/**
 * The simulator in this very process, its state in a file. Each changing request reads, changes and writes the file
 * under a lock, so that several processes share one world and a killed one loses nothing.
 */
export function openSandbox(file: StateFile, { now }: { now: () => Date }): Sandbox {
  const load = () => {
    const state = file.read();
    return state === undefined ? createWorld() : restore(state);
  };

  const send: Send = async (request) => {
    if (request.method === 'GET') return createSandbox({ world: load(), now }).send(request);
    return withLock(`${file.path}.lock`, PATIENCE, async () => {
      const world = load();
      const before = world.revision;
      const response = await createSandbox({ world, now }).send(request);
      if (world.revision !== before) await file.write(world.snapshot());
      return response;
    });
  };

  return { credentials: sandboxCredentials(createWorld()), send };
}
