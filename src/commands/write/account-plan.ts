import type { CallbackPlan, NumberStep, Step } from '../../account/plan.ts';
import { assignBatches, type Batch, callbackBatches, unassignBatches } from '../../engine/batches.ts';

/** A plan that changes both callbacks and numbers. */
export interface AccountPlan {
  callbacks: readonly CallbackPlan[];
  numbers: readonly NumberStep[];
}

export const stepsOf = ({ callbacks, numbers }: AccountPlan): Step[] => [
  ...callbacks.flatMap(({ steps }) => steps),
  ...numbers,
];

/** Its requests in phases: callbacks, then assignments, then removals. */
export const phasesOf = ({ callbacks, numbers }: AccountPlan): Batch[][] => [
  callbackBatches(callbacks),
  assignBatches(numbers),
  unassignBatches(numbers),
];
