import type { Step } from '../account/plan.ts';
import type { Client } from '../api/client.ts';
import { asSinchctlError, markAmbiguous, type SinchctlError } from '../core/errors.ts';
import type { Batch } from './batches.ts';
import { CircuitBreaker, isRejectedContent, RejectedApplications } from './circuit-breaker.ts';
import {
  achieved,
  DONE,
  errorOf,
  inRuns,
  type Outcomes,
  type Reporter,
  SKIPPED,
  type StepOutcome,
  UNCHANGED,
  unreached,
} from './outcome.ts';
import { Reconciliation, type Verification, verifyOutcomes } from './reconcile.ts';

/** Resolves when pending I/O, mainly requests, has made progress. */
const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** The error from a request. If the exception is a bug, the effect of the request is unknown. */
function asRequestError(thrown: unknown): SinchctlError {
  const error = asSinchctlError(thrown);
  return markAmbiguous(error, error.details.isBug);
}

export interface ExecutorOptions {
  client: Client;
  /** Maximum number of requests at the same time. */
  concurrency: number;
  /** Whether to read the account again afterwards even when every response arrived. */
  verify?: boolean;
  reporter?: Reporter;
  /** The interruption by the user or the system, if any. */
  interrupted?: () => SinchctlError | undefined;
}

/** A batch whose request has ended. */
interface Completed {
  batch: Batch;
  error: SinchctlError | undefined;
}

