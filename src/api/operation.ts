import type * as v from 'valibot';
import type { HostName } from '../credentials/hosts.ts';
import type { Method } from './request.ts';

/** Who signs: the application, the portal instance, or a fixed header. */
export type AuthScheme = 'application' | 'instance' | 'public' | 'user';

export interface Operation {
  summary: string;
  method: Method;
  host: HostName;
  /** Template; each `{name}` is a member of `params`. */
  path: string;
  auth: AuthScheme;
  /** Whether it changes the account. */
  changes: boolean;
  /** `always`: the request may be sent again. `refusals`: only where the server did nothing (429, 503). */
  retry: 'always' | 'refusals';
  params: v.GenericSchema;
  /** null when the request has no body. */
  body: v.GenericSchema | null;
  /** null when the response has no body (204). */
  reply: v.GenericSchema | null;
}
