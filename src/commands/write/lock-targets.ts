import type { ApplicationKey } from '../../account/application.ts';
import { differOnlyInNumber, isCallbackStep, type Step } from '../../account/step.ts';

import type { LockTarget } from '../../cli/lock-account.ts';

/** What the steps write to, each once: where something goes, and where it is taken from. */
export function targetsOf(steps: readonly Step[]): LockTarget[] {
  const parts = new Map<LockTarget['part'], Set<ApplicationKey>>();
  let last: Step | undefined;
  for (const step of steps) {
    // Of 100,000 steps nearly all write to what the one before writes to.
    if (step.change === 'none' || (last && differOnlyInNumber(last, step))) continue;
    last = step;
    const isCallback = isCallbackStep(step);
    const part = isCallback ? 'callbacks' : step.capability;
    const applications = parts.get(part) ?? new Set();
    parts.set(part, applications);
    if (isCallback) applications.add(step.application);
    else for (const key of [step.from, step.to]) if (key !== null) applications.add(key);
  }
  return [...parts].flatMap(([part, keys]) => [...keys].map((application) => ({ application, part })));
}