/** The state of a run: the outcomes so far, and whether it may continue. */
export class Executor {
  /** Outcomes other than success: failed, unknown, or not attempted. */
  readonly missed: Outcomes = new Map();
  /** Steps to compare with the account. */
  readonly reconciliation = new Reconciliation();
  readonly breaker: CircuitBreaker;
  /** The first error from a step. */
  cause: SinchctlError | undefined;
  /** Whether Sinch accepted any change. */
  isAccepted = false;
  /** Accepted steps to compare with the account after the last request. */
  readonly #unverified: Step[] = [];
  readonly #options: ExecutorOptions;
  readonly #rejected = new RejectedApplications();
  #completed: Completed[] = [];
  #reporting: Promise<void> | undefined;
  #bug: SinchctlError | undefined;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.breaker = new CircuitBreaker(options.interrupted);
  }

  /** Makes outcomes final, and reports them. */
  settle(steps: Iterable<Step>, outcomeOf: (step: Step) => StepOutcome): void {
    for (const [alike, outcome] of inRuns(steps, outcomeOf)) {
      if (outcome !== DONE && outcome !== UNCHANGED) {
        for (const step of alike) this.missed.set(step, outcome);
        this.cause ??= errorOf(outcome);
      }
      this.#options.reporter?.onSettled?.(alike, outcome);
    }
  }

  /** Reporting 100 rows takes as long as several requests, so the next request is sent first. */
  #reportLater(completed: Completed): void {
    this.#completed.push(completed);
    this.#reporting ??= nextTurn()
      .then(() => this.#reportCompleted())
      .catch((thrown) => {
        // A bug occurred while outcomes were reported: nothing more is sent, and the phase ends with it.
        this.#bug ??= asSinchctlError(thrown);
        this.breaker.trip(this.#bug);
      });
  }

  /** Successful steps are reported together. */
  #reportCompleted(): void {
    const completed = this.#completed;
    this.#completed = [];
    this.#reporting = undefined;
    const accepted = completed.filter(({ error }) => !error);
    this.settle(
      accepted.flatMap(({ batch }) => batch.steps),
      achieved,
    );
    this.isAccepted ||= accepted.length > 0;
    const verified = accepted.filter(({ batch }) => batch.verify || this.#options.verify);
    for (const { batch } of verified) this.#unverified.push(...batch.steps);
    for (const { batch, error } of completed) {
      if (!error) continue;
      const failed = { result: 'failed', error } as const;
      // If a response was lost, only the account shows whether the request was executed.
      if (error.details.responseLost) this.reconciliation.add(batch.steps, failed);
      else this.settle(batch.steps, () => failed);
    }
  }

  /**
   * Sends one batch. If it is rejected for its numbers, it is split until only the invalid ones fail.
   * @param recorded resolves when the batch may be sent
   * @param rejection the rejection of the batch that this one is half of
   */
  async execute(batch: Batch, recorded?: Promise<void>, rejection?: SinchctlError): Promise<void> {
    if (!(await this.#maySend(recorded)) || this.#rejected.has(batch)) return this.#abandon(batch, rejection);
    const thrown = await batch.run(this.#options.client).then(() => undefined, asRequestError);
    this.breaker.record(thrown, batch.split !== undefined || rejection !== undefined);
    this.#rejected.record(batch, thrown);
    // If the response to the full batch was lost, the outcome of its half is also ambiguous.
    const error = thrown && markAmbiguous(thrown, rejection?.details.responseLost);
    // Interrupted before it was sent.
    if (error?.kind === 'interrupted' && !error.details.responseLost) return this.#abandon(batch, rejection);
    if (!error || !batch.split || !isRejectedContent(error)) return this.#reportLater({ batch, error });
    const halves = batch.split();
    const executeHalves = async () => {
      for (const half of halves) await this.execute(half, undefined, error);
    };
    // A half belongs to a bisection that is in progress.
    await (rejection ? executeHalves() : this.#rejected.split(batch, executeHalves));
  }

  /** A batch that is not sent. If the response to the full batch was lost, its half may still have been executed. */
  #abandon(batch: Batch, rejection: SinchctlError | undefined): void {
    if (rejection?.details.responseLost) {
      this.reconciliation.add(batch.steps, { result: 'unknown', error: rejection });
    } else {
      this.cancel([batch]);
      this.skip([batch]);
    }
  }

  async #maySend(recorded: Promise<void> | undefined): Promise<boolean> {
    try {
      await recorded;
    } catch (thrown) {
      this.breaker.trip(asSinchctlError(thrown));
    }
    return !this.breaker.isTripped;
  }

  /** Records batches that will be sent. */
  async record(batches: readonly Batch[]): Promise<void> {
    await this.#options.reporter?.onPlanned?.(batches.flatMap(({ steps }) => steps));
  }

  /** Batches that were recorded, and will not be sent after all. */
  cancel(batches: readonly Batch[]): void {
    for (const { steps } of batches) this.#options.reporter?.onCancelled?.(steps);
  }

  /** Batches that were not attempted. */
  skip(batches: readonly Batch[]): void {
    for (const { steps } of batches) this.settle(steps, unreached);
  }

  /** Compares the accepted steps with the account; steps that it does not confirm have failed. */
  async verify(): Promise<Omit<Verification, 'missed'>> {
    const { client, concurrency, interrupted } = this.#options;
    if (this.#unverified.length === 0 || this.breaker.isAuthFailure) return {};
    const isInterrupted = () => interrupted?.() !== undefined;
    const { missed, ...rest } = await verifyOutcomes(client, this.#unverified, concurrency, isInterrupted);
    this.settle(missed.keys(), (step) => missed.get(step) ?? SKIPPED);
    return rest;
  }

  /** Ends a phase: reads the account, and settles the steps that depend on it. */
  async reconcile(): Promise<void> {
    await this.#reporting;
    if (this.#bug) throw this.#bug;
    const { client, concurrency, reporter } = this.#options;
    const resolved = await this.reconciliation.resolve(client, concurrency);
    const outcomeOf = (step: Step) => resolved.get(step) ?? SKIPPED;
    // They were recorded with the rejected batch.
    const unsent = [...resolved.keys()].filter((step) => outcomeOf(step) === SKIPPED);
    if (unsent.length > 0) reporter?.onCancelled?.(unsent);
    this.settle(resolved.keys(), outcomeOf);
  }
}
