import type { Account } from '../account/account.ts';
import type { ApplicationKey } from '../account/application.ts';
import { isApplicationKey } from '../account/application.ts';
import type { Credentials } from '../credentials/credentials.ts';

export type SeenIn = 'numbers' | 'alias' | 'profile';

/** Sinch lists no applications, so these are the ones found on numbers, among the aliases, and in the profile. */
export function seenApplications(account: Account, credentials: Credentials): Map<ApplicationKey, SeenIn> {
  const seen = new Map<ApplicationKey, SeenIn>();
  const see = (key: ApplicationKey | null | undefined, source: SeenIn) => {
    if (key && !seen.has(key)) seen.set(key, source);
  };
  for (const { application } of account.rows) if (isApplicationKey(application)) see(application, 'numbers');
  for (const key of credentials.aliases.values()) see(key, 'alias');
  see(credentials.application?.key, 'profile');
  see(credentials.defaultApplication, 'profile');
  return seen;
}
