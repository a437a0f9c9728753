import { isRead, type Send } from '../api/request.ts';
import { Secret } from '../core/secret.ts';
import { type BaseUrls, type Credentials, HOST_NAMES } from '../credentials/credentials.ts';
import { EMPTY_PROFILE } from '../credentials/profile.ts';
import { createSandbox } from './sandbox.ts';
import { createWorld, openSandboxState, readWorld } from './state.ts';
import type { World } from './world.ts';

/** Requests stay in this process; the URL ensures that logs never show Sinch's hosts. */
const OWN_URLS = Object.fromEntries(HOST_NAMES.map((host) => [host, `http://${host}.sandbox`]));

/** The credentials of a sandbox. The secrets are public test values. */
export function sandboxCredentials(world: World, baseUrls: BaseUrls = {}): Credentials<Secret> {
  const { key, secret } = world.signer;
  const { id, secret: instanceSecret } = world.instance;
  return {
    ...EMPTY_PROFILE,
    source: 'sandbox',
    name: 'sandbox',
    application: { key, secret: Secret.fromBase64(secret, 'the sandbox') },
    instance: { id, secret: Secret.fromBase64(instanceSecret, 'the sandbox'), expires: null },
    organisation: String(world.organisation.id),
    baseUrls,
    aliases: new Map(world.applications.map((one) => [one.name, one.key])),
  };
}

export interface EmbeddedSandbox {
  credentials: Credentials;
  send: Send;
  /** The current state. */
  world: () => World;
}

/**
 * The simulated account in this process, with its state in a file. Each changing request reads, changes, and writes the
 * file under a lock, so that several processes share one account and a killed process loses nothing.
 */
export function openSandbox(path: string, { now }: { now: () => Date }): EmbeddedSandbox {
  const file = openSandboxState(path);
  const load = () => readWorld(file);

  const send: Send = async (request) => {
    if (isRead(request.method)) return createSandbox({ world: load(), now }).send(request);
    return file.update(async () => {
      const world = load();
      const before = world.revision;
      const result = await createSandbox({ world, now }).send(request);
      return world.revision === before ? { result } : { result, state: world.snapshot() };
    });
  };

  return { credentials: sandboxCredentials(createWorld(), OWN_URLS), send, world: load };
}
