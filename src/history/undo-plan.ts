import { isKey } from '../account/account.ts';
import type { ApplicationKey } from '../account/application.ts';
import { type CallbackPlan, type CallbackUrls, planCallbacks } from '../account/callback-plan.ts';
import type { E164 } from '../account/phone-number.ts';
import type { Account, Step } from '../account/plan.ts';
import type { ResultRow } from '../account/result-row.ts';
import { SinchctlError } from '../core/errors.ts';
import { REDACTED } from '../core/redact.ts';

/** What a run did to one number's capability or one callback: what stood before, and what stood when it ended. */
export type Deed = Pick<
  ResultRow,
  'kind' | 'number' | 'callback' | 'capability' | 'application' | 'change' | 'from' | 'to' | 'result'
> & {
  /** Missing where a file does not say it. */
  checked?: boolean | null | undefined;
};

/** Something that cannot be taken back, and why. */
export interface Kept {
  deed: Deed;
  error: SinchctlError;
}

export interface UndoPlan {
  numbers: Step[];
  callbacks: CallbackPlan[];
  kept: Kept[];
}

/** What one row is about: a number's capability, or a callback of an application. */
export const itemOf = ({ number, callback, capability, application }: Deed): string =>
  `${number ?? application} ${capability ?? callback}`;

/** Whether a row goes on from the one before: from where that ended, or the same request again. */
const continues = (row: Deed, before: Deed): boolean =>
  row.from === before.to || (row.from === before.from && row.to === before.to);

/**
 * Rows as deeds: only what was sent, and of several for the same thing the first `from` and the last `to`. Where
 * somebody else has changed it in between, only what came after counts.
 */
export function deedsOf(rows: readonly Deed[]): Deed[] {
  const deeds = new Map<string, Deed>();
  for (const row of rows) {
    const wasSent = row.change !== 'none' && (row.result === 'done' || row.result === 'unknown');
    if (!wasSent) continue;
    const name = itemOf(row);
    const before = deeds.get(name);
    const isNext = before !== undefined && continues(row, before);
    deeds.set(name, isNext ? { ...row, from: before.from, checked: before.checked } : row);
  }
  return [...deeds.values()];
}

const kept = (deed: Deed, message: string, hint?: string): Kept => ({
  deed,
  error: new SinchctlError('refused', message, { hint, items: [deed.number ?? itemOf(deed)] }),
});

/** A row that does not say whether the assignment was checked first, and that `--no-check` writes too. */
const mayBeUnchecked = ({ kind, change, from, checked }: Deed): boolean =>
  typeof checked !== 'boolean' && kind === 'number' && (change === 'remove' || from === null);

/** What the record itself says against taking it back. */
function unusable(deed: Deed): Kept | undefined {
  if (deed.checked === false) {
    return kept(deed, 'nobody had looked what it served before', 'it was sent with --no-check');
  }
  if (mayBeUnchecked(deed)) {
    return kept(
      deed,
      'the row does not show whether the assignment was checked before the change',
      'undo the run instead of the file; sinchctl history lists runs',
    );
  }
  if (deed.kind === 'number' && deed.from !== null && !isKey(deed.from)) {
    return kept(deed, `was assigned to an unknown application, ${deed.from}`);
  }
  if (deed.from?.includes(REDACTED) || deed.to?.includes(REDACTED)) {
    return kept(deed, 'its URL looks like a secret, and was not recorded');
  }
  return undefined;
}

function undoNumber(deed: Deed, account: Account): Step | Kept {
  const number = deed.number as E164;
  const capability = deed.capability ?? 'voice';
  const before = deed.from as ApplicationKey | null;
  const now = account.application(number, capability);
  if (account.isUnclear(number, capability)) {
    return kept(deed, 'is listed in an unexpected form now');
  }
  if (now === undefined) return kept(deed, 'is not on this account any more');
  const step = { number, capability, from: now, to: before };
  if (now === before) return { ...step, change: 'none' };
  if (now !== deed.to) {
    return kept(deed, now === null ? 'serves no application now' : `serves ${now} with ${capability} now`);
  }
  if (before === null) return { ...step, change: 'remove' };
  return { ...step, change: now === null ? 'add' : 'move' };
}

function undoCallback(deed: Deed, current: CallbackUrls): CallbackPlan | Kept {
  const callback = deed.callback ?? 'primary';
  const now = current[callback];
  if (now !== deed.from && now !== deed.to) return kept(deed, `is ${now ?? 'not set'} now`);
  return planCallbacks(deed.application as ApplicationKey, current, { [callback]: deed.from });
}

const isKept = (one: object): one is Kept => 'deed' in one;

/** One plan an application: an update writes both URLs at once. */
function join(
  plans: readonly CallbackPlan[],
  current: ReadonlyMap<ApplicationKey, CallbackUrls>,
): CallbackPlan[] {
  const applications = [...new Set(plans.map(({ application }) => application))];
  return applications.map((application) => {
    const steps = plans.filter((plan) => plan.application === application).flatMap((plan) => plan.steps);
    const wish = Object.fromEntries(steps.map(({ callback, to }) => [callback, to]));
    return planCallbacks(application, current.get(application) ?? { primary: null, fallback: null }, wish);
  });
}

/**
 * What takes deeds back, for those things that still are as the deeds left them; what was taken back already needs no
 * change, and everything else is kept as it is.
 */
export function planUndo(
  deeds: readonly Deed[],
  account: Account,
  callbacks: ReadonlyMap<ApplicationKey, CallbackUrls>,
): UndoPlan {
  const plans = deeds.map((deed): Step | CallbackPlan | Kept => {
    const objection = unusable(deed);
    if (objection) return objection;
    if (deed.kind === 'number') return undoNumber(deed, account);
    const current = callbacks.get(deed.application as ApplicationKey);
    return current ? undoCallback(deed, current) : kept(deed, 'is not on this account any more');
  });
  const changes = plans.filter((one): one is Step | CallbackPlan => !isKept(one));
  return {
    numbers: changes.filter((one): one is Step => 'number' in one),
    callbacks: join(
      changes.filter((one): one is CallbackPlan => 'merged' in one),
      callbacks,
    ),
    kept: plans.filter(isKept),
  };
}
