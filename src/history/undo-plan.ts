import type { Account } from '../account/account.ts';
import { type ApplicationKey, isApplicationKey } from '../account/application.ts';
import { type CallbackPlan, type CallbackUrls, planCallbacks } from '../account/callback-plan.ts';
import type { E164 } from '../account/phone-number.ts';
import type { ResultRow } from '../account/result-row.ts';
import type { NumberStep } from '../account/step.ts';
import { SinchctlError } from '../core/errors.ts';
import { REDACTED } from '../core/redact.ts';

/** What a run changed: one number's capability or one callback, with the value before and after. */
export type RecordedChange = Pick<
  ResultRow,
  'kind' | 'number' | 'callback' | 'capability' | 'application' | 'change' | 'from' | 'to' | 'result'
> & {
  /** Missing where a file has no such column. */
  checked?: boolean | null | undefined;
};

/** A recorded change that cannot be undone, and why. */
export interface Unrevertible {
  recorded: RecordedChange;
  error: SinchctlError;
}

export interface UndoPlan {
  numbers: NumberStep[];
  callbacks: CallbackPlan[];
  unrevertible: Unrevertible[];
}

/** Identifies what a row is about: a number's capability, or a callback of an application. */
export const recordedItem = ({ number, callback, capability, application }: RecordedChange): string =>
  `${number ?? application} ${capability ?? callback}`;

/** Whether a row continues the one before: its `from` is that one's `to`, or it is the same request again. */
const continues = (row: RecordedChange, before: RecordedChange): boolean =>
  row.from === before.to || (row.from === before.from && row.to === before.to);

/**
 * Rows as changes: only what was sent, and of several for the same item the first `from` and the last `to`. Where
 * another tool changed it in between, only the later rows count.
 */
export function recordedChanges(rows: readonly RecordedChange[]): RecordedChange[] {
  const changesMade = new Map<string, RecordedChange>();
  for (const row of rows) {
    const wasSent = row.change !== 'none' && (row.result === 'done' || row.result === 'unknown');
    if (!wasSent) continue;
    const name = recordedItem(row);
    const before = changesMade.get(name);
    const isNext = before !== undefined && continues(row, before);
    changesMade.set(name, isNext ? { ...row, from: before.from, checked: before.checked } : row);
  }
  return [...changesMade.values()];
}

const unrevertible = (recorded: RecordedChange, message: string, hint?: string): Unrevertible => ({
  recorded,
  error: new SinchctlError('refused', message, { hint, items: [recorded.number ?? recordedItem(recorded)] }),
});

/** Whether a row without `checked` may come from `--no-check`. */
const mayBeUnchecked = ({ kind, change, from, checked }: RecordedChange): boolean =>
  typeof checked !== 'boolean' && kind === 'number' && (change === 'remove' || from === null);

/** Why a recorded change cannot be undone, whatever the current value. */
function unrevertibleRecord(recorded: RecordedChange): Unrevertible | undefined {
  if (recorded.checked === false) {
    return unrevertible(recorded, 'nobody had looked what it served before', 'it was sent with --no-check');
  }
  if (mayBeUnchecked(recorded)) {
    return unrevertible(
      recorded,
      'the row does not show whether the assignment was checked before the change',
      'undo the run instead of the file; sinchctl history lists runs',
    );
  }
  if (recorded.kind === 'number' && recorded.from !== null && !isApplicationKey(recorded.from)) {
    return unrevertible(recorded, `was assigned to an unknown application, ${recorded.from}`);
  }
  if (recorded.from?.includes(REDACTED) || recorded.to?.includes(REDACTED)) {
    return unrevertible(recorded, 'its URL looks like a secret, and was not recorded');
  }
  return undefined;
}

function undoNumber(recorded: RecordedChange, account: Account): NumberStep | Unrevertible {
  const number = recorded.number as E164;
  const capability = recorded.capability ?? 'voice';
  const before = recorded.from as ApplicationKey | null;
  const now = account.application(number, capability);
  if (account.isUnclear(number, capability)) {
    return unrevertible(recorded, 'is listed in an unexpected form now');
  }
  if (now === undefined) return unrevertible(recorded, 'is not on this account any more');
  const step = { number, capability, from: now, to: before };
  if (now === before) return { ...step, change: 'none' };
  if (now !== recorded.to) {
    return unrevertible(
      recorded,
      now === null ? 'serves no application now' : `serves ${now} with ${capability} now`,
    );
  }
  if (before === null) return { ...step, change: 'remove' };
  return { ...step, change: now === null ? 'add' : 'move' };
}

function undoCallback(recorded: RecordedChange, current: CallbackUrls): CallbackPlan | Unrevertible {
  const callback = recorded.callback ?? 'primary';
  const now = current[callback];
  if (now !== recorded.from && now !== recorded.to)
    return unrevertible(recorded, `is ${now ?? 'not set'} now`);
  return planCallbacks(recorded.application as ApplicationKey, current, { [callback]: recorded.from });
}

const isUnrevertible = (one: object): one is Unrevertible => 'recorded' in one;

/** One plan per application, because an update writes both URLs at once. */
function combineByApplication(
  plans: readonly CallbackPlan[],
  current: ReadonlyMap<ApplicationKey, CallbackUrls>,
): CallbackPlan[] {
  const applications = [...new Set(plans.map(({ application }) => application))];
  return applications.map((application) => {
    const steps = plans.filter((plan) => plan.application === application).flatMap((plan) => plan.steps);
    const desired = Object.fromEntries(steps.map(({ callback, to }) => [callback, to]));
    return planCallbacks(application, current.get(application) ?? { primary: null, fallback: null }, desired);
  });
}

/**
 * The plan that undoes changes, for items that still have the value that the change left. What is undone already
 * needs no change, and everything else is reported and stays as it is.
 */
export function planUndo(
  changesMade: readonly RecordedChange[],
  account: Account,
  callbacks: ReadonlyMap<ApplicationKey, CallbackUrls>,
): UndoPlan {
  const plans = changesMade.map((recorded): NumberStep | CallbackPlan | Unrevertible => {
    const unusable = unrevertibleRecord(recorded);
    if (unusable) return unusable;
    if (recorded.kind === 'number') return undoNumber(recorded, account);
    const current = callbacks.get(recorded.application as ApplicationKey);
    return current
      ? undoCallback(recorded, current)
      : unrevertible(recorded, 'is not on this account any more');
  });
  const changes = plans.filter((one): one is NumberStep | CallbackPlan => !isUnrevertible(one));
  return {
    numbers: changes.filter((one): one is NumberStep => 'number' in one),
    callbacks: combineByApplication(
      changes.filter((one): one is CallbackPlan => 'merged' in one),
      callbacks,
    ),
    unrevertible: plans.filter(isUnrevertible),
  };
}
