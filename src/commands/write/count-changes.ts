import { type Aliases, type ApplicationKey, aliasOf } from '../../account/application.ts';
import { differOnlyInNumber, isCallbackStep, type NumberStep, type Step } from '../../account/plan.ts';
import type { ChangeWord } from '../../account/result-row.ts';
import { countOf, formatNumber } from '../../core/text.ts';

/** The steps with one change, and the applications that they are about. */
interface StepCount {
  count: number;
  applications: Set<ApplicationKey | null>;
}

/** The number of steps with each change; `kept` counts the callbacks without a change. */
export type ChangeCounts = ReadonlyMap<ChangeWord | 'kept', StepCount>;

/** Counts steps. @param isCounted which of them; by default all */
export function countChanges(steps: readonly Step[], isCounted?: (step: Step) => boolean): ChangeCounts {
  const counts = new Map<ChangeWord | 'kept', StepCount>();
  let last: Step | undefined;
  let current: StepCount | undefined;
  for (const step of steps) {
    if (isCounted && !isCounted(step)) continue;
    // Nearly all of 100,000 steps are counted like the previous step.
    if (!current || !last || !differOnlyInNumber(last, step)) {
      const word = isCallbackStep(step) && step.change === 'none' ? 'kept' : step.change;
      current = counts.get(word) ?? { count: 0, applications: new Set() };
      counts.set(word, current);
      current.applications.add(isCallbackStep(step) ? step.application : (step.to ?? step.from));
      last = step;
    }
    current.count += 1;
  }
  return counts;
}

const TO_DO = [
  [
    'number',
    [
      ['add', 'to add'],
      ['move', 'to move'],
      ['remove', 'to remove'],
      ['none', 'unchanged'],
    ],
  ],
  [
    'callback',
    [
      ['set', 'to set'],
      ['clear', 'to clear'],
      ['kept', 'unchanged'],
    ],
  ],
] as const;

/** `3 numbers to add, 115 unchanged; 1 callback to set`, or `no differences`. */
export function totalsText(counts: ChangeCounts): string {
  const kinds = TO_DO.map(([noun, forms]) => {
    const some = forms.flatMap(([word, text]) => {
      const n = counts.get(word)?.count;
      return n === undefined ? [] : [{ n, text }];
    });
    return some.map(({ n, text }, i) => `${i === 0 ? countOf(n, noun) : formatNumber(n)} ${text}`).join(', ');
  });
  return kinds.filter((text) => text !== '').join('; ') || 'no differences';
}

const PAST_FORMS = [
  ['move', 'number', 'moved', 'moved to'],
  ['add', 'number', 'added', 'assigned to'],
  ['remove', 'number', 'removed', 'unassigned from'],
  ['set', 'callback', 'set', 'set for'],
  ['clear', 'callback', 'cleared', 'cleared for'],
] as const;

/** `support`, `support and sales`, or `3 applications`. */
export function nameAll(keys: ReadonlySet<ApplicationKey | null>, aliases: Aliases): string {
  if (keys.size > 2) return `${formatNumber(keys.size)} applications`;
  return [...keys].map((key) => aliasOf(key, aliases) ?? String(key)).join(' and ');
}

/**
 * What a run has changed, such as `500 numbers moved to support, 3 added`; empty for nothing.
 * @param auxiliary `would be ` for a dry run
 */
export function changesText(counts: ChangeCounts, aliases: Aliases, auxiliary = ''): string {
  let before: string | undefined;
  return PAST_FORMS.flatMap(([word, noun, short, long]) => {
    const some = counts.get(word);
    if (!some) return [];
    const what = noun === before ? formatNumber(some.count) : countOf(some.count, noun);
    const isFirst = before === undefined;
    before = noun;
    return isFirst
      ? `${what} ${auxiliary}${long} ${nameAll(some.applications, aliases)}`
      : `${what} ${short}`;
  }).join(', ');
}

/** The number, or `5 numbers`; a number with two capabilities counts once. */
export function countNumbers(steps: readonly NumberStep[]): string {
  const numbers = new Set(steps.map(({ number }) => number));
  const [number = ''] = numbers;
  return numbers.size === 1 ? number : countOf(numbers.size, 'number');
}
