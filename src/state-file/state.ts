import type { ApplicationKey } from '../account/application.ts';
import type { DesiredCallbacks } from '../account/callback-plan.ts';
import { CAPABILITIES, type Capability } from '../account/capability.ts';
import type { E164 } from '../account/phone-number.ts';

/** One application as a state file wants it. What is absent is left alone. */
export interface StateApplication {
  application: ApplicationKey;
  callbacks?: DesiredCallbacks;
  /** A list that is there is managed: with `--prune` it is the whole set. */
  numbers: Partial<Record<Capability, readonly E164[]>>;
}

/** The account as a file names it. */
export interface State {
  applications: readonly StateApplication[];
}

/** Which half of it is meant; both when undefined. */
export type Only = 'numbers' | 'callbacks' | undefined;

/** The state without what is not meant. */
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
