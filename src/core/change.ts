import type { CallbackStep } from './callback-plan.ts';
import type { Step } from './plan.ts';

/** What is to happen to one thing of the account: a number's capability, or a callback URL. */
export type Change = Step | CallbackStep;

export const isCallbackStep = (change: Change): change is CallbackStep => 'callback' in change;

/** What a change is about, as errors name it: the number, or which callback of which application. */
export const itemOf = (change: Change): string =>
  isCallbackStep(change) ? `${change.callback} of ${change.application}` : change.number;
