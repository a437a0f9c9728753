import { SinchctlError } from '../core/errors.ts';
import { formatNumber } from '../core/text.ts';
import { type Aliases, aliasOf, isApplicationKey, nameApplication } from './application.ts';
import type { Conflict } from './plan.ts';

/** Maximum numbers per reason, and reasons per message. */
const SAMPLE = 3;
const LIST_NUMBERS = 'to list the numbers of the account, run sinchctl numbers list';

/** The option that allows taking a number from the application that it is assigned to. */
export type ResolutionFlag = '--move-from' | '--app';

/** The hint for numbers of other applications. It lists each of these, because the option takes one application. */
function elsewhereHint(
  conflicts: readonly Conflict[],
  aliases: Aliases,
  resolutionFlag: ResolutionFlag,
): string {
  const keys = conflicts.flatMap(({ reason, step: { from } }) =>
    reason === 'elsewhere' && from !== null ? [from] : [],
  );
  const isMove = resolutionFlag === '--move-from';
  const it = keys.length > 1 ? 'them' : 'it';
  // No option accepts text that is not a key.
  if (!keys.every(isApplicationKey)) return isMove ? `to move ${it}, add --move-from any` : LIST_NUMBERS;
  const flags = [...new Set(keys)].map((key) => `${resolutionFlag} ${aliasOf(key, aliases) ?? key}`);
  if (!isMove) {
    const once = flags.length > 1 ? ', in one command per application' : '';
    return `to unassign ${it}, pass ${flags.join(' or ')}${once}`;
  }
  if (flags.length === 1) return `to move ${it}, add ${flags[0]}`;
  return `to move all of them, add --move-from any; to move some, run one command per application with ${flags.join(' or ')}`;
}

/** The error of one conflict. @param elsewhere the hint for a number of another application */
function conflictError(
  { reason, step: { number, capability, from } }: Conflict,
  aliases: Aliases,
  elsewhere: string,
): SinchctlError {
  const error = (kind: 'notFound' | 'refused', message: string, hint: string) =>
    new SinchctlError(kind, message, { items: [number], hint });
  if (reason === 'absent') return error('notFound', 'not on this account', LIST_NUMBERS);
  if (reason === 'incapable') {
    return error('notFound', `without the ${capability} capability`, 'choose another --capability');
  }
  if (reason === 'unclear')
    return error('refused', 'listed by the account in an unexpected form', LIST_NUMBERS);
  if (from === null) throw new Error('a conflict about a move has an application');
  const name = nameApplication(from, aliases);
  if (reason === 'elsewhere') return error('refused', `assigned to ${name} for ${capability}`, elsewhere);
  return error(
    'refused',
    `assigned to ${name} for another capability too, which would also be unassigned`,
    'to unassign both, add --all-capabilities; to unassign one, add --api calling',
  );
}

/** One error per conflict. The hint of each covers all of them. */
export function conflictErrors(
  conflicts: readonly Conflict[],
  aliases: Aliases,
  resolutionFlag: ResolutionFlag,
): SinchctlError[] {
  const elsewhere = elsewhereHint(conflicts, aliases, resolutionFlag);
  return conflicts.map((one) => conflictError(one, aliases, elsewhere));
}

/** Numbers that share a reason: `800 numbers are assigned to …: a, b, c, and 797 more`. */
function groupLine(reason: string, numbers: readonly string[]): string {
  if (numbers.length === 1) return `${numbers[0]} is ${reason}`;
  const more = numbers.length - SAMPLE;
  const sample = [...numbers.slice(0, SAMPLE), ...(more > 0 ? [`and ${formatNumber(more)} more`] : [])];
  return `${formatNumber(numbers.length)} numbers are ${reason}: ${sample.join(', ')}`;
}

/** All conflicts as one error, grouped by reason. */
export function conflictRefusal(
  conflicts: readonly Conflict[],
  aliases: Aliases,
  resolutionFlag: ResolutionFlag,
): SinchctlError {
  const errors = conflictErrors(conflicts, aliases, resolutionFlag);
  const items = conflicts.map(({ step }) => step.number);
  const groups = new Map<string, string[]>();
  for (const [i, { message }] of errors.entries()) {
    const group = groups.get(message) ?? [];
    groups.set(message, group);
    group.push(items[i] ?? '');
  }
  const kind = errors.some((error) => error.kind === 'notFound') ? 'notFound' : 'refused';
  const hint = [...new Set(errors.map((error) => error.details.hint))].join('; ');
  const lines = [...groups].map(([reason, numbers]) => groupLine(reason, numbers));
  const [line = ''] = lines;
  if (lines.length === 1) return new SinchctlError(kind, `${line}. No changes made.`, { items, hint });
  const isLong = lines.length > SAMPLE;
  const verb = resolutionFlag === '--move-from' ? 'assign' : 'unassign';
  const reasons = isLong ? ` for ${lines.length} reasons` : `: ${lines.join('; ')}`;
  const message = `cannot ${verb} ${formatNumber(items.length)} numbers${reasons}. No changes made.`;
  return new SinchctlError(kind, message, { items, hint, ...(isLong ? { lines } : {}) });
}
