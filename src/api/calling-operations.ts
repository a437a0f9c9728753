import * as v from 'valibot';
import type { Operation } from './operation.ts';
import * as schema from './schemas.ts';

const none = v.object({});
const app = v.object({ application: schema.applicationKey });

/** Voice application management, signed by an application. */
export const CALLING = {
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
} as const satisfies Record<string, Operation>;
