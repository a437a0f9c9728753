import type { Profile } from './config.ts';
import type { Credentials } from './credentials.ts';

/** A profile's credentials, whole. */
export function fromProfile(name: string, profile: Profile): Credentials {
  const { application, instance, ...rest } = profile;
  return {
    ...rest,
    source: 'profile',
    name,
    application: application && { key: application.key, secret: application.secret.secret },
    instance: instance && { id: instance.id, secret: instance.secret.secret, expires: instance.expires },
  };
}
