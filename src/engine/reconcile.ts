import type { Account } from '../account/account.ts';
import { type Aliases, type ApplicationKey, nameApplication } from '../account/application.ts';
import { type CallbackUrls, isCallbackStep, type Step } from '../account/plan.ts';
import type { Client } from '../api/client.ts';
import { asSinchctlError, SinchctlError } from '../core/errors.ts';
import { isSameUrl, maskUrl } from '../core/url.ts';
import { DONE, type Outcomes, SKIPPED, type StepOutcome, UNCHANGED } from './outcome.ts';
import { readAccount, readCallbacks } from './read-account.ts';

/** The current state of some steps' items in the account. */
interface Reading {
  /** Undefined if no numbers were read. */
  account?: Account | undefined;
  callbacks: ReadonlyMap<ApplicationKey, CallbackUrls>;
}

/** Whether the account confirms a step; undefined if the state of the item is unclear. */
function isAsPlanned({ account, callbacks }: Reading, step: Step): boolean | undefined {
  if (isCallbackStep(step)) {
    const urls = callbacks.get(step.application);
    return urls && isSameUrl(urls[step.callback], step.to);
  }
  const { number, capability, change, from, to } = step;
  // Neither the portal alone nor an unexpected row shows it, so only the response is known.
  if (!account || account.isUncertain(number, capability) || account.isUnclear(number, capability))
    return undefined;
  const now = account.application(number, capability);
  return change === 'remove' ? now !== from : now === to;
}

/** The current value of an item, as a clause. */
function currentValue({ account, callbacks }: Reading, step: Step, aliases: Aliases): string {
  if (isCallbackStep(step)) {
    const url = callbacks.get(step.application)?.[step.callback];
    return url ? `the current URL is ${maskUrl(url)}` : 'no URL is set';
  }
  const now = account?.application(step.number, step.capability);
  if (now === undefined) return 'the number is not on the account';
  const still = now === step.from ? 'still' : 'now';
  return `the number is ${still} ${now === null ? 'unassigned' : `assigned to ${nameApplication(now, aliases)}`}`;
}

/**
 * Creates failures that show the current value. Steps with the same value share one outcome, so that they are reported
 * together.
 */
function failuresByValue(reading: Reading, aliases: Aliases) {
  const outcomes = new Map<string, StepOutcome>();
  return (step: Step, errorFor: (value: string) => SinchctlError): StepOutcome => {
    const error = errorFor(currentValue(reading, step, aliases));
    const now = isCallbackStep(step) ? undefined : reading.account?.application(step.number, step.capability);
    const outcome = outcomes.get(error.message) ?? { result: 'failed', error, now };
    outcomes.set(error.message, outcome);
    return outcome;
  };
}

/** The known outcome of a step before the account is read: its request, or that of its batch, failed. */
type PendingOutcome = Extract<StepOutcome, { error: SinchctlError }>;

/** Determines the outcomes of steps whose responses were lost, based on the current value. */
function byValue(reading: Reading, aliases: Aliases) {
  const failed = failuresByValue(reading, aliases);
  return (step: Step, before: PendingOutcome): StepOutcome => {
    const shown = isAsPlanned(reading, step);
    if (shown === undefined) return { result: 'unknown', error: before.error };
    if (shown) return step.change === 'none' ? UNCHANGED : DONE;
    // No request was sent for this step alone.
    if (before.result === 'unknown') return SKIPPED;
    return failed(step, (value) => before.error.with({}, `${before.error.message}; ${value}`));
  };
}

/** Steps whose outcome only the account itself can show. */
export class Reconciliation {
  readonly #pending = new Map<Step, PendingOutcome>();
  /** The account as it was last read. */
  account: Account | undefined;
  /** Why it could not be read; undefined unless a required read failed. */
  unverified: SinchctlError | undefined;

  add(steps: readonly Step[], outcome: PendingOutcome): void {
    for (const step of steps) this.#pending.set(step, outcome);
  }

  /** Reads the account, and resolves all pending steps; those that it does not show have an unknown outcome. */
  async resolve(client: Client, concurrency: number): Promise<Outcomes> {
    if (this.#pending.size === 0) return new Map();
    const pending = [...this.#pending];
    this.#pending.clear();
    const steps = pending.map(([step]) => step);
    const { found: callbacks } = await readCallbacks(client, applicationsOf(steps), concurrency);
    if (!steps.every(isCallbackStep)) {
      this.account = await readAccount(client).catch((thrown): undefined => {
        this.unverified = asSinchctlError(thrown);
      });
    }
    const reading = { account: this.account, callbacks };
    const decide = byValue(reading, client.credentials.aliases);
    return new Map(pending.map(([step, before]) => [step, decide(step, before)]));
  }
}

/** The applications whose callbacks some steps change. */
const applicationsOf = (steps: readonly Step[]): ApplicationKey[] => [
  ...new Set(steps.filter(isCallbackStep).map(({ application }) => application)),
];

/** Seconds before each read: a list may lag behind the changes. */
const RECHECK_PAUSES = [0, 1, 2, 4];

/** The result of a verification. */
export interface Verification {
  /** The steps that the account does not confirm, although Sinch accepted them. */
  missed: Outcomes;
  account?: Account | undefined;
  /** Why the account could not be read. */
  unverified?: SinchctlError | undefined;
}

async function readFor(client: Client, steps: readonly Step[], concurrency: number) {
  const account = steps.every(isCallbackStep) ? undefined : await readAccount(client);
  const { found: callbacks, failures } = await readCallbacks(client, applicationsOf(steps), concurrency);
  return { account, callbacks, error: failures[0]?.error };
}

/** The outcomes of steps that the account does not confirm. */
function mismatches(reading: Reading, steps: readonly Step[], aliases: Aliases): Outcomes {
  const missed: Outcomes = new Map();
  const failed = failuresByValue(reading, aliases);
  const errorFor = (value: string) => new SinchctlError('failure', `Sinch accepted the change, but ${value}`);
  for (const step of steps) missed.set(step, failed(step, errorFor));
  return missed;
}

/** Compares accepted steps with the account, and reads it again until it confirms all of them. */
export async function verifyOutcomes(
  client: Client,
  steps: readonly Step[],
  concurrency: number,
  isInterrupted: () => boolean,
): Promise<Verification> {
  let left = steps;
  let reading: Awaited<ReturnType<typeof readFor>> | undefined;
  let unverified: SinchctlError | undefined;
  for (const pause of RECHECK_PAUSES) {
    if (pause > 0) await client.sleep?.(pause);
    if (isInterrupted()) break;
    const now = await readFor(client, left, concurrency).catch(asSinchctlError);
    if (now instanceof SinchctlError) {
      // The results of an earlier read are kept.
      if (!reading) unverified = now;
      break;
    }
    reading = { ...now, account: now.account ?? reading?.account };
    unverified = now.error;
    const current = reading;
    left = left.filter((step) => isAsPlanned(current, step) === false);
    if (left.length === 0) break;
  }
  const missed = reading ? mismatches(reading, left, client.credentials.aliases) : new Map();
  return { missed, account: reading?.account, unverified };
}
