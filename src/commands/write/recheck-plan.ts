import type { Account } from '../../account/account.ts';
import { type Aliases, nameApplication } from '../../account/application.ts';
import { CAPABILITIES } from '../../account/capability.ts';
import type { CallbackStep, NumberStep } from '../../account/step.ts';
import { isCallbackStep, type Step, stepItem } from '../../account/step.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { formatNumber } from '../../core/format-number.ts';
import { maskQuery } from '../../core/url.ts';
import type { Callbacks } from '../../state-file/plan.ts';

/** What is to be done, and the callbacks that it was planned from. */
export interface Planned {
  steps: readonly Step[];
  callbacks?: Callbacks | undefined;
}

/** The same, planned again from the account as it is now. */
export interface Replanned extends Planned {
  account: Account;
}

/** Something that is not as the plan showed it. */
interface Difference {
  item: string;
  /** The same with an alias. */
  name: string;
  kind: 'numbers' | 'callbacks';
  /** Follows `is` or `are`. */
  state: string;
}

const keyOf = (step: Step): string =>
  isCallbackStep(step) ? stepItem(step) : `${step.number} ${step.capability}`;

/** All that decides what a step sends: one request writes both callbacks of an application. */
function contentOf(step: Step, callbacks: Callbacks | undefined): string {
  const { change, from, to } = step;
  const urls = isCallbackStep(step) && change !== 'none' ? callbacks?.get(step.application) : undefined;
  return JSON.stringify([change, from, to, urls?.primary, urls?.fallback]);
}

/** The changes that only one of the plans has, or that differ; those of the new plan only where the old one has none. */
function differing(shown: Planned, now: Planned): { was?: Step; about: Step }[] {
  const left = new Map(now.steps.map((step) => [keyOf(step), step]));
  const changed = shown.steps.flatMap((was) => {
    const is = left.get(keyOf(was));
    left.delete(keyOf(was));
    return is && contentOf(is, now.callbacks) === contentOf(was, shown.callbacks)
      ? []
      : [{ was, about: was }];
  });
  return [...changed, ...[...left.values()].map((about) => ({ about }))];
}

function numberDifference(
  { number, capability }: NumberStep,
  was: NumberStep | undefined,
  { account }: Replanned,
  aliases: Aliases,
): Difference {
  const isOther = was && account.application(number, capability) === was.from;
  // A removal by the portal concerns the other capabilities too.
  const changed = isOther ? (CAPABILITIES.find((one) => one !== capability) ?? capability) : capability;
  const now = account.application(number, changed);
  const suffix = changed === 'voice' ? '' : ` with ${changed}`;
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
  const set = url ? `now ${maskQuery(url)}` : 'now not set';
  return {
    item: `${changed} of ${application}`,
    name: `${changed} of ${nameApplication(application, aliases)}`,
    kind: 'callbacks',
    state: now ? set : 'no longer on this account',
  };
}

function differencesOf(shown: Planned, now: Replanned, aliases: Aliases): Difference[] {
  const all = differing(shown, now).map(({ about, was }) =>
    isCallbackStep(about)
      ? callbackDifference(about, was as CallbackStep | undefined, now, aliases)
      : numberDifference(about, was as NumberStep | undefined, now, aliases),
  );
  // Both callbacks of an application may differ for the same reason.
  return [...new Map(all.map((one) => [`${one.item} ${one.state}`, one])).values()];
}

/** So many items of one state are shown. */
const SHOWN = 5;

/** `+1415… is now unassigned`, and what shares a state with a count. */
function describe(differences: readonly Difference[]): string {
  const groups = new Map<string, Difference[]>();
  for (const one of differences) {
    const name = `${one.kind} ${one.state}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const parts = [...groups.values()].map((group) => {
    const [{ name, kind, state } = { name: '', kind: '', state: '' }, ...more] = group;
    if (more.length === 0) return `${name} is ${state}`;
    const shown = group.slice(0, SHOWN).map((one) => one.name);
    const rest = group.length - shown.length;
    const list = [...shown, ...(rest > 0 ? [`and ${formatNumber(rest)} more`] : [])].join(', ');
    return `${formatNumber(group.length)} ${kind} are ${state}: ${list}`;
  });
  return parts.join('; ');
}

/**
 * Compares a plan that somebody has confirmed with the plan as the account has it now: what was not shown must not be
 * done. Changes that the plan does not concern do not count.
 * @throws SinchctlError refused
 */
export async function recheckPlan(context: Context, shown: Planned, replanned: Replanned): Promise<void> {
  const { aliases } = await context.credentials();
  const differences = differencesOf(shown, replanned, aliases);
  if (differences.length === 0) return;
  throw new SinchctlError(
    'refused',
    `the account changed while you were deciding: ${describe(differences)}. No changes made.`,
    { hint: 'run the same command again', items: [...new Set(differences.map(({ item }) => item))] },
  );
}
