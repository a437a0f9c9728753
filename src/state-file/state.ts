import type { ApplicationKey } from '../account/application.ts';
import { CAPABILITIES, type Capability } from '../account/capability.ts';
import type { E164 } from '../account/phone-number.ts';
import type { DesiredCallbacks } from '../account/plan.ts';

/** The desired state of an application. What is absent stays unchanged. */
export interface StateApplication {
  application: ApplicationKey;
  callbacks?: DesiredCallbacks;
  /** A list that is present is managed: with `--prune` it is the complete set. */
  numbers: Partial<Record<Capability, readonly E164[]>>;
}

/** The desired state of the account. */
export interface State {
  applications: readonly StateApplication[];
}

/** The value of `--only`; both parts if undefined. */
export type Only = 'numbers' | 'callbacks' | undefined;

/** The part of a state that `--only` selects. */
export function onlyThe(only: Only, { applications }: State): State {
  return {
    applications: applications.map(({ application, callbacks, numbers }) => ({
      application,
      numbers: only === 'callbacks' ? {} : numbers,
      ...(only === 'numbers' || callbacks === undefined ? {} : { callbacks }),
    })),
  };
}

/** Every managed list, in the order of the file. */
export function listsOf({ applications }: State) {
  return applications.flatMap(({ application, numbers }) =>
    CAPABILITIES.flatMap((capability) => {
      const list = numbers[capability];
      return list ? [{ application, capability, numbers: list }] : [];
    }),
  );
}
