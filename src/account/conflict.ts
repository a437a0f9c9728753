import { SinchctlError } from '../core/errors.ts';
import { formatNumber } from '../core/text.ts';
import { type Aliases, aliasOf, isApplicationKey } from './application.ts';
import { groupByReason, groupLines, hintsOf, type ReasonGroup, sampleOf } from './group-by-reason.ts';
import type { Conflict } from './plan.ts';

const SHOWS_ROWS = 'to see how it is listed, run sinchctl numbers list';

/** `did you mean +525541637145 (on this account)?`, preceded by the number unless there is only one. */
export const nearHint = (number: string, near: string, isOnly: boolean): string =>
  `${isOnly ? '' : `${number}: `}did you mean ${near} (on this account)?`;

/** The option that allows a number to be moved from its current application. */
export type ResolutionFlag = '--move-from' | '--app';

const ASSIGNED_TO = /^assigned to /;

const applicationName = (key: string, aliases: Aliases): string =>
  (isApplicationKey(key) ? aliasOf(key, aliases) : null) ?? key;

/** Why a number is in conflict; follows `is` or `are`. */
function conflictReason({ reason, step: { capability, from } }: Conflict, aliases: Aliases): string {
  if (reason === 'absent') return 'not on this account';
  if (reason === 'incapable') return `not enabled for ${capability}`;
  if (reason === 'unclear') return 'listed in an unexpected format';
  if (from === null) throw new Error('a move conflict must have an application');
  const name = applicationName(from, aliases);
  if (reason === 'elsewhere')
    return `assigned to ${name}${capability === 'voice' ? '' : ` for ${capability}`}`;
  return `also assigned to ${name} for another capability, and would be unassigned for both`;
}

/** What to do about a number that is assigned to another application, or about all numbers with that conflict. */
function elsewhereHint(
  { step: { from, number } }: Conflict,
  count: number,
  isOnlyReason: boolean,
  aliases: Aliases,
  flag: ResolutionFlag,
): string {
  const name = applicationName(from ?? '', aliases);
  // Next to other conflicts, `it` or `them` could mean any number.
  const those = count === 1 ? number : `the numbers from ${name}`;
  const pronoun = count === 1 ? 'it' : 'them';
  const them = isOnlyReason ? pronoun : those;
  // Options accept only valid application keys.
  if (!isApplicationKey(from)) {
    return flag === '--move-from' ? `to move ${them}, add --move-from any` : SHOWS_ROWS;
  }
  if (flag === '--move-from') return `to move ${them}, add --move-from ${name}`;
  const origin = them.endsWith(name) ? '' : ` from ${name}`;
  return `to unassign ${them}${origin}, pass --app ${name}`;
}

/** One error per conflict. */
export function conflictErrors(
  conflicts: readonly Conflict[],
  aliases: Aliases,
  resolutionFlag: ResolutionFlag,
): SinchctlError[] {
  const counts = new Map<string | null, number>();
  for (const { reason, step } of conflicts) {
    if (reason === 'elsewhere') counts.set(step.from, (counts.get(step.from) ?? 0) + 1);
  }
  const hintFor = (one: Conflict): string => {
    const {
      reason,
      near,
      step: { from, number },
    } = one;
    if (near !== undefined) return nearHint(number, near, conflicts.length === 1);
    if (reason === 'absent') return 'to list the numbers of this account, run sinchctl numbers list';
    if (reason === 'incapable') return 'to list the capabilities of the numbers, run sinchctl numbers list';
    if (reason === 'unclear') return SHOWS_ROWS;
    if (reason === 'shared')
      return 'to unassign for both capabilities, add --all-capabilities; to unassign for only one, pass --api calling';
    if (counts.size > 1 && resolutionFlag === '--move-from') return 'to move them all, add --move-from any';
    const count = counts.get(from) ?? 0;
    return elsewhereHint(one, count, count === conflicts.length, aliases, resolutionFlag);
  };
  return conflicts.map((one) => {
    const kind = one.reason === 'absent' || one.reason === 'incapable' ? 'notFound' : 'refused';
    return new SinchctlError(kind, conflictReason(one, aliases), {
      items: [one.step.number],
      hint: hintFor(one),
    });
  });
}

/** The total number of numbers in a command, and whether it has --keep-going. */
export interface ConflictScope {
  total?: number;
  mayKeepGoing?: boolean;
}

/** `800 of 1,000 numbers are assigned to sales: …`, with a line per reason if there are several. */
function describeConflicts(
  conflicts: readonly Conflict[],
  groups: readonly ReasonGroup[],
  total: number,
): { what: string; lines?: string[] } {
  const [first] = groups;
  if (!first) throw new Error('no conflicts to report');
  if (conflicts.length === 1) return { what: `${first.items[0]} is ${first.reason}` };
  const count = formatNumber(conflicts.length);
  const numbers =
    conflicts.length < total ? `${count} of ${formatNumber(total)} numbers` : `${count} numbers`;
  if (groups.length === 1) return { what: `${numbers} are ${first.reason}: ${sampleOf(first.items)}` };
  if (conflicts.every(({ reason }) => reason === 'elsewhere')) {
    const short = groups.map(({ reason, items }) => ({ reason: reason.replace(ASSIGNED_TO, ''), items }));
    return { what: `${numbers} are assigned to other applications`, lines: groupLines(short) };
  }
  const verb = conflicts.every(({ step }) => step.change === 'remove') ? 'unassign' : 'assign';
  return { what: `cannot ${verb} ${numbers}`, lines: groupLines(groups) };
}

/** The hint to move only the numbers of the application with the most numbers. */
function keepGoingHint(conflicts: readonly Conflict[], aliases: Aliases): string | undefined {
  const keys = conflicts.flatMap(({ reason, step }) => (reason === 'elsewhere' ? (step.from ?? []) : []));
  const [largest, second] = groupByReason(
    keys,
    (key) => key,
    (key) => key,
  );
  if (!largest || !second || !isApplicationKey(largest.reason)) return undefined;
  const name = applicationName(largest.reason, aliases);
  return `to move only the numbers from ${name}, add --move-from ${name} --keep-going`;
}

/** All conflicts as one error, grouped by reason. */
export function conflictRefusal(
  conflicts: readonly Conflict[],
  aliases: Aliases,
  resolutionFlag: ResolutionFlag,
  { total = conflicts.length, mayKeepGoing = false }: ConflictScope = {},
): SinchctlError {
  const errors = conflictErrors(conflicts, aliases, resolutionFlag);
  const kind = errors.some((error) => error.kind === 'notFound') ? 'notFound' : 'refused';
  const groups = groupByReason(
    errors,
    ({ message }) => message,
    ({ details }) => details.items?.[0] ?? '',
  );
  const { what, lines } = describeConflicts(conflicts, groups, total);
  const decisive = errors.filter((error) => error.kind === kind);
  const hints = [...decisive, ...errors].map(({ details }) => details.hint);
  const mayMoveSome = mayKeepGoing && resolutionFlag === '--move-from';
  return new SinchctlError(kind, `${what}. No changes made.`, {
    items: conflicts.map(({ step }) => step.number),
    lines,
    ...hintsOf([...hints, mayMoveSome ? keepGoingHint(conflicts, aliases) : undefined]),
  });
}
