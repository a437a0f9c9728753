import type { Change } from '../account/change.ts';
import type { Client } from '../api/client.ts';
import { afterLoss, asSinchctlError, type SinchctlError } from '../core/errors.ts';
import type { Job } from './batches.ts';
import { Brake } from './circuit-breaker.ts';
import {
  achieved,
  DONE,
  errorOf,
  inRuns,
  type Outcomes,
  SKIPPED,
  type StepOutcome,
  UNCHANGED,
  unreached,
  type Watcher,
} from './outcome.ts';
import { SecondLook } from './reconcile.ts';
import { isRefusedContent, RefusedApplications } from './refusals.ts';
import { Announcer } from './write-ahead.ts';

/** Resolves when what is under way has gone on, requests above all. */
const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** So many requests for each that is in flight are recorded beforehand, so that none waits for the disk. */
const AHEAD = 4;

/** What a run works with. */
export interface RunSetting {
  client: Client;
  /** Requests at the same time. */
  concurrency: number;
  /** Whether to read the account again afterwards even when every reply arrived. */
  verify?: boolean;
  watcher?: Watcher;
  /** What a person or the system did to end the work early, if anything. */
  interrupted?: () => SinchctlError | undefined;
}

/** A job that has been answered. */
interface Due {
  job: Job;
  error: SinchctlError | undefined;
}

/** One run: what it knows so far, and whether it may go on. */
export class Run {
  /** What did not come true: failed, unknown or not reached. */
  readonly missed: Outcomes = new Map();
  /** Steps that are to be looked at again. */
  readonly look = new SecondLook();
  /** Telling of a hundred rows takes as long as several requests, so the next request leaves first. */
  #concluding: Promise<void> | undefined;
  #due: Due[] = [];
  #broken: SinchctlError | undefined;
  readonly brake: Brake;
  readonly #refused = new RefusedApplications();
  /** The first thing that did not come true. */
  cause: SinchctlError | undefined;
  readonly #setting: RunSetting;

  constructor(setting: RunSetting) {
    this.#setting = setting;
    this.brake = new Brake(setting.interrupted);
  }

  /** Nothing will change these outcomes any more. */
  settle(steps: Iterable<Change>, outcomeOf: (step: Change) => StepOutcome): void {
    for (const [alike, outcome] of inRuns(steps, outcomeOf)) {
      if (outcome !== DONE && outcome !== UNCHANGED) this.#miss(alike, outcome);
      this.#setting.watcher?.settled?.(alike, outcome);
    }
  }

  #miss(steps: readonly Change[], outcome: StepOutcome): void {
    for (const step of steps) this.missed.set(step, outcome);
    this.cause ??= errorOf(outcome);
  }

  /** Whether only another look can tell what came of a job. */
  #isOpen(job: Job, error: SinchctlError | undefined): boolean {
    const isUnclear = error?.details.replyLost === true;
    return isUnclear || ((job.verify || this.#setting.verify) === true && !this.brake.isHopeless);
  }

  #conclude(job: Job, error: SinchctlError | undefined): void {
    const failed: StepOutcome | undefined = error && { result: 'failed', error };
    const outcomeOf = (step: Change) => failed ?? achieved(step);
    if (this.#isOpen(job, error)) this.look.add(job.steps, outcomeOf);
    else this.settle(job.steps, outcomeOf);
  }

  #concludeLater(job: Job, error: SinchctlError | undefined): void {
    this.#due.push({ job, error });
    this.#concluding ??= nextTurn()
      .then(() => this.#concludeDue())
      .catch((thrown) => this.#break(thrown));
  }

  /** A mistake of ours while outcomes were told: nothing more is sent, and the phase ends with it. */
  #break(thrown: unknown): void {
    this.#broken ??= asSinchctlError(thrown);
    this.brake.pull(this.#broken);
  }

  /** What went well is told at once for all of it. */
  #concludeDue(): void {
    const due = this.#due;
    this.#due = [];
    this.#concluding = undefined;
    const isPlain = ({ job, error }: Due) => !error && !this.#isOpen(job, error);
    this.settle(
      due.filter(isPlain).flatMap(({ job }) => job.steps),
      achieved,
    );
    for (const one of due) if (!isPlain(one)) this.#conclude(one.job, one.error);
  }

  /** Sends one job when it may leave; a batch refused for its numbers is halved until the bad ones stand alone. */
  async carry(job: Job, announced?: Promise<void>, refused?: SinchctlError): Promise<void> {
    if (!(await this.#mayLeave(announced)) || this.#refused.has(job)) return this.#abandon(job, refused);
    const thrown = await job.run(this.#setting.client).then(() => undefined, asSinchctlError);
    this.brake.learn(thrown, job.split !== undefined || refused !== undefined);
    this.#refused.learn(job, thrown);
    // What became of a half's numbers is open where the reply to the whole was lost.
    const error = thrown && afterLoss(thrown, refused?.details.replyLost);
    // Interrupted before it left.
    if (error?.kind === 'interrupted' && !error.details.replyLost) return this.#abandon(job, refused);
    if (!error || !job.split || !isRefusedContent(error)) return this.#concludeLater(job, error);
    const halves = job.split();
    const carryHalves = async () => {
      for (const half of halves) await this.carry(half, undefined, error);
    };
    // A half is a part of what is tried already.
    await (refused ? carryHalves() : this.#refused.split(job, carryHalves));
  }

  /** A job that does not leave. Of a batch whose first reply was lost, its half may have been carried out all the same. */
  #abandon(job: Job, refused: SinchctlError | undefined): void {
    if (refused?.details.replyLost) {
      this.look.add(job.steps, () => ({ result: 'unknown', error: refused }));
    } else {
      this.withdraw([job]);
      this.skip([job]);
    }
  }

  async #mayLeave(announced: Promise<void> | undefined): Promise<boolean> {
    try {
      await announced;
    } catch (thrown) {
      this.brake.pull(asSinchctlError(thrown));
    }
    return !this.brake.isPulled;
  }

  announce(jobs: readonly Job[]): Announcer {
    const { watcher, concurrency } = this.#setting;
    return new Announcer(jobs, AHEAD * concurrency, async (some) =>
      watcher?.before?.(some.flatMap(({ steps }) => steps)),
    );
  }

  /** Jobs that were announced, and will not leave after all. */
  withdraw(jobs: readonly Job[]): void {
    for (const { steps } of jobs) this.#setting.watcher?.withdrawn?.(steps);
  }

  /** Jobs that were not reached. */
  skip(jobs: readonly Job[]): void {
    for (const { steps } of jobs) this.settle(steps, unreached);
  }

  /** Ends a phase: looks again, and says what is true of the steps that are open. */
  async lookAgain(): Promise<void> {
    await this.#concluding;
    if (this.#broken) throw this.#broken;
    const { client, concurrency, watcher } = this.#setting;
    const judged = await this.look.judge(client, concurrency);
    const outcomeOf = (step: Change) => judged.get(step) ?? SKIPPED;
    // They were announced with the batch that was refused.
    const unsent = [...judged.keys()].filter((step) => outcomeOf(step) === SKIPPED);
    if (unsent.length > 0) watcher?.withdrawn?.(unsent);
    this.settle(judged.keys(), outcomeOf);
  }
}
