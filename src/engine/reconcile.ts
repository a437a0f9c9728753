import type { Account } from '../account/account.ts';
import type { NumberStep } from '../account/step.ts';
import { isCallbackStep, type Step } from '../account/step.ts';
import type { Client } from '../api/client.ts';
import { asSinchctlError, type SinchctlError } from '../core/errors.ts';
import { type Outcomes, SKIPPED, type StepOutcome } from './outcome.ts';
import { readAccount } from './read-account.ts';
import { isLost, judgeCallbacks, judgeNumber } from './verify-outcomes.ts';

/** Steps of which only the account itself can tell what came of them. */
export class Reconciliation {
  /** What is known of them so far. */
  readonly #open: Outcomes = new Map();
  /** The account as it was read last. */
  account: Account | undefined;
  /** Why it could not be read, where it should have been. */
  unverified: SinchctlError | undefined;

  add(steps: readonly Step[], outcomeOf: (step: Step) => StepOutcome): void {
    for (const step of steps) this.#open.set(step, outcomeOf(step));
  }

  /** Looks, and says what is true of all of them. What was acknowledged stays done if the account cannot be read. */
  async judge(client: Client, concurrency: number): Promise<Outcomes> {
    const open = [...this.#open.keys()];
    const callbacks = open.filter(isCallbackStep);
    const numbers = open.filter((step): step is NumberStep => !isCallbackStep(step));
    const judged: Outcomes = new Map();
    if (callbacks.length > 0) {
      const found = await judgeCallbacks(client, callbacks, this.#open, concurrency);
      for (const [step, outcome] of found) judged.set(step, outcome);
    }
    if (numbers.length > 0) {
      await this.#read(client);
      for (const step of numbers) judged.set(step, this.#judgeNumber(step));
    }
    this.#open.clear();
    return judged;
  }

  async #read(client: Client): Promise<void> {
    this.account = await readAccount(client).catch((thrown): undefined => {
      this.unverified = asSinchctlError(thrown);
    });
  }

  #judgeNumber(step: NumberStep): StepOutcome {
    const before = this.#open.get(step);
    if (this.account) return judgeNumber(this.account, step, before);
    return isLost(before) ? { result: 'unknown', error: before.error } : (before ?? SKIPPED);
  }
}
