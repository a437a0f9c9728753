import { type Aliases, aliasOf } from '../../account/application.ts';
import { groupLines, type ReasonGroup } from '../../account/group-by-reason.ts';
import type { DesiredState } from '../../account/plan.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { countOf, formatNumber } from '../../core/text.ts';
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

/**
 * Refuses a plan that takes more numbers from an application than allowed. A confirmation does not lift the limit; only
 * --max-removals does. A dry run only warns.
 * @throws SinchctlError refused
 */
export async function checkRemovals(
  context: Context,
  exceeded: readonly ExceededLimit[],
  dryRun: boolean,
): Promise<void> {
  if (exceeded.length === 0) return;
  const { aliases } = await context.credentials();
  const shown = exceeded.slice(0, MAX_APPLICATIONS).map((one) => removalText(one, aliases));
  const isOne = exceeded.length === 1;
  const what = isOne ? `this would remove ${shown[0]}` : 'this would remove too many numbers';
  const rest = exceeded.length - shown.length;
  const lines = rest > 0 ? [...shown, `and ${countOf(rest, 'more application')}`] : shown;
  if (dryRun)
    return context.messages.warn(
      `without --dry-run, this command would be refused: ${isOne ? what : lines.join('; ')}`,
    );
  const limit = Math.max(...exceeded.map(({ removed }) => removed.length));
  throw new SinchctlError('refused', `${what}. No changes made.`, {
    hint: `to allow it, add --max-removals ${limit}`,
    items: exceeded.flatMap(({ removed }) => removed),
    ...(!isOne && { lines }),
  });
}

/** The error if the account does not have the planned state after a run; undefined if it does. */
export function differenceAfterRun(groups: readonly ReasonGroup[]): SinchctlError | undefined {
  const differing = groups.filter(({ items }) => items.length > 0);
  if (differing.length === 0) return undefined;
  return new SinchctlError('partial', 'the account differs from the plan after the run', {
    hint: 'another process may have changed it; run the same command again',
    lines: groupLines(differing),
    items: differing.flatMap(({ items }) => items),
  });
}
