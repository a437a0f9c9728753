import * as v from 'valibot';
import { isAccountNumber } from '../account/phone-number.ts';
import type { HostName } from '../credentials/credentials.ts';
import type { Method } from './request.ts';
import * as schema from './schemas.ts';

/** How a request is authorized: signed by the application or the portal instance, or with a fixed header. */
export type AuthScheme = 'application' | 'instance' | 'public' | 'user';

export interface Operation {
  /** The task, for errors: `cannot list numbers`. */
  task: string;
  method: Method;
  host: HostName;
  /** Template; each `{name}` is a member of `params`. */
  path: string;
  auth: AuthScheme;
  /** Whether it changes the account. */
  changes: boolean;
  /** `always`: the request may be sent again. `rejections`: only if the server did not execute it (429, 503). */
  retry: 'always' | 'rejections';
  params: v.GenericSchema;
  /** null when the request has no body. */
  body: v.GenericSchema | null;
  /** null when the response has no body (204). */
  reply: v.GenericSchema | null;
}

/** Seconds. An instance lasts two days; the limit ensures that its expiry is a valid date. */
const TEN_YEARS = 315_360_000;

const none = v.object({});
const applicationParam = v.object({ application: schema.applicationKey });
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,64}$/, 'not an ID'));
const portalNumberParam = v.pipe(
  v.string(),
  v.check((text) => isAccountNumber(text) || isAccountNumber(`+${text}`), 'not a number'),
);

const READ = { method: 'GET', changes: false, retry: 'always', params: none, body: null } as const;
const WRITE = { changes: true, retry: 'always', params: none, reply: null } as const;
/** Voice application management, signed by an application. */
const CALLING = { host: 'calling', auth: 'application' } as const;
/** Legacy number administration. */
const PORTAL_CALL = { host: 'portal', auth: 'instance' } as const;

/**
 * Every endpoint that sinchctl uses. The client and the sandbox read this table; no path is defined elsewhere.
 */
export const OPERATIONS = {
  listNumbers: {
    ...CALLING,
    ...READ,
    task: 'list numbers',
    path: '/v1/configuration/numbers',
    reply: schema.numberList,
  },
  assignNumbers: {
    ...CALLING,
    ...WRITE,
    task: 'assign numbers',
    method: 'POST',
    path: '/v1/configuration/numbers',
    body: v.object({
      numbers: v.pipe(v.array(schema.accountNumber), v.minLength(1), v.maxLength(100)),
      applicationkey: v.optional(schema.applicationKey),
      capability: schema.capability,
    }),
  },
  unassignNumber: {
    ...CALLING,
    ...WRITE,
    task: 'unassign the number',
    method: 'DELETE',
    path: '/v1/configuration/numbers',
    body: v.object({
      number: schema.accountNumber,
      applicationkey: v.optional(schema.applicationKey),
      capability: v.optional(schema.capability),
    }),
  },
  getCallbacks: {
    ...CALLING,
    ...READ,
    task: 'read callbacks',
    path: '/v1/configuration/callbacks/applications/{application}',
    params: applicationParam,
    reply: schema.callbacks,
  },
  updateCallbacks: {
    ...CALLING,
    ...WRITE,
    task: 'update callbacks',
    method: 'POST',
    path: '/v1/configuration/callbacks/applications/{application}',
    params: applicationParam,
    body: v.object({
      url: v.object({ primary: v.optional(v.string()), fallback: v.optional(v.string()) }),
    }),
  },
  queryNumber: {
    ...CALLING,
    ...READ,
    task: 'query the number',
    path: '/v1/calling/query/number/{number}',
    params: v.object({ number: schema.e164 }),
    reply: schema.numberQuery,
  },
  overwriteNumbers: {
    ...PORTAL_CALL,
    ...WRITE,
    task: 'overwrite numbers',
    method: 'PUT',
    path: '/v1/applications/key/{application}/numbers/{capability}',
    params: v.object({ application: schema.applicationKey, capability: schema.capability }),
    body: v.object({ numbers: v.array(schema.integerNumber) }),
    reply: schema.portalNumbers,
  },
  removeNumber: {
    ...PORTAL_CALL,
    ...WRITE,
    task: 'unassign the number',
    method: 'DELETE',
    path: '/v1/applications/key/{application}/numbers/{number}',
    params: v.object({ application: schema.applicationKey, number: portalNumberParam }),
    body: null,
  },
  listApplicationNumbers: {
    ...PORTAL_CALL,
    ...READ,
    task: 'list numbers of the application',
    path: '/v1/applications/key/{application}/numbers',
    params: applicationParam,
    reply: schema.portalNumbers,
  },
  listRentedNumbers: {
    ...PORTAL_CALL,
    ...READ,
    task: 'list rented numbers',
    path: '/v1/organisations/id/{organisation}/numbers',
    params: v.object({ organisation: id }),
    reply: schema.portalNumbers,
  },
  listOrganisations: {
    ...READ,
    task: 'list organizations',
    host: 'account',
    path: '/v1/organisations',
    auth: 'instance',
    reply: schema.organisations,
  },
  login: {
    task: 'log in',
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
    task: 'create a portal instance',
    method: 'POST',
    host: 'account',
    path: '/v1/instance',
    auth: 'user',
    changes: true,
    retry: 'rejections',
    params: none,
    body: v.object({
      authorization: v.string(),
      version: v.object({ os: v.string(), platform: v.string() }),
    }),
    reply: v.object({
      id: v.string(),
      secret: v.string(),
      expiresIn: v.pipe(v.number(), v.minValue(1), v.maxValue(TEN_YEARS)),
    }),
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;
type Table = typeof OPERATIONS;

type Params<N extends OperationName> = v.InferInput<Table[N]['params']>;
/** The body as a caller passes it; undefined for an operation without one. */
type Body<N extends OperationName> = Table[N]['body'] extends v.GenericSchema
  ? v.InferInput<Table[N]['body']>
  : undefined;
export type ResponseData<N extends OperationName> = Table[N]['reply'] extends v.GenericSchema
  ? v.InferOutput<Table[N]['reply']>
  : undefined;

/** Params and body of one call, each only if the operation has it. */
export type OperationInput<N extends OperationName> = (keyof Params<N> extends never
  ? { params?: undefined }
  : { params: Params<N> }) &
  (Body<N> extends undefined ? { body?: undefined } : { body: Body<N> });

/** The public, fixed key of the legacy login. */
export const LOGIN_KEY = '669762D5-2B10-44E0-8418-BC9EE4457555';
