import { type Aliases, aliasOf } from '../../account/application.ts';
import { groupLines, type ReasonGroup } from '../../account/group-by-reason.ts';
import { type DesiredState, defaultMaxRemovals, type NumberStep } from '../../account/plan.ts';
import { SinchctlError } from '../../core/errors.ts';
import { formatNumber } from '../../core/text.ts';
import type { ExceededLimit } from '../../state-file/plan.ts';

/** The maximum number of applications that an error lists. */
const MAX_APPLICATIONS = 10;

/** `support`, or `support for sms`. */
export function targetName(
  { application, capability }: Omit<DesiredState, 'numbers'>,
  aliases: Aliases,
): string {
  const name = aliasOf(application, aliases) ?? application;
  return capability === 'voice' ? name : `${name} for ${capability}`;
}

/** `799 of 800 numbers from support; the limit is 80`. */
function removalText({ removed, current, limit, ...target }: ExceededLimit, aliases: Aliases): string {
  const counts = `${formatNumber(removed.length)} of ${formatNumber(current)}`;
  return `${counts} numbers from ${targetName(target, aliases)}; the limit is ${formatNumber(limit)}`;
}

/** The removals, if an overwrite has more than allowed. */
export function exceededRemovals(
  steps: readonly NumberStep[],
  { application, capability }: DesiredState,
  maxRemovals: number | undefined,
): ExceededLimit | undefined {
  const removed = steps.filter(({ change }) => change === 'remove').map(({ number }) => number);
  const current = removed.length + steps.filter(({ change }) => change === 'none').length;
  const limit = maxRemovals ?? defaultMaxRemovals(current);
  return removed.length > limit ? { application, capability, removed, current, limit } : undefined;
}

/** `this would remove …`, for a warning or an error. */
export const describeRemovals = (excess: ExceededLimit, aliases: Aliases): string =>
  `this would remove ${removalText(excess, aliases)}`;

/** The error for too many removals. A confirmation does not lift the limit; only --max-removals does. */
export function removalRefusal(
  exceeded: readonly [ExceededLimit, ...ExceededLimit[]],
  aliases: Aliases,
): SinchctlError {
  const [first, ...more] = exceeded;
  const shown = exceeded.slice(0, MAX_APPLICATIONS).map((one) => removalText(one, aliases));
  const rest = exceeded.length - shown.length;
  const what = more.length === 0 ? describeRemovals(first, aliases) : 'this would remove too many numbers';
  const limit = Math.max(...exceeded.map(({ removed }) => removed.length));
  return new SinchctlError('refused', `${what}. No changes made.`, {
    hint: `to allow it, add --max-removals ${limit}`,
    items: exceeded.flatMap(({ removed }) => removed),
    ...(more.length > 0 && { lines: rest > 0 ? [...shown, `and ${rest} more applications`] : shown }),
  });
}

/** The error where the account does not have the planned state after a run; undefined where it has. */
export function differenceAfterRun(groups: readonly ReasonGroup[]): SinchctlError | undefined {
  const differing = groups.filter(({ items }) => items.length > 0);
  if (differing.length === 0) return undefined;
  return new SinchctlError('partial', 'the account differs from the plan after the run', {
    hint: 'another process may have changed it; run the same command again',
    lines: groupLines(differing),
    items: differing.flatMap(({ items }) => items),
  });
}
