import { SinchctlError } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';
import { type BaseUrls, type Credentials, HOST_NAMES } from '../credentials/credentials.ts';
import type { World } from './world.ts';

/** The application that signs: the first, support. */
function signer(world: World) {
  const [first] = world.applications;
  if (!first) throw new SinchctlError('failure', 'the sandbox has no application');
  return first;
}

/** The credentials of a sandbox. The secrets are public test values. */
export function sandboxCredentials(world: World, baseUrls: BaseUrls = {}): Credentials<Secret> {
  const { key, secret } = signer(world);
  const { id, secret: instanceSecret } = world.instance;
  return {
    source: 'sandbox',
    name: 'sandbox',
    application: { key, secret: Secret.fromBase64(secret, 'the sandbox') },
    instance: { id, secret: Secret.fromBase64(instanceSecret, 'the sandbox'), expires: null },
    organisation: String(world.organisation.id),
    auth: 'signed',
    baseUrls,
    aliases: new Map(world.applications.map((one) => [one.name, one.key])),
    defaultApplication: null,
    region: null,
    caFile: null,
    isProtected: false,
  };
}

/** The environment variables that point a client at a sandbox server. */
export function clientVariables(world: World, url: string): Record<string, string> {
  const { key, secret } = signer(world);
  return {
    ...Object.fromEntries(HOST_NAMES.map((host) => [`SINCHCTL_${host.toUpperCase()}_URL`, url])),
    SINCH_APPLICATION_KEY: key,
    SINCH_APPLICATION_SECRET: secret,
    SINCH_INSTANCE_ID: world.instance.id,
    SINCH_INSTANCE_SECRET: world.instance.secret,
    SINCH_ORGANISATION_ID: String(world.organisation.id),
  };
}
