import { SinchctlError } from '../core/errors.ts';
import { groupBy } from '../core/group-by.ts';
import { formatNumber, truncate } from '../core/text.ts';

/** Items that have the same reason. */
export interface ReasonGroup {
  reason: string;
  items: string[];
}

/** The maximum number of items shown in full, and the sample size for longer lists. */
const SHORT_LIST = 5;
const SAMPLE = 3;
/** The maximum number of lines of one error, because each line may be about a single item. */
const MAX_LINES = 10;
const MAX_HINTS = 4;
/** With the hints, the error has at most ten lines. */
const MAX_REASONS = 5;
/** Reasons up to this length are aligned. */
const ALIGNED = 30;

/** `+14155550100, +14155550101, +14155550102, and 797 more`. */
export function sampleOf(items: readonly string[]): string {
  if (items.length <= SHORT_LIST) return items.join(', ');
  return `${items.slice(0, SAMPLE).join(', ')}, and ${formatNumber(items.length - SAMPLE)} more`;
}

/** Groups items by their reasons; the largest group comes first. */
export function groupByReason<T>(
  all: readonly T[],
  reasonOf: (one: T) => string,
  itemOf: (one: T) => string,
): ReasonGroup[] {
  return [...groupBy(all, reasonOf)]
    .map(([reason, some]) => ({ reason, items: some.map(itemOf) }))
    .sort((a, b) => b.items.length - a.items.length);
}

/** Whether a reason contains its only item, which is then not repeated. */
export const isComplete = ({ reason, items }: ReasonGroup): boolean =>
  items.length === 1 && reason.includes(items[0] ?? '');

/** `600  assigned to sales: +14155550100, …` for each group, in aligned columns. */
export function groupLines(groups: readonly ReasonGroup[], most = MAX_LINES): string[] {
  const shown = groups.length > most ? groups.slice(0, most - 1) : groups;
  const counts = shown.map(({ items }) => formatNumber(items.length));
  const countWidth = Math.max(...counts.map((count) => count.length));
  const longest = Math.max(...shown.map(({ reason }) => reason.length));
  const reasonWidth = longest <= ALIGNED ? longest + 1 : 0;
  const lines = shown.map((group, i) => {
    const { reason, items } = group;
    const what = isComplete(group) ? reason : `${`${reason}:`.padEnd(reasonWidth)} ${sampleOf(items)}`;
    return `${counts[i]?.padStart(countWidth)}  ${what}`;
  });
  const rest = groups.slice(shown.length).reduce((sum, { items }) => sum + items.length, 0);
  return rest > 0 ? [...lines, `and ${formatNumber(rest)} more, for other reasons`] : lines;
}

/** An invalid part of the input, and why it is invalid. */
export interface InputProblem {
  /** Its position, such as `line 3`; empty for an argument. */
  place: string;
  /** The text at that position; empty if unknown. */
  text: string;
  why: string;
  /** How to fix it, if `why` does not explain it. */
  hint?: string | undefined;
  /** Whether it is the name of something that does not exist, and otherwise valid. */
  isUnknown?: boolean;
}

/** The reason without the text that it refers to, so that problems of the same kind are grouped. */
const generalReason = (why: string): string => why.replace(/[:;] .*$/s, '').replace(/\+\d{6,}/g, 'a number');

/** The part of a text that is shown before the reason: it may be a row of JSON. */
const LONGEST_TEXT = 60;

/** One line per problem, or one line per reason if there are many problems. */
export function problemLines(problems: readonly InputProblem[]): string[] {
  const itemOf = ({ place, text }: InputProblem) => {
    const start = truncate(text.replace(/\s+/g, ' '), LONGEST_TEXT);
    return place && start ? `${place} (${start})` : place || start;
  };
  if (problems.length > MAX_LINES) {
    return groupLines(
      groupByReason(problems, ({ why }) => generalReason(why), itemOf),
      MAX_REASONS,
    );
  }
  return problems.map((problem) => {
    const item = problem.why.includes(problem.text) ? problem.place : itemOf(problem);
    return item ? `${item}: ${problem.why}` : problem.why;
  });
}

/** All problems of an input as one error. @param what `entries` or `arguments` */
export function invalidInput(problems: readonly InputProblem[], what: string): SinchctlError {
  const details = { ...hintsOf(problems.map(({ hint }) => hint)), items: problems.map(({ text }) => text) };
  const lines = problemLines(problems);
  const kind = problems.every(({ isUnknown }) => isUnknown) ? 'notFound' : 'usage';
  const [only = ''] = lines;
  if (problems.length === 1) return new SinchctlError(kind, only, details);
  const message = `${formatNumber(problems.length)} ${what} are invalid`;
  return new SinchctlError(kind, message, { ...details, lines });
}

/** The distinct hints of errors, as the hints of one error. */
export function hintsOf(hints: readonly (string | undefined)[]): { hint?: string; moreHints?: string[] } {
  const [hint, ...moreHints] = [...new Set(hints)].filter((one) => one !== undefined).slice(0, MAX_HINTS);
  return { ...(hint !== undefined && { hint }), ...(moreHints.length > 0 && { moreHints }) };
}
