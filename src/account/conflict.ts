import { SinchctlError } from '../core/errors.ts';
import { type Aliases, aliasOf, isApplicationKey, nameApplication } from './application.ts';
import type { Conflict } from './plan.ts';

/** Conflicts in a message on one line. */
const SHOWN_LINES = 5;
const SHOWS_ROWS = 'sinchctl numbers list shows how the account lists it';

/** The option that allows taking a number from the application that it is assigned to. */
export type ResolutionFlag = '--move-from' | '--app';

/** The hint for numbers of other applications. It lists each of these, since an option takes one. */
function elsewhereHint(
  conflicts: readonly Conflict[],
  aliases: Aliases,
  resolutionFlag: ResolutionFlag,
): string {
  const keys = conflicts.flatMap(({ reason, step: { from } }) =>
    reason === 'elsewhere' && from !== null ? [from] : [],
  );
  // No option accepts text that is not a key.
  if (!keys.every(isApplicationKey))
    return resolutionFlag === '--move-from' ? 'to move it, add --move-from any' : SHOWS_ROWS;
  const [first, ...more] = [...new Set(keys)].map(
    (key) => `${resolutionFlag} ${aliasOf(key, aliases) ?? key}`,
  );
  if (more.length === 0) return `say ${first} if that is meant`;
  const any = resolutionFlag === '--move-from' ? ', or say --move-from any,' : '';
  return `give the numbers of each application a line of their own, with ${[first, ...more].join(' or ')}${any} if that is meant`;
}

/** The error of one conflict. @param elsewhere the hint for a number of another application */
function conflictError(
  { reason, step: { number, capability, from } }: Conflict,
  aliases: Aliases,
  elsewhere: string,
): SinchctlError {
  const error = (kind: 'notFound' | 'refused', message: string, hint: string) =>
    new SinchctlError(kind, message, { items: [number], hint });
  if (reason === 'absent')
    return error('notFound', 'not on this account', 'sinchctl numbers list shows what is');
  if (reason === 'incapable') {
    return error('notFound', `has no capability ${capability}`, 'choose another --capability');
  }
  if (reason === 'unclear') return error('refused', 'the account lists it in an unexpected form', SHOWS_ROWS);
  if (from === null) throw new Error('a conflict about a move has an application');
  const name = nameApplication(from, aliases);
  if (reason === 'elsewhere') return error('refused', `serves ${name} with ${capability}`, elsewhere);
  return error(
    'refused',
    `serves ${name} with another capability too, which would end as well`,
    'say --all-capabilities if that is meant, or use --api calling',
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

/** All conflicts as one error, which lists every number. */
export function conflictRefusal(
  conflicts: readonly Conflict[],
  aliases: Aliases,
  resolutionFlag: ResolutionFlag,
): SinchctlError {
  const errors = conflictErrors(conflicts, aliases, resolutionFlag);
  const items = conflicts.map(({ step }) => step.number);
  const kind = errors.some((error) => error.kind === 'notFound') ? 'notFound' : 'refused';
  const hint = errors.find((error) => error.kind === kind)?.details.hint;
  const lines = errors.map((error, i) => `${items[i]}: ${error.message}`);
  const [only] = lines;
  if (only && lines.length === 1) return new SinchctlError(kind, only, { items, hint });
  const isLong = lines.length > SHOWN_LINES;
  const shown = `${lines.slice(0, SHOWN_LINES).join('; ')}${isLong ? '; …' : ''}`;
  const message = `nothing was written, ${lines.length} numbers stand against it: ${shown}`;
  return new SinchctlError(kind, message, { items, hint, ...(isLong ? { lines } : {}) });
}
