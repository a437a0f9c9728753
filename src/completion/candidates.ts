import { type Aliases, type ApplicationKey, aliasOf } from '../account/application.ts';
import { countServing, describeNumber, type NumberIndex, numbersIn } from '../account/number-index.ts';
import type { E164 } from '../account/phone-number.ts';
import type { Candidate } from './position.ts';

/** The maximum number of numbers that are offered individually. */
const MAX_NUMBERS = 200;

/** The start of a number as typed, which may lack the plus. */
const asStart = (text: string): string => (/^\d/.test(text) ? `+${text}` : text);

function commonStart(first: string, last: string): string {
  let length = 0;
  while (length < first.length && first[length] === last[length]) length += 1;
  return first.slice(0, length);
}

/** The possible next digits, if there are too many numbers to offer. */
function groupByNextDigit(
  numbers: readonly E164[],
  found: readonly number[],
  describe: (index: number) => string,
): Candidate[] {
  const numberAt = (index: number | undefined) => numbers[index ?? -1] ?? '';
  // They are sorted, so the common prefix of the first and the last is common to all.
  const length = commonStart(numberAt(found[0]), numberAt(found.at(-1))).length + 1;
  const groups = new Map<string, { first: number; count: number }>();
  for (const index of found) {
    const start = numberAt(index).slice(0, length);
    const group = groups.get(start);
    if (group) group.count += 1;
    else groups.set(start, { first: index, count: 1 });
  }
  return [...groups].map(([start, { first, count }]) =>
    count === 1
      ? { value: numberAt(first), about: describe(first) }
      : { value: start, about: `${count} numbers`, isStart: true },
  );
}

/**
 * The numbers that start as typed and pass a test; if there are too many, their next digits.
 * @param taken numbers that the command already contains
 */
export function numberCandidates(
  known: NumberIndex,
  typed: string,
  { taken, aliases, test }: { taken: readonly string[]; aliases: Aliases; test: (index: number) => boolean },
): Candidate[] {
  const start = asStart(typed);
  const others = new Set(taken);
  const numbers = numbersIn(known);
  const found: number[] = [];
  // A plain loop, because with 100,000 numbers, anything else delays TAB noticeably.
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] ?? '';
    if (number.startsWith(start) && test(i) && !others.has(number)) found.push(i);
  }
  const describe = (index: number) => describeNumber(known, index, aliases);
  if (found.length > MAX_NUMBERS) return groupByNextDigit(numbers, found, describe);
  return found.map((index) => ({ value: numbers[index] ?? '', about: describe(index) }));
}

/** The count of an application's numbers, if known. */
const aboutNumbers = (known: NumberIndex | undefined): ((key: ApplicationKey) => string | undefined) =>
  known ? countServing(known) : () => undefined;

/** Applications by alias, with the count of their numbers. */
export function aliasCandidates(aliases: Aliases, known: NumberIndex | undefined): Candidate[] {
  const about = aboutNumbers(known);
  return [...aliases]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, key]) => ({ value, about: about(key) ?? key }));
}

/** Applications by key. One with an alias is offered only after the start of its key has been typed. */
export function keyCandidates(
  keys: Iterable<ApplicationKey>,
  typed: string,
  aliases: Aliases,
  known: NumberIndex | undefined,
): Candidate[] {
  const about = aboutNumbers(known);
  return [...new Set(keys)].sort().flatMap((value) => {
    const alias = aliasOf(value, aliases);
    if (alias !== null && typed === '') return [];
    return [{ value, about: alias ?? about(value) ?? 'application key' }];
  });
}
