import type { ApplicationKey } from '../account/application.ts';
import type { CallbackPlan, CallbackUrls } from '../account/callback-plan.ts';
import type { Capability } from '../account/capability.ts';
import { type E164, e164ToInteger } from '../account/phone-number.ts';
import type { NumberStep, Step } from '../account/step.ts';
import type { Client } from '../api/client.ts';

/** One request, and the steps that it carries out. */
export interface Batch {
  steps: readonly Step[];
  /** The application that it names. */
  application: ApplicationKey;
  /** Takes the request apart, to try its halves when the whole was refused; undefined where that makes no sense. */
  split?: () => readonly [Batch, Batch];
  /** Whether only a look at the account can tell what came of it. */
  verify?: boolean;
  run(client: Client): Promise<unknown>;
}

/** Sinch takes at most so many numbers in one assignment. */
const BATCH = 100;

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
interface Group {
  to: ApplicationKey;
  capability: Capability;
  steps: NumberStep[];
}

const isOf = (group: Group, { to, capability }: NumberStep): boolean =>
  group.to === to && group.capability === capability;

function groupOf(groups: Group[], to: ApplicationKey, capability: Capability): Group {
  const known = groups.find((one) => one.to === to && one.capability === capability);
  if (known) return known;
  const group = { to, capability, steps: [] };
  groups.push(group);
  return group;
}

/** Additions and moves, grouped by application and capability, at most 100 numbers a request. */
export function assignBatches(steps: readonly NumberStep[]): Batch[] {
  const groups: Group[] = [];
  let group: Group | undefined;
  for (const step of steps) {
    if (step.to === null || step.change === 'none') continue;
    // Of 100,000 steps nearly all go where the one before went.
    if (!group || !isOf(group, step)) group = groupOf(groups, step.to, step.capability);
    group.steps.push(step);
  }
  return groups.flatMap(({ to, capability, steps: all }) =>
    Array.from({ length: Math.ceil(all.length / BATCH) }, (_, i) =>
      assignBatch(all.slice(i * BATCH, (i + 1) * BATCH), to, capability),
    ),
  );
}

/** Removals over the calling API, one number a request. */
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

/** Removals over the portal: one request a number, which ends every capability of it on that application. */
export function removeBatches(steps: readonly NumberStep[]): Batch[] {
  const byNumber = new Map<E164, NumberStep[]>();
  for (const step of steps) {
    if (step.change === 'remove') byNumber.set(step.number, [...(byNumber.get(step.number) ?? []), step]);
  }
  return [...byNumber].flatMap(([number, all]) => {
    const application = all[0]?.from;
    if (!application) return [];
    const params = { application, number: String(e164ToInteger(number)) };
    return [{ steps: all, application, run: (client: Client) => client.call('removeNumber', { params }) }];
  });
}

/** The portal's one PUT that replaces the whole set. */
export function overwriteBatch(
  steps: readonly NumberStep[],
  application: ApplicationKey,
  capability: Capability,
  numbers: readonly E164[],
): Batch {
  const params = { application, capability };
  const body = { numbers: numbers.map(e164ToInteger) };
  return { steps, application, run: (client) => client.call('overwriteNumbers', { params, body }) };
}

/** Which URLs go into an update: one that is null is left out, which clears it. */
const present = ({ primary, fallback }: CallbackUrls) => ({
  ...(primary === null ? {} : { primary }),
  ...(fallback === null ? {} : { fallback }),
});

/** Updates of callbacks, one request an application. Each replaces the whole pair, so what stands then is read again. */
export function callbackBatches(plans: readonly CallbackPlan[]): Batch[] {
  return plans.flatMap(({ application, merged, steps }) => {
    if (steps.every(({ change }) => change === 'none')) return [];
    const input = { params: { application }, body: { url: present(merged) } };
    return [
      { steps, application, verify: true, run: (client: Client) => client.call('updateCallbacks', input) },
    ];
  });
}
