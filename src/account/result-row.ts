import type { ErrorKind, SinchctlError } from '../core/errors.ts';
import type { ApplicationKey } from './application.ts';
import type { Capability } from './capability.ts';
import type { E164 } from './phone-number.ts';

export type ChangeWord = 'add' | 'move' | 'remove' | 'set' | 'clear' | 'none';
export type ResultWord = 'planned' | 'done' | 'unchanged' | 'failed' | 'skipped' | 'unknown';

/** One row of what a write did, the same for every write; null where a field has no meaning. */
export interface ResultRow {
  kind: 'number' | 'callback';
  number: E164 | null;
  callback: 'primary' | 'fallback' | null;
  capability: Capability | null;
  /** Where the number is now, or was when removed. */
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
  /** False where the current assignment was not checked first, so that `from` is a guess and cannot be restored. */
  checked: boolean | null;
}

/** Rows that differ in nothing but their number, as one: there may be 100,000 of them. */
export interface RowGroup<R extends object = ResultRow> {
  /** The first of them. */
  row: R;
  /** Of all of them in their order; of a row that stands alone there is one, or none. */
  numbers: readonly E164[];
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

/** Whether a row tells of something that happened, so that it must be told whatever else goes wrong. */
export const mayHaveChanged = ({ result }: { result?: unknown }): boolean =>
  result === 'done' || result === 'unknown';

/** Whether a row holds text that somebody wrote. A number's keys and words are what they are, and there may be 100,000. */
export const mayHoldSecret = (row: { kind?: unknown; message?: unknown }): boolean =>
  row.kind !== 'number' || (row.message !== null && row.message !== undefined);
