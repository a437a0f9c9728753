import { isRead, type Send } from '../api/request.ts';
import { type Credentials, HOST_NAMES } from '../credentials/credentials.ts';
import { createSandbox, createWorld, openOwnWorld, restore, sandboxCredentials } from './simulator.ts';
import type { World } from './world.ts';

/** Requests stay in this process, and logs of them must not look like Sinch's own hosts. */
const NOWHERE = Object.fromEntries(HOST_NAMES.map((host) => [host, `http://${host}.sandbox`]));

export interface EmbeddedSandbox {
  credentials: Credentials;
  send: Send;
  /** The current state. */
  world: () => World;
}

/**
 * The simulator in this very process, its state in a file. Each changing request reads, changes and writes the file
 * under a lock, so that several processes share one world and a killed one loses nothing.
 */
export function openSandbox(path: string, { now }: { now: () => Date }): EmbeddedSandbox {
  const file = openOwnWorld(path);
  const load = () => {
    const state = file.read();
    return state === undefined ? createWorld() : restore(state, file);
  };

  const send: Send = async (request) => {
    if (isRead(request.method)) return createSandbox({ world: load(), now }).send(request);
    return file.update(async () => {
      const world = load();
      const before = world.revision;
      const result = await createSandbox({ world, now }).send(request);
      return world.revision === before ? { result } : { result, state: world.snapshot() };
    });
  };

  return { credentials: sandboxCredentials(createWorld(), NOWHERE), send, world: load };
}
