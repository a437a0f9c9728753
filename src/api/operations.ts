import type * as v from 'valibot';
import { CALLING } from './calling-operations.ts';
import { PORTAL } from './portal-operations.ts';

/** Every endpoint that sinchctl uses. Client, sandbox, and documentation read this table; no path is defined elsewhere. */
export const OPERATIONS = { ...CALLING, ...PORTAL } as const;

export type OperationName = keyof typeof OPERATIONS;
type Table = typeof OPERATIONS;

export type Params<N extends OperationName> = v.InferInput<Table[N]['params']>;
/** The body as a caller passes it; undefined for an operation without one. */
export type Body<N extends OperationName> = Table[N]['body'] extends v.GenericSchema
  ? v.InferInput<Table[N]['body']>
  : undefined;
export type ResponseData<N extends OperationName> = Table[N]['reply'] extends v.GenericSchema
  ? v.InferOutput<Table[N]['reply']>
  : undefined;

/** Params and body of one call, each only where the operation has it. */
export type OperationInput<N extends OperationName> = (keyof Params<N> extends never
  ? { params?: undefined }
  : { params: Params<N> }) &
  (Body<N> extends undefined ? { body?: undefined } : { body: Body<N> });

/** The public, fixed key of the legacy login (sinch-api: login). */
export const LOGIN_KEY = '669762D5-2B10-44E0-8418-BC9EE4457555';
