import type { ErrorKind, SinchctlError } from '../core/errors.ts';
import type { ApplicationKey } from './application.ts';
import type { Capability } from './capability.ts';
import type { AccountNumber } from './phone-number.ts';

export const CHANGE_WORDS = ['add', 'move', 'remove', 'set', 'clear', 'none'] as const;
export const RESULT_WORDS = ['planned', 'done', 'unchanged', 'failed', 'skipped', 'unknown'] as const;

export type ChangeWord = (typeof CHANGE_WORDS)[number];
export type ResultWord = (typeof RESULT_WORDS)[number];

/** The outcome of one step, in the same form for all changes; null if a field does not apply. */
export interface ResultRow {
  kind: 'number' | 'callback';
  number: AccountNumber | null;
  callback: 'primary' | 'fallback' | null;
  capability: Capability | null;
  /** The application that the number is assigned to, or was before it was removed. */
  application: ApplicationKey | null;
  alias: string | null;
  change: ChangeWord;
  from: string | null;
  to: string | null;
  result: ResultWord;
  error: ErrorKind | null;
  message: string | null;
  errorCode: number | null;
  reference: string | null;
  /** False if the current assignment was not checked first, so that `from` is a guess and cannot be restored. */
  checked: boolean | null;
}

/** A row with no values. */
export const EMPTY_RESULT: Omit<ResultRow, 'result'> = {
  kind: 'number',
  number: null,
  callback: null,
  capability: null,
  application: null,
  alias: null,
  change: 'none',
  from: null,
  to: null,
  error: null,
  message: null,
  errorCode: null,
  reference: null,
  checked: null,
};

/** Rows that differ only in their number, as one: there may be 100,000 of them. */
export interface RowGroup<R extends object = ResultRow> {
  /** The first of them. */
  row: R;
  /** The numbers of all rows in their order; a single row has one or none. */
  numbers: readonly AccountNumber[];
}

/** The error columns of a row. */
export function errorFields(error: SinchctlError | undefined) {
  return {
    error: error?.kind ?? null,
    message: error?.message ?? null,
    errorCode: error?.details.errorCode ?? null,
    reference: error?.details.reference ?? null,
  };
}

/**
 * Whether a row reports a change that happened or may have happened, which must be reported even if something else
 * fails.
 */
export const mayHaveChanged = ({ result }: { result?: unknown }): boolean =>
  result === 'done' || result === 'unknown';

/** Whether a row contains free text. Other fields must not be redacted: undo restores the URLs. */
export const mayContainSecret = ({ message }: { message?: unknown }): boolean => typeof message === 'string';
