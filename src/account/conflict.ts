import { type ErrorDetails, SinchctlError } from '../core/errors.ts';
import { isKey } from './account.ts';
import { type Aliases, aliasOf, nameApplication } from './application.ts';
import type { Conflict } from './plan.ts';

const SHOWS_ROWS = 'sinchctl numbers list shows how the account lists it';

/** What the person can say to have a number taken from the application it serves. */
export type ResolutionFlag = '--move-from' | '--app';

/** What to say about numbers that serve other applications: each of these, since an option names one. */
function elsewhereHint(
  conflicts: readonly Conflict[],
  aliases: Aliases,
  resolutionFlag: ResolutionFlag,
): string {
  const keys = conflicts.flatMap(({ reason, step: { from } }) =>
    reason === 'elsewhere' && from !== null ? [from] : [],
  );
  // No option can name what is not a key.
  if (!keys.every(isKey))
    return resolutionFlag === '--move-from' ? 'to move it, add --move-from any' : SHOWS_ROWS;
  const [first, ...more] = [...new Set(keys)].map(
    (key) => `${resolutionFlag} ${aliasOf(key, aliases) ?? key}`,
  );
  if (more.length === 0) return `say ${first} if that is meant`;
  const any = resolutionFlag === '--move-from' ? ', or say --move-from any,' : '';
  return `give the numbers of each application a line of their own, with ${[first, ...more].join(' or ')}${any} if that is meant`;
}

/** Why one number cannot be planned for, as its own error. @param elsewhere the hint for one that serves another application */
function conflictError(conflict: Conflict, aliases: Aliases, elsewhere: string): SinchctlError {
  const { number, capability, from } = conflict.step;
  const items = [number];
  if (conflict.reason === 'absent') {
    return new SinchctlError('notFound', 'not on this account', {
      items,
      hint: 'sinchctl numbers list shows what is',
    });
  }
  if (conflict.reason === 'incapable') {
    return new SinchctlError('notFound', `has no capability ${capability}`, {
      items,
      hint: 'choose another --capability',
    });
  }
  if (conflict.reason === 'unclear') {
    return new SinchctlError('refused', 'the account lists it in an unexpected form', {
      items,
      hint: SHOWS_ROWS,
    });
  }
  if (from === null) throw new Error('an objection to a move knows from where');
  const name = nameApplication(from, aliases);
  if (conflict.reason === 'shared') {
    return new SinchctlError(
      'refused',
      `serves ${name} with another capability too, which would end as well`,
      {
        items,
        hint: 'say --all-capabilities if that is meant, or use --api calling',
      },
    );
  }
  return new SinchctlError('refused', `serves ${name} with ${capability}`, {
    items,
    hint: elsewhere,
  });
}

/** Why each number cannot be planned for; what to say instead is right for all of them. */
export function conflictErrors(
  conflicts: readonly Conflict[],
  aliases: Aliases,
  resolutionFlag: ResolutionFlag,
): SinchctlError[] {
  const elsewhere = elsewhereHint(conflicts, aliases, resolutionFlag);
  return conflicts.map((one) => conflictError(one, aliases, elsewhere));
}

/** All objections as one refusal: nothing is written, every number is named. */
export function refusal(
  conflicts: readonly Conflict[],
  aliases: Aliases,
  resolutionFlag: ResolutionFlag,
): SinchctlError {
  const errors = conflictErrors(conflicts, aliases, resolutionFlag).map((error, i) => ({
    number: conflicts[i]?.step.number ?? '',
    error,
  }));
  const kind = errors.some(({ error }) => error.kind === 'notFound') ? 'notFound' : 'refused';
  const lines = errors.map(({ number, error }) => `${number}: ${error.message}`);
  const details: ErrorDetails = {
    items: errors.map(({ number }) => number),
    hint: errors.find(({ error }) => error.kind === kind)?.error.details.hint,
  };
  const [only] = lines;
  if (only && lines.length === 1) return new SinchctlError(kind, only, details);
  const shown = lines.length <= 5 ? lines.join('; ') : `${lines.slice(0, 5).join('; ')}; …`;
  return new SinchctlError(kind, `nothing was written, ${lines.length} numbers stand against it: ${shown}`, {
    ...details,
    ...(lines.length > 5 ? { lines } : {}),
  });
}
