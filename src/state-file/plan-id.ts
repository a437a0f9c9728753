import { createHash } from 'node:crypto';
import { type CurrentState, listsOf, type State } from './plan.ts';

/** Everything that determines a plan. */
export interface PlanInputs {
  /** The base URL of the account. */
  account: string;
  state: State;
  current: CurrentState;
  prune: boolean;
  only: string | null;
}

/**
 * Identifies a plan by all of its inputs: the content of the file, the state of the account, and the options. The
 * order and comments of the file do not matter.
 * @returns 32 hexadecimal digits: 128 bits, so that no one can construct another plan with the same ID
 */
export function planId({ account, state, current, prune, only }: PlanInputs): string {
  const hash = createHash('sha256').update(JSON.stringify([account, prune, only]));
  const lines = [
    ...listsOf(state).flatMap(({ application, capability, numbers }) => [
      `list ${application} ${capability}`,
      ...numbers.map((number) => `want ${number} ${capability} ${application}`),
    ]),
    ...state.applications.flatMap(({ application, callbacks }) =>
      callbacks
        ? [
            `callbacks ${application} ${JSON.stringify([callbacks.primary, callbacks.fallback].map((url) => (url === undefined ? false : url)))}`,
          ]
        : [],
    ),
    ...current.account.rows.map(
      (one) => `is ${JSON.stringify([one.number, one.capability, one.application])}`,
    ),
    ...[...current.callbacks].map(
      ([key, { primary, fallback }]) => `is ${key} ${JSON.stringify([primary, fallback])}`,
    ),
  ];
  return hash.update(lines.sort().join('\n')).digest('hex').slice(0, 32);
}
