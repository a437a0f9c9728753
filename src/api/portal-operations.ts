import * as v from 'valibot';
import type { Operation } from './operation.ts';
import * as schema from './schemas.ts';

const none = v.object({});
const app = v.object({ application: schema.applicationKey });
const safeId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,64}$/, 'no id'));
const integerPath = v.pipe(v.string(), v.regex(/^[1-9]\d{6,14}$/, 'no number'));

/** Seconds. An instance lasts two days; the limit keeps its end within the range of a date. */
const TEN_YEARS = 315_360_000;

/** Legacy number administration: the portal, and how to log in to it. */
export const PORTAL = {
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
    reply: v.object({
      id: v.string(),
      secret: v.string(),
      expiresIn: v.pipe(v.number(), v.minValue(1), v.maxValue(TEN_YEARS)),
    }),
  },
} as const satisfies Record<string, Operation>;
