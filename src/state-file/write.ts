import { type Aliases, type ApplicationKey, aliasOf } from '../account/application.ts';
import { CAPABILITIES } from '../account/capability.ts';
import { MAX_RANGE } from '../account/phone-number.ts';
import type { CurrentState, Only } from './plan.ts';

/** Shorter runs of consecutive numbers are clearer as separate numbers. */
const SHORTEST_RANGE = 3;

/** Whether a number directly follows another and has the same number of digits. */
const isNext = (number: string, before: string | undefined): boolean =>
  number.startsWith('+') &&
  number.length === before?.length &&
  Number(number.slice(1)) === Number(before.slice(1)) + 1;

/** Sorted numbers, with consecutive ones as ranges. */
function toRanges(numbers: readonly string[]): string[] {
  const runs: string[][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run.length < MAX_RANGE && isNext(number, run.at(-1))) run.push(number);
    else runs.push([number]);
  }
  return runs.flatMap((run) => (run.length < SHORTEST_RANGE ? run : [`${run[0]}..${run.at(-1)}`]));
}

/** The account as a state file. Applications and numbers are sorted, so that equal states produce identical files. */
export function toStateFile(
  applications: readonly ApplicationKey[],
  { account, callbacks }: CurrentState,
  aliases: Aliases,
  { only, ranges }: { only: Only; ranges: boolean },
): object {
  const numbersOf = (key: ApplicationKey) =>
    Object.fromEntries(
      CAPABILITIES.map((capability) => {
        const numbers = account.serving(key, capability).sort();
        return [capability, ranges ? toRanges(numbers) : numbers];
      }),
    );
  return {
    version: 1,
    applications: [...applications].sort().map((application) => {
      const alias = aliasOf(application, aliases);
      const urls = only === 'numbers' ? undefined : callbacks.get(application);
      return {
        application,
        ...(alias === null ? {} : { alias }),
        ...(urls && { callbacks: { primary: urls.primary, fallback: urls.fallback } }),
        ...(only === 'callbacks' ? {} : { numbers: numbersOf(application) }),
      };
    }),
  };
}
