import * as v from 'valibot';
import type { Host } from '../core/hosts.ts';
import * as schema from './schemas.ts';

/** Who signs: the application, the portal instance, or a fixed header. */
export type Auth = 'application' | 'instance' | 'public' | 'user';

export interface Operation {
  summary: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  host: Host;
  /** Template; each `{name}` is a member of `params`. */
  path: string;
  auth: Auth;
  /** Whether it changes anything on the account. */
  changes: boolean;
  /** `always`: the same request may be sent again. `refusals`: only when the server said it did nothing (429, 503). */
  retry: 'always' | 'refusals';
  params: v.GenericSchema;
  /** null when the request has no body. */
  body: v.GenericSchema | null;
  /** null when the reply has no body (204). */
  reply: v.GenericSchema | null;
}

const none = v.object({});
const app = v.object({ application: schema.applicationKey });
const safeId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,64}$/, 'no id'));
const integerPath = v.pipe(v.string(), v.regex(/^[1-9]\d{6,14}$/, 'no number'));

/** Every endpoint sinchctl speaks to. Client, sandbox and documentation read it; nothing else names a path. */
export const OPERATIONS = {
  listNumbers: {
    summary: 'List the numbers of the account with their capabilities and applications',
    method: 'GET',
    host: 'calling',
    path: '/v1/configuration/numbers',
    auth: 'application',
    changes: false,
    retry: 'always',
    params: none,
    body: null,
    reply: schema.numberList,
  },
  assignNumbers: {
    summary: 'Assign up to 100 numbers to an application',
    method: 'POST',
    host: 'calling',
    path: '/v1/configuration/numbers',
    auth: 'application',
    changes: true,
    retry: 'always',
    params: none,
    body: v.object({
      numbers: v.pipe(v.array(schema.e164), v.minLength(1), v.maxLength(100)),
      applicationkey: v.optional(schema.applicationKey),
      capability: schema.capability,
    }),
    reply: null,
  },
  unassignNumber: {
    summary: 'Unassign one number from an application',
    method: 'DELETE',
    host: 'calling',
    path: '/v1/configuration/numbers',
    auth: 'application',
    changes: true,
    retry: 'always',
    params: none,
    body: v.object({
      number: schema.e164,
      applicationkey: v.optional(schema.applicationKey),
      capability: v.optional(schema.capability),
    }),
    reply: null,
  },
  getCallbacks: {
    summary: "Read an application's callback URLs",
    method: 'GET',
    host: 'calling',
    path: '/v1/configuration/callbacks/applications/{application}',
    auth: 'application',
    changes: false,
    retry: 'always',
    params: app,
    body: null,
    reply: schema.callbacks,
  },
  updateCallbacks: {
    summary: "Replace an application's callback URLs",
    method: 'POST',
    host: 'calling',
    path: '/v1/configuration/callbacks/applications/{application}',
    auth: 'application',
    changes: true,
    retry: 'always',
    params: app,
    body: v.object({
      url: v.object({ primary: v.optional(v.string()), fallback: v.optional(v.string()) }),
    }),
    reply: null,
  },
  queryNumber: {
    summary: 'Look up country, type and rate of any number',
    method: 'GET',
    host: 'calling',
    path: '/v1/calling/query/number/{number}',
    auth: 'application',
    changes: false,
    retry: 'always',
    params: v.object({ number: schema.e164 }),
    body: null,
    reply: schema.numberQuery,
  },
  overwriteNumbers: {
    summary: "Replace the whole set of an application's numbers of one capability",
    method: 'PUT',
    host: 'portal',
    path: '/v1/applications/key/{application}/numbers/{capability}',
    auth: 'instance',
    changes: true,
    retry: 'always',
    params: v.object({ application: schema.applicationKey, capability: schema.capability }),
    body: v.object({ numbers: v.array(schema.integerNumber) }),
    reply: schema.portalNumbers,
  },
  removeNumber: {
    summary: 'Remove a number, with every capability, from an application',
    method: 'DELETE',
    host: 'portal',
    path: '/v1/applications/key/{application}/numbers/{number}',
    auth: 'instance',
    changes: true,
    retry: 'always',
    params: v.object({ application: schema.applicationKey, number: integerPath }),
    body: null,
    reply: null,
  },
  listApplicationNumbers: {
    summary: 'List the numbers of one application',
    method: 'GET',
    host: 'portal',
    path: '/v1/applications/key/{application}/numbers',
    auth: 'instance',
    changes: false,
    retry: 'always',
    params: app,
    body: null,
    reply: schema.portalNumbers,
  },
  listRentedNumbers: {
    summary: 'List the numbers that an organisation rents',
    method: 'GET',
    host: 'portal',
    path: '/v1/organisations/id/{organisation}/numbers',
    auth: 'instance',
    changes: false,
    retry: 'always',
    params: v.object({ organisation: safeId }),
    body: null,
    reply: schema.portalNumbers,
  },
  listOrganisations: {
    summary: 'List the organisations of the user',
    method: 'GET',
    host: 'account',
    path: '/v1/organisations',
    auth: 'instance',
    changes: false,
    retry: 'always',
    params: none,
    body: null,
    reply: schema.organisations,
  },
  login: {
    summary: 'Exchange a password for a user token',
    method: 'POST',
    host: 'user',
    path: '/v1/users/email/{email}/authentication',
    auth: 'public',
    changes: false,
    retry: 'always',
    params: v.object({ email: v.pipe(v.string(), v.email()) }),
    body: v.object({ password: v.string() }),
    reply: v.object({ authorization: v.pipe(v.string(), v.minLength(1)) }),
  },
  createInstance: {
    summary: 'Create a portal instance for a user token',
    method: 'POST',
    host: 'account',
    path: '/v1/instance',
    auth: 'user',
    changes: true,
    retry: 'refusals',
    params: none,
    body: v.object({
      authorization: v.string(),
      version: v.object({ os: v.string(), platform: v.string() }),
    }),
    reply: v.object({ id: v.string(), secret: v.string(), expiresIn: v.number() }),
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;
type Table = typeof OPERATIONS;

export type Params<N extends OperationName> = v.InferInput<Table[N]['params']>;
/** What a caller hands over as the body; undefined for an operation without one. */
export type Body<N extends OperationName> = Table[N]['body'] extends v.GenericSchema
  ? v.InferInput<Table[N]['body']>
  : undefined;
export type Reply<N extends OperationName> = Table[N]['reply'] extends v.GenericSchema
  ? v.InferOutput<Table[N]['reply']>
  : undefined;

/** Params and body of one call, each only where the operation has it. */
export type Input<N extends OperationName> = (keyof Params<N> extends never
  ? { params?: undefined }
  : { params: Params<N> }) &
  (Body<N> extends undefined ? { body?: undefined } : { body: Body<N> });

/** The public, fixed key that the legacy login is called with (sinch-api: login). */
export const LOGIN_KEY = '669762D5-2B10-44E0-8418-BC9EE4457555';
