import type { Aliases, ApplicationKey } from './application.ts';
import { SinchctlError } from './errors.ts';
import type { BaseUrls } from './hosts.ts';
import type { Secret } from './secret.ts';

export type Auth = 'signed' | 'basic';

export interface ApplicationCredentials {
  key: ApplicationKey;
  secret: Secret;
}

/** What the legacy portal wants: lives about two days. */
export interface InstanceCredentials {
  id: string;
  secret: Secret;
  /** ISO 8601; null when unknown. */
  expires: string | null;
}

/** Everything one command acts with. It comes whole from one source. */
export interface Credentials {
  source: 'profile' | 'environment' | 'sandbox';
  /** The profile's name, `environment` or `sandbox`. */
  name: string;
  application: ApplicationCredentials | null;
  instance: InstanceCredentials | null;
  organisation: string | null;
  auth: Auth;
  baseUrls: BaseUrls;
  aliases: Aliases;
  defaultApplication: ApplicationKey | null;
  region: string | null;
  caFile: string | null;
  isProtected: boolean;
}

/** The application key and secret. @throws SinchctlError auth when this source has none */
export function needApplication(credentials: Credentials): ApplicationCredentials {
  if (credentials.application) return credentials.application;
  throw new SinchctlError('auth', `${sourceName(credentials)} has no application key and secret`, {
    hint:
      credentials.source === 'environment'
        ? 'set SINCH_APPLICATION_KEY and SINCH_APPLICATION_SECRET'
        : `sinchctl profiles set ${credentials.name} --key <key> --secret-stdin`,
  });
}

/** The instance id and secret, still valid at `now`. @throws SinchctlError auth when missing or expired */
export function needInstance(credentials: Credentials, now: Date): InstanceCredentials {
  const { instance } = credentials;
  const again =
    credentials.source === 'environment'
      ? 'set SINCH_INSTANCE_ID and SINCH_INSTANCE_SECRET to those of a portal instance'
      : `sinchctl profiles set ${credentials.name} --instance-id <id> --instance-secret-stdin`;
  if (!instance) {
    throw new SinchctlError('auth', `${sourceName(credentials)} has no portal instance`, { hint: again });
  }
  if (instance.expires !== null && Date.parse(instance.expires) <= now.getTime()) {
    throw new SinchctlError(
      'auth',
      `the portal instance of ${credentials.name} expired at ${instance.expires}`,
      {
        hint: again,
      },
    );
  }
  return instance;
}

function sourceName(credentials: Credentials): string {
  return credentials.source === 'profile' ? `profile ${credentials.name}` : `the ${credentials.name}`;
}
