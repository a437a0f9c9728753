import type { Credentials, KeptSecret } from './credentials.ts';
import type { Profile, StoredSecret } from './profile.ts';

const opened = (stored: StoredSecret): KeptSecret => (stored.store === 'file' ? stored.secret : stored);

/** A profile's credentials, whole. */
export function fromProfile(name: string, profile: Profile): Credentials {
  const { application, instance, ...rest } = profile;
  return {
    ...rest,
    source: 'profile',
    name,
    application: application && { key: application.key, secret: opened(application.secret) },
    instance: instance && { id: instance.id, secret: opened(instance.secret), expires: instance.expires },
  };
}
