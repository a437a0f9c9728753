import type { Client } from '../api/client.ts';
import type { ApplicationKey } from '../core/application.ts';
import { asSinchctlError } from '../core/errors.ts';
import type { Failure } from '../core/verdict.ts';
import { forEachAtOnce } from './pool.ts';

export interface Callbacks {
  primary: string | null;
  fallback: string | null;
}

/** The callback URLs of several applications, and which could not be read. */
export async function readCallbacks(
  client: Client,
  applications: readonly ApplicationKey[],
  concurrency: number,
): Promise<{ found: Map<ApplicationKey, Callbacks>; failures: Failure[] }> {
  const found = new Map<ApplicationKey, Callbacks>();
  const failures: Failure[] = [];
  let isStopped = false;
  const read = async (application: ApplicationKey) => {
    try {
      found.set(application, (await client.call('getCallbacks', { params: { application } })).url);
    } catch (thrown) {
      const error = asSinchctlError(thrown);
      isStopped ||= error.kind === 'auth';
      failures.push({ item: application, error });
    }
  };
  await forEachAtOnce(applications, concurrency, read, () => isStopped);
  return { found, failures };
}
