import type { Account } from '../account/account.ts';
import {
  type Aliases,
  type ApplicationKey,
  isApplicationKey,
  nameApplication,
} from '../account/application.ts';
import type { AccountNumber } from '../account/phone-number.ts';
import {
  type CallbackPlan,
  type CallbackUrls,
  NO_URLS,
  type NumberStep,
  planCallbacks,
} from '../account/plan.ts';
import type { ResultRow } from '../account/result-row.ts';
import { SinchctlError } from '../core/errors.ts';
import { REDACTED } from '../core/redact.ts';

/** A change by a run: one capability of a number, or one callback, with the values before and after. */
export type RecordedChange = Pick<
  ResultRow,
  'kind' | 'number' | 'callback' | 'capability' | 'application' | 'change' | 'from' | 'to' | 'result'
> & {
  /** Missing if the file has no such column. */
  checked?: boolean | null | undefined;
};

/** A recorded change that cannot be undone, and why. */
export interface Unrevertible {
  recorded: RecordedChange;
  error: SinchctlError;
  /** Whether the reason is a later change, not the way it was recorded. */
  isChanged: boolean;
}

/** Identifies the item of a row: a capability of a number, or a callback of an application. */
export const recordedItem = ({ number, callback, capability, application }: RecordedChange): string =>
  `${number ?? application} ${capability ?? callback}`;

/** Whether a row continues the previous one: its `from` is that row's `to`, or it is the same request again. */
const continues = (row: RecordedChange, before: RecordedChange): boolean =>
  row.from === before.to || (row.from === before.from && row.to === before.to);

/**
 * Rows as changes: only those that were sent; for several rows of an item, the first `from` and the last `to`. If
 * another tool changed the item in between, only the later rows count.
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
  isChanged: true,
  error: new SinchctlError('refused', message, { hint, items: [recorded.number ?? recordedItem(recorded)] }),
});

/** Whether a row without `checked` may be from a run with `--no-check`. */
const mayBeUnchecked = ({ kind, change, from, checked }: RecordedChange): boolean =>
  typeof checked !== 'boolean' && kind === 'number' && (change === 'remove' || from === null);

/** Why a recorded change cannot be undone, regardless of the current value. */
function unrevertibleRecord(recorded: RecordedChange): Unrevertible | undefined {
  if (recorded.checked === false) {
    return unrevertible(recorded, 'the previous assignment is unknown, because the run used --no-check');
  }
  if (mayBeUnchecked(recorded)) {
    return unrevertible(
      recorded,
      'the row does not show whether the previous assignment was checked',
      'to undo the run instead of the file, find its ID with sinchctl history',
    );
  }
  if (recorded.kind === 'number' && recorded.from !== null && !isApplicationKey(recorded.from)) {
    return unrevertible(recorded, `previously assigned to an unknown application, ${recorded.from}`);
  }
  if (recorded.from?.includes(REDACTED) || recorded.to?.includes(REDACTED)) {
    return unrevertible(recorded, 'the URL was not recorded, because it looks like a secret');
  }
  return undefined;
}

function undoNumber(recorded: RecordedChange, account: Account, aliases: Aliases): NumberStep | Unrevertible {
  const number = recorded.number as AccountNumber;
  const capability = recorded.capability ?? 'voice';
  const before = recorded.from as ApplicationKey | null;
  const now = account.application(number, capability);
  if (account.isUnclear(number, capability)) {
    return unrevertible(recorded, 'now listed in an unexpected format');
  }
  if (now === undefined) return unrevertible(recorded, 'no longer on this account');
  const step = { number, capability, from: now, to: before };
  if (now === before) return { ...step, change: 'none' };
  if (now !== recorded.to) {
    if (now === null) return unrevertible(recorded, 'now unassigned');
    const suffix = capability === 'voice' ? '' : ` for ${capability}`;
    return unrevertible(recorded, `now assigned to ${nameApplication(now, aliases)}${suffix}`);
  }
  if (before === null) return { ...step, change: 'remove' };
  return { ...step, change: now === null ? 'add' : 'move' };
}

function undoCallback(recorded: RecordedChange, current: CallbackUrls): CallbackPlan | Unrevertible {
  const callback = recorded.callback ?? 'primary';
  const now = current[callback];
  if (now !== recorded.from && now !== recorded.to)
    return unrevertible(recorded, now === null ? 'no longer set' : `now set to ${now}`);
  return planCallbacks(recorded.application as ApplicationKey, current, { [callback]: recorded.from });
}

const isUnrevertible = (one: object): one is Unrevertible => 'recorded' in one;

/** One plan per application, because an update writes both URLs. */
function combineByApplication(
  plans: readonly CallbackPlan[],
  current: ReadonlyMap<ApplicationKey, CallbackUrls>,
): CallbackPlan[] {
  const applications = [...new Set(plans.map(({ application }) => application))];
  return applications.map((application) => {
    const steps = plans.filter((plan) => plan.application === application).flatMap((plan) => plan.steps);
    const desired = Object.fromEntries(steps.map(({ callback, to }) => [callback, to]));
    return planCallbacks(application, current.get(application) ?? NO_URLS, desired);
  });
}

/**
 * The plan that undoes changes to items that still have the value from the change. Items that are already undone need
 * no change. All other items are reported and left unchanged.
 */
export function planUndo(
  changesMade: readonly RecordedChange[],
  account: Account,
  callbacks: ReadonlyMap<ApplicationKey, CallbackUrls>,
  aliases: Aliases = new Map(),
) {
  const plans = changesMade.map((recorded): NumberStep | CallbackPlan | Unrevertible => {
    const unusable = unrevertibleRecord(recorded);
    if (unusable) return { ...unusable, isChanged: false };
    if (recorded.kind === 'number') return undoNumber(recorded, account, aliases);
    const current = callbacks.get(recorded.application as ApplicationKey);
    return current ? undoCallback(recorded, current) : unrevertible(recorded, 'no longer on this account');
  });
  return {
    numbers: plans.filter((one): one is NumberStep => 'number' in one),
    callbacks: combineByApplication(
      plans.filter((one): one is CallbackPlan => 'merged' in one),
      callbacks,
    ),
    unrevertible: plans.filter(isUnrevertible),
  };
}
