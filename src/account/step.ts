import type { ApplicationKey } from './application.ts';
import type { Capability } from './capability.ts';
import type { E164 } from './phone-number.ts';

/** What is planned for one number's capability. `none` means that it is up to date. */
export interface NumberStep {
  number: E164;
  capability: Capability;
  change: 'add' | 'move' | 'remove' | 'none';
  /** The application it is assigned to now; null when unassigned, or when that was not checked. */
  from: ApplicationKey | null;
  /** The application it is assigned to afterwards; null for a removal. */
  to: ApplicationKey | null;
  /** The current assignment was not checked, so `from` is a guess. */
  unchecked?: true;
}

/** What is planned for one callback URL. */
export interface CallbackStep {
  application: ApplicationKey;
  callback: 'primary' | 'fallback';
  change: 'set' | 'clear' | 'none';
  from: string | null;
  to: string | null;
}

/** One item of a plan: what is to happen to a number's capability, or to a callback URL. */
export type Step = NumberStep | CallbackStep;

export const isCallbackStep = (step: Step): step is CallbackStep => 'callback' in step;

/** What a step is about, as errors name it: the number, or which callback of which application. */
export const stepItem = (step: Step): string =>
  isCallbackStep(step) ? `${step.callback} of ${step.application}` : step.number;

/** Whether two steps differ only in their number. */
export const differOnlyInNumber = (a: Step, b: Step): boolean =>
  !isCallbackStep(a) &&
  !isCallbackStep(b) &&
  a.change === b.change &&
  a.from === b.from &&
  a.to === b.to &&
  a.capability === b.capability &&
  a.unchecked === b.unchecked;
