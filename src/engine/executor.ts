import type { Step } from '../account/step.ts';
import type { Client } from '../api/client.ts';
import { asSinchctlError, markAmbiguous, type SinchctlError } from '../core/errors.ts';
import type { Batch } from './batches.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
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
import { Reconciliation } from './reconcile.ts';
import { isRefusedContent, RefusedApplications } from './refusals.ts';
import { WriteAhead } from './write-ahead.ts';

/** Resolves when what is under way has gone on, requests above all. */
const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** So many requests for each that is in flight are recorded beforehand, so that none waits for the disk. */
const AHEAD = 4;

/** What a run works with. */
export interface ExecutorSetting {
  client: Client;
  /** Requests at the same time. */
  concurrency: number;
  /** Whether to read the account again afterwards even when every reply arrived. */
  verify?: boolean;
  reporter?: Reporter;
  /** What a person or the system did to end the work early, if anything. */
  interrupted?: () => SinchctlError | undefined;
}

/** A job that has been answered. */
interface Due {
  batch: Batch;
  error: SinchctlError | undefined;
}

/** One run: what it knows so far, and whether it may go on. */
export class Run {
  /** What did not come true: failed, unknown or not reached. */
  readonly missed: Outcomes = new Map();
  /** Steps that are to be looked at again. */
  readonly look = new Reconciliation();
  /** Telling of a hundred rows takes as long as several requests, so the next request leaves first. */
  #concluding: Promise<void> | undefined;
  #due: Due[] = [];
  #broken: SinchctlError | undefined;
  readonly breaker: CircuitBreaker;
  readonly #refused = new RefusedApplications();
  /** The first thing that did not come true. */
  cause: SinchctlError | undefined;
  readonly #setting: ExecutorSetting;

  constructor(setting: ExecutorSetting) {
    this.#setting = setting;
    this.breaker = new CircuitBreaker(setting.interrupted);
  }

  /** Nothing will change these outcomes any more. */
  settle(steps: Iterable<Step>, outcomeOf: (step: Step) => StepOutcome): void {
    for (const [alike, outcome] of inRuns(steps, outcomeOf)) {
      if (outcome !== DONE && outcome !== UNCHANGED) this.#miss(alike, outcome);
      this.#setting.reporter?.onSettled?.(alike, outcome);
    }
  }

  #miss(steps: readonly Step[], outcome: StepOutcome): void {
    for (const step of steps) this.missed.set(step, outcome);
    this.cause ??= errorOf(outcome);
  }

  /** Whether only another look can tell what came of a job. */
  #isOpen(batch: Batch, error: SinchctlError | undefined): boolean {
    const isUnclear = error?.details.responseLost === true;
    return isUnclear || ((batch.verify || this.#setting.verify) === true && !this.breaker.isAuthFailure);
  }

  #finish(batch: Batch, error: SinchctlError | undefined): void {
    const failed: StepOutcome | undefined = error && { result: 'failed', error };
    const outcomeOf = (step: Step) => failed ?? achieved(step);
    if (this.#isOpen(batch, error)) this.look.add(batch.steps, outcomeOf);
    else this.settle(batch.steps, outcomeOf);
  }

  #concludeLater(batch: Batch, error: SinchctlError | undefined): void {
    this.#due.push({ batch, error });
    this.#concluding ??= nextTurn()
      .then(() => this.#concludeDue())
      .catch((thrown) => this.#break(thrown));
  }

  /** A mistake of ours while outcomes were told: nothing more is sent, and the phase ends with it. */
  #break(thrown: unknown): void {
    this.#broken ??= asSinchctlError(thrown);
    this.breaker.pull(this.#broken);
  }

  /** What went well is told at once for all of it. */
  #concludeDue(): void {
    const due = this.#due;
    this.#due = [];
    this.#concluding = undefined;
    const isPlain = ({ batch, error }: Due) => !error && !this.#isOpen(batch, error);
    this.settle(
      due.filter(isPlain).flatMap(({ batch }) => batch.steps),
      achieved,
    );
    for (const one of due) if (!isPlain(one)) this.#finish(one.batch, one.error);
  }

  /** Sends one job when it may leave; a batch refused for its numbers is halved until the bad ones stand alone. */
  async carry(batch: Batch, announced?: Promise<void>, refused?: SinchctlError): Promise<void> {
    if (!(await this.#mayLeave(announced)) || this.#refused.has(batch)) return this.#abandon(batch, refused);
    const thrown = await batch.run(this.#setting.client).then(() => undefined, asSinchctlError);
    this.breaker.learn(thrown, batch.split !== undefined || refused !== undefined);
    this.#refused.learn(batch, thrown);
    // What became of a half's numbers is open where the reply to the whole was lost.
    const error = thrown && markAmbiguous(thrown, refused?.details.responseLost);
    // Interrupted before it left.
    if (error?.kind === 'interrupted' && !error.details.responseLost) return this.#abandon(batch, refused);
    if (!error || !batch.split || !isRefusedContent(error)) return this.#concludeLater(batch, error);
    const halves = batch.split();
    const carryHalves = async () => {
      for (const half of halves) await this.carry(half, undefined, error);
    };
    // A half is a part of what is tried already.
    await (refused ? carryHalves() : this.#refused.split(batch, carryHalves));
  }

  /** A job that does not leave. Of a batch whose first reply was lost, its half may have been carried out all the same. */
  #abandon(batch: Batch, refused: SinchctlError | undefined): void {
    if (refused?.details.responseLost) {
      this.look.add(batch.steps, () => ({ result: 'unknown', error: refused }));
    } else {
      this.cancel([batch]);
      this.skip([batch]);
    }
  }

  async #mayLeave(announced: Promise<void> | undefined): Promise<boolean> {
    try {
      await announced;
    } catch (thrown) {
      this.breaker.pull(asSinchctlError(thrown));
    }
    return !this.breaker.isTripped;
  }

  announce(batches: readonly Batch[]): WriteAhead {
    const { reporter, concurrency } = this.#setting;
    return new WriteAhead(batches, AHEAD * concurrency, async (some) =>
      reporter?.before?.(some.flatMap(({ steps }) => steps)),
    );
  }

  /** Jobs that were announced, and will not leave after all. */
  cancel(batches: readonly Batch[]): void {
    for (const { steps } of batches) this.#setting.reporter?.onCancelled?.(steps);
  }

  /** Jobs that were not reached. */
  skip(batches: readonly Batch[]): void {
    for (const { steps } of batches) this.settle(steps, unreached);
  }

  /** Ends a phase: looks again, and says what is true of the steps that are open. */
  async reconcile(): Promise<void> {
    await this.#concluding;
    if (this.#broken) throw this.#broken;
    const { client, concurrency, reporter } = this.#setting;
    const judged = await this.look.judge(client, concurrency);
    const outcomeOf = (step: Step) => judged.get(step) ?? SKIPPED;
    // They were announced with the batch that was refused.
    const unsent = [...judged.keys()].filter((step) => outcomeOf(step) === SKIPPED);
    if (unsent.length > 0) reporter?.onCancelled?.(unsent);
    this.settle(judged.keys(), outcomeOf);
  }
}
