import type { ApplicationKey } from '../account/application.ts';
import type { Capability } from '../account/capability.ts';
import { type AccountNumber, portalText } from '../account/phone-number.ts';
import type { CallbackPlan, CallbackUrls, NumberStep, Step } from '../account/plan.ts';
import type { Client } from '../api/client.ts';
import type { AuthScheme } from '../api/operations.ts';
import { chunksOf, groupBy } from '../core/group-by.ts';

/** One request, and the steps that it executes. */
export interface Batch {
  steps: readonly Step[];
  /** The application in the request. */
  application: ApplicationKey;
  /** How the request is signed: by the application unless set. */
  auth?: AuthScheme;
  /** Splits the request in half, to find the invalid items after it was rejected; undefined if it cannot be split. */
  split?: () => readonly [Batch, Batch];
  /** Whether the result is always verified by reading it again. */
  verify?: boolean;
  run(client: Client): Promise<unknown>;
}

/** The maximum number of numbers that Sinch accepts in one assignment. */
const MOST_NUMBERS = 100;

function assignBatch(steps: readonly NumberStep[], to: ApplicationKey, capability: Capability): Batch {
  const run = (client: Client) => {
    const numbers = steps.map(({ number }) => number);
    return client.call('assignNumbers', { body: { numbers, applicationkey: to, capability } });
  };
  if (steps.length < 2) return { steps, application: to, run };
  const middle = Math.ceil(steps.length / 2);
  const half = (part: readonly NumberStep[]) => assignBatch(part, to, capability);
  return {
    steps,
    application: to,
    run,
    split: () => [half(steps.slice(0, middle)), half(steps.slice(middle))],
  };
}

/** Steps to one application with one capability. */
interface TargetSteps {
  to: ApplicationKey;
  capability: Capability;
  steps: NumberStep[];
}

/** Additions and moves, grouped by application and capability, at most 100 numbers per request. */
export function assignBatches(steps: readonly NumberStep[]): Batch[] {
  const groups: TargetSteps[] = [];
  let group: TargetSteps | undefined;
  for (const step of steps) {
    const { to, capability } = step;
    if (to === null || step.change === 'none') continue;
    const isMember = (one: TargetSteps) => one.to === to && one.capability === capability;
    // Of 100,000 steps, nearly all belong to the same group as the previous one.
    if (!group || !isMember(group)) {
      group = groups.find(isMember) ?? { to, capability, steps: [] };
      if (group.steps.length === 0) groups.push(group);
    }
    group.steps.push(step);
  }
  return groups.flatMap(({ to, capability, steps: all }) =>
    Array.from(chunksOf(all, MOST_NUMBERS), (some) => assignBatch(some, to, capability)),
  );
}

/** Removals through the calling API, one number per request. */
export function unassignBatches(steps: readonly NumberStep[]): Batch[] {
  return steps.flatMap((step) => {
    const { number, capability, from, change } = step;
    if (change !== 'remove' || from === null) return [];
    const body = { number, applicationkey: from, capability };
    return [
      { steps: [step], application: from, run: (client: Client) => client.call('unassignNumber', { body }) },
    ];
  });
}

/** Removals through the portal, one request per number, which removes all its capabilities from the application. */
export function removeBatches(steps: readonly NumberStep[]): Batch[] {
  const removals = steps.filter(({ change }) => change === 'remove');
  return [...groupBy(removals, ({ number }) => number)].flatMap(([number, all]) => {
    const application = all[0]?.from;
    if (!application) return [];
    const params = { application, number: portalText(number) };
    const run = (client: Client) => client.call('removeNumber', { params });
    return [{ steps: all, application, auth: 'instance' as const, run }];
  });
}

/** The portal's PUT that replaces the full set. */
export function overwriteBatch(
  steps: readonly NumberStep[],
  application: ApplicationKey,
  capability: Capability,
  numbers: readonly AccountNumber[],
): Batch {
  const params = { application, capability };
  const body = { numbers: numbers.map((number) => Number(portalText(number))) };
  const run = (client: Client) => client.call('overwriteNumbers', { params, body });
  return { steps, application, auth: 'instance', run };
}

/** The URLs of an update: a null URL is omitted, which clears it. */
const present = ({ primary, fallback }: CallbackUrls) => ({
  ...(primary === null ? {} : { primary }),
  ...(fallback === null ? {} : { fallback }),
});

/** Updates of callbacks, one request per application. Each replaces both URLs, so the result is read again. */
export function callbackBatches(plans: readonly CallbackPlan[]): Batch[] {
  return plans.flatMap(({ application, merged, steps }) => {
    if (steps.every(({ change }) => change === 'none')) return [];
    const input = { params: { application }, body: { url: present(merged) } };
    return [
      { steps, application, verify: true, run: (client: Client) => client.call('updateCallbacks', input) },
    ];
  });
}

/** A plan that changes both callbacks and numbers. */
export interface AccountPlan {
  callbacks: readonly CallbackPlan[];
  numbers: readonly NumberStep[];
}

export const stepsOf = ({ callbacks, numbers }: AccountPlan): Step[] => [
  ...callbacks.flatMap(({ steps }) => steps),
  ...numbers,
];

/** Its requests in phases: callbacks, then assignments, then removals. */
export const phasesOf = ({ callbacks, numbers }: AccountPlan): Batch[][] => [
  callbackBatches(callbacks),
  assignBatches(numbers),
  unassignBatches(numbers),
];
