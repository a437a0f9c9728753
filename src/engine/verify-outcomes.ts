import type { Account } from '../account/account.ts';
import type { CallbackStep, NumberStep } from '../account/step.ts';
import type { Client } from '../api/client.ts';
import { SinchctlError } from '../core/errors.ts';
import { DONE, errorOf, SKIPPED, type StepOutcome, UNCHANGED } from './outcome.ts';
import { readCallbacks } from './read-callbacks.ts';

/** Whether a request went out and nobody knows what came of it. */
export const isLost = (
  outcome: StepOutcome | undefined,
): outcome is { result: 'failed'; error: SinchctlError } =>
  outcome?.result === 'failed' && outcome.error.details.responseLost === true;

/** What was asked for is there, or it is not although Sinch may have said so. */
function judge(
  isAsWanted: boolean,
  isNone: boolean,
  before: StepOutcome | undefined,
  otherwise: string,
): StepOutcome {
  if (isAsWanted) return isNone ? UNCHANGED : DONE;
  // No request of its own has left.
  if (before?.result === 'unknown') return SKIPPED;
  return { result: 'failed', error: errorOf(before) ?? new SinchctlError('failure', otherwise) };
}

/** What a look at the account says of a step. */
export function judgeNumber(
  account: Account,
  step: NumberStep,
  before: StepOutcome | undefined,
): StepOutcome {
  const { number, capability, change, from, to } = step;
  // The portal alone cannot tell, nor can an unexpected row: then the reply is all there is.
  if (account.isUncertain(number, capability) || account.isUnclear(number, capability)) {
    return isLost(before) ? { result: 'unknown', error: before.error } : (before ?? SKIPPED);
  }
  const now = account.application(number, capability);
  const isAsWanted = change === 'remove' ? now !== from : now === to;
  const otherwise = 'Sinch accepted the change, but the account does not show it';
  return judge(isAsWanted, change === 'none', before, otherwise);
}

/** Reads callbacks again and says what is true of their steps: only what stands now is done. */
export async function judgeCallbacks(
  client: Client,
  steps: readonly CallbackStep[],
  outcomes: ReadonlyMap<unknown, StepOutcome>,
  concurrency: number,
): Promise<Map<CallbackStep, StepOutcome>> {
  const applications = [...new Set(steps.map(({ application }) => application))];
  const { found, failures } = await readCallbacks(client, applications, concurrency);
  const errors = new Map(failures.map(({ item, error }) => [item, error]));
  const otherwise = 'Sinch accepted the change, but another URL stands there now';
  return new Map(
    steps.map((step): [CallbackStep, StepOutcome] => {
      const before = outcomes.get(step);
      const now = found.get(step.application);
      if (now)
        return [step, judge(now[step.callback] === step.to, step.change === 'none', before, otherwise)];
      const error =
        errorOf(before) ?? errors.get(step.application) ?? new SinchctlError('failure', otherwise);
      return [step, { result: 'unknown', error }];
    }),
  );
}
