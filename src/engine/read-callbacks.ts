import type { ApplicationKey } from '../account/application.ts';
import type { CallbackUrls } from '../account/callback-plan.ts';
import type { Failure } from '../account/summarize-failures.ts';
import type { Client } from '../api/client.ts';
import { attemptEachLimited } from './for-each-limited.ts';

/** The callback URLs of several applications, and which could not be read. */
export async function readCallbacks(
  client: Client,
  applications: readonly ApplicationKey[],
  concurrency: number,
): Promise<{ found: Map<ApplicationKey, CallbackUrls>; failures: Failure[] }> {
  const found = new Map<ApplicationKey, CallbackUrls>();
  const failures = await attemptEachLimited(applications, { limit: concurrency }, async (application) => {
    found.set(application, (await client.call('getCallbacks', { params: { application } })).url);
  });
  return { found, failures };
}
