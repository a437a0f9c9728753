import type { Account } from '../account/account.ts';
import type { ApplicationKey } from '../account/application.ts';
import type { Capability } from '../account/capability.ts';
import type { E164 } from '../account/phone-number.ts';
import { defaultMaxRemovals } from '../account/plan.ts';
import type { NumberStep } from '../account/step.ts';

/** A set that would lose more numbers than may go. */
export interface Excess {
  application: ApplicationKey;
  capability: Capability;
  removed: E164[];
  current: number;
  most: number;
}

/**
 * The sets that lose too much. A number that is moved away is a removal where it was.
 * @param limit how many may go; a tenth of the current set, never below 10, when undefined
 */
export function exceededLimits(
  steps: readonly NumberStep[],
  account: Account,
  limit: number | undefined,
): Excess[] {
  const losses = new Map<string, Pick<Excess, 'application' | 'capability' | 'removed'>>();
  for (const { number, capability, from, change } of steps) {
    if (from === null || (change !== 'remove' && change !== 'move')) continue;
    const name = `${from} ${capability}`;
    const loss = losses.get(name) ?? { application: from, capability, removed: [] };
    losses.set(name, loss);
    loss.removed.push(number);
  }
  return [...losses.values()].flatMap((loss) => {
    const current = account.serving(loss.application, loss.capability).length;
    const most = limit ?? defaultMaxRemovals(current);
    return loss.removed.length > most ? [{ ...loss, current, most }] : [];
  });
}
