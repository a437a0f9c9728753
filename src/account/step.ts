import type { CallbackStep } from './callback-plan.ts';
import type { Step } from './plan.ts';

/** What is to happen to one thing of the account: a number's capability, or a callback URL. */
export type Change = Step | CallbackStep;

export const isCallbackStep = (change: Change): change is CallbackStep => 'callback' in change;

/** What a change is about, as errors name it: the number, or which callback of which application. */
export const itemOf = (change: Change): string =>
  isCallbackStep(change) ? `${change.callback} of ${change.application}` : change.number;

/** Whether two steps differ in nothing but their number. */
export const isAlike = (a: Change, b: Change): boolean =>
  !isCallbackStep(a) &&
  !isCallbackStep(b) &&
  a.change === b.change &&
  a.from === b.from &&
  a.to === b.to &&
  a.capability === b.capability &&
  a.unchecked === b.unchecked;
