import type { Account } from '../../account/account.ts';
import { type Aliases, nameApplication } from '../../account/application.ts';
import { CAPABILITIES } from '../../account/capability.ts';
import { groupByReason, groupLines, sampleOf } from '../../account/group-by-reason.ts';
import {
  type CallbackStep,
  isCallbackStep,
  type NumberStep,
  type Step,
  stepItem,
} from '../../account/plan.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { formatNumber } from '../../core/text.ts';
import { maskUrl } from '../../core/url.ts';
import type { CurrentCallbacks } from '../../state-file/plan.ts';

/** The steps of a plan, and the callbacks that it is based on. */
export interface Planned {
  steps: readonly Step[];
  callbacks?: CurrentCallbacks | undefined;
}

/** A new plan of the same command, with the account that it is based on. */
export interface Replanned extends Planned {
  account: Account;
}

/** An item whose current value differs from the plan that was shown. */
interface Difference {
  item: string;
  /** The item as shown in messages, with the alias of the application. */
  name: string;
  kind: 'numbers' | 'callbacks';
  /** Follows `is` or `are`. */
  state: string;
}

const changeKey = (change: Step): string =>
  isCallbackStep(change) ? stepItem(change) : `${change.number} ${change.capability}`;

/** Everything that determines what a change sends: one request writes both callbacks of an application. */
function changeContent(change: Step, callbacks: CurrentCallbacks | undefined): string {
  const { change: word, from, to } = change;
  const urls = isCallbackStep(change) && word !== 'none' ? callbacks?.get(change.application) : undefined;
  return JSON.stringify([word, from, to, urls?.primary, urls?.fallback]);
}

/**
 * The changes that differ, or that only one of the plans has. `was` is missing for a change that is only in the new
 * plan.
 */
function differingChanges(shown: Planned, now: Planned): { was?: Step; about: Step }[] {
  const remaining = new Map(now.steps.map((change) => [changeKey(change), change]));
  const changed = shown.steps.flatMap((was) => {
    const is = remaining.get(changeKey(was));
    remaining.delete(changeKey(was));
    return is && changeContent(is, now.callbacks) === changeContent(was, shown.callbacks)
      ? []
      : [{ was, about: was }];
  });
  return [...changed, ...[...remaining.values()].map((about) => ({ about }))];
}

function numberDifference(
  { number, capability }: NumberStep,
  was: NumberStep | undefined,
  { account }: Replanned,
  aliases: Aliases,
): Difference {
  const isOther = was && account.application(number, capability) === was.from;
  // A removal through the portal affects the other capabilities too.
  const changed = isOther ? (CAPABILITIES.find((one) => one !== capability) ?? capability) : capability;
  const now = account.application(number, changed);
  const suffix = changed === 'voice' ? '' : ` for ${changed}`;
  const assigned = now ? `now assigned to ${nameApplication(now, aliases)}` : 'now unassigned';
  const state = now === undefined ? 'no longer on this account' : assigned;
  return { item: number, name: number, kind: 'numbers', state: `${state}${suffix}` };
}

function callbackDifference(
  { application, callback }: CallbackStep,
  was: CallbackStep | undefined,
  { callbacks }: Replanned,
  aliases: Aliases,
): Difference {
  const now = callbacks?.get(application);
  const isOther = was && now?.[callback] === was.from;
  const changed = isOther ? (callback === 'primary' ? 'fallback' : 'primary') : callback;
  const url = now?.[changed];
  const set = url ? `now ${maskUrl(url)}` : 'no longer set';
  return {
    item: `${changed} of ${application}`,
    name: `${changed} of ${nameApplication(application, aliases)}`,
    kind: 'callbacks',
    state: now ? set : 'no longer on this account',
  };
}

function differencesOf(shown: Planned, now: Replanned, aliases: Aliases): Difference[] {
  const all = differingChanges(shown, now).map(({ about, was }) =>
    isCallbackStep(about)
      ? callbackDifference(about, was as CallbackStep | undefined, now, aliases)
      : numberDifference(about, was as NumberStep | undefined, now, aliases),
  );
  // Both callbacks of an application may differ for the same reason.
  return [...new Map(all.map((one) => [`${one.item} ${one.state}`, one])).values()];
}

/** `3 numbers are now unassigned: +1415…`; several states as lines. */
function describeDifferences(differences: readonly Difference[]): { what: string; lines?: string[] } {
  const groups = groupByReason(
    differences,
    ({ state }) => state,
    ({ name }) => name,
  );
  const [first] = groups;
  if (!first || groups.length > 1) return { what: '', lines: groupLines(groups) };
  const { reason, items } = first;
  if (items.length === 1) return { what: `: ${items[0]} is ${reason}` };
  return {
    what: `: ${formatNumber(items.length)} ${differences[0]?.kind} are ${reason}: ${sampleOf(items)}`,
  };
}

/**
 * Compares a confirmed plan with a new plan from the current account, because a change that was not shown must not be
 * made. Other changes to the account do not matter.
 * @throws SinchctlError refused
 */
export async function recheckPlan(context: Context, shown: Planned, replanned: Replanned): Promise<void> {
  const { aliases } = await context.credentials();
  const differences = differencesOf(shown, replanned, aliases);
  if (differences.length === 0) return;
  const { what, lines } = describeDifferences(differences);
  throw new SinchctlError(
    'refused',
    `the account has changed since the plan was shown${what}. No changes made.`,
    {
      hint: 'to see the new plan, run the same command again',
      lines,
      items: [...new Set(differences.map(({ item }) => item))],
    },
  );
}
