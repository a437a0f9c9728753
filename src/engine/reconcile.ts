import type { Account } from '../account/account.ts';
import { type CallbackStep, isCallbackStep, type NumberStep, type Step } from '../account/plan.ts';
import type { Client } from '../api/client.ts';
import { asSinchctlError, SinchctlError } from '../core/errors.ts';
import { isSameUrl } from '../core/url.ts';
import { DONE, errorOf, type Outcomes, SKIPPED, type StepOutcome, UNCHANGED } from './outcome.ts';
import { readAccount, readCallbacks } from './read-account.ts';

/** Whether a request was sent and its effect is unknown. */
const isLost = (outcome: StepOutcome | undefined): outcome is { result: 'failed'; error: SinchctlError } =>
  outcome?.result === 'failed' && outcome.error.details.responseLost === true;

/** The outcome of a step by its response alone. */
const byResponse = (before: StepOutcome | undefined): StepOutcome =>
  isLost(before) ? { result: 'unknown', error: before.error } : (before ?? SKIPPED);

/**
 * The outcome of a step by the current value.
 * @param mismatch the error where Sinch accepted the change and the value is a different one
 */
function byValue(
  isAsPlanned: boolean,
  step: Step,
  before: StepOutcome | undefined,
  mismatch: string,
): StepOutcome {
  if (isAsPlanned) return step.change === 'none' ? UNCHANGED : DONE;
  // No request of its own was sent.
  if (before?.result === 'unknown') return SKIPPED;
  return { result: 'failed', error: errorOf(before) ?? new SinchctlError('failure', mismatch) };
}

function numberOutcome(account: Account, step: NumberStep, before: StepOutcome | undefined): StepOutcome {
  const { number, capability, change, from, to } = step;
  // The portal alone does not show it, nor does an unexpected row: then the response is all there is.
  if (account.isUncertain(number, capability) || account.isUnclear(number, capability)) {
    return byResponse(before);
  }
  const now = account.application(number, capability);
  const isAsPlanned = change === 'remove' ? now !== from : now === to;
  return byValue(isAsPlanned, step, before, 'Sinch accepted the change, but the account does not show it');
}

const CALLBACK_MISMATCH = 'Sinch accepted the change, but the current URL is a different one';

/** Steps whose outcome only the account itself can show. */
export class Reconciliation {
  /** What is known of them so far. */
  readonly #pending: Outcomes = new Map();
  /** The account as it was last read. */
  account: Account | undefined;
  /** Why it could not be read, where it should have been. */
  unverified: SinchctlError | undefined;

  add(steps: readonly Step[], outcomeOf: (step: Step) => StepOutcome): void {
    for (const step of steps) this.#pending.set(step, outcomeOf(step));
  }

  /**
   * Reads the account, and decides all pending steps. Acknowledged steps remain done if the account cannot be read.
   */
  async resolve(client: Client, concurrency: number): Promise<Outcomes> {
    const steps = [...this.#pending.keys()];
    const callbacks = steps.filter(isCallbackStep);
    const numbers = steps.filter((step): step is NumberStep => !isCallbackStep(step));
    const resolved: Outcomes = new Map();
    if (callbacks.length > 0) await this.#resolveCallbacks(client, callbacks, concurrency, resolved);
    if (numbers.length > 0) {
      this.account = await readAccount(client).catch((thrown): undefined => {
        this.unverified = asSinchctlError(thrown);
      });
      for (const step of numbers) {
        const before = this.#pending.get(step);
        resolved.set(step, this.account ? numberOutcome(this.account, step, before) : byResponse(before));
      }
    }
    this.#pending.clear();
    return resolved;
  }

  /** Reads callbacks again: only what is the current value is done. */
  async #resolveCallbacks(
    client: Client,
    steps: readonly CallbackStep[],
    concurrency: number,
    resolved: Outcomes,
  ): Promise<void> {
    const applications = [...new Set(steps.map(({ application }) => application))];
    const { found, failures } = await readCallbacks(client, applications, concurrency);
    const errors = new Map(failures.map(({ item, error }) => [item, error]));
    for (const step of steps) {
      const { application, callback, to } = step;
      const before = this.#pending.get(step);
      const now = found.get(application);
      const unread = () =>
        errorOf(before) ?? errors.get(application) ?? new SinchctlError('failure', CALLBACK_MISMATCH);
      resolved.set(
        step,
        now
          ? byValue(isSameUrl(now[callback], to), step, before, CALLBACK_MISMATCH)
          : { result: 'unknown', error: unread() },
      );
    }
  }
}
