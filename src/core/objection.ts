import { type Aliases, aliasOf, nameApplication } from './application.ts';
import { type ErrorDetails, SinchctlError } from './errors.ts';
import type { Objection } from './plan.ts';

/** What the person can say to have a number taken from the application it serves. */
export type Remedy = '--move-from' | '--app';

/** Why one number cannot be planned for, as its own error. */
export function objectionError(objection: Objection, aliases: Aliases, remedy: Remedy): SinchctlError {
  const { number, capability, from } = objection.step;
  const items = [number];
  if (objection.reason === 'absent') {
    return new SinchctlError('notFound', 'not on this account', {
      items,
      hint: 'sinchctl numbers list shows what is',
    });
  }
  if (objection.reason === 'incapable') {
    return new SinchctlError('notFound', `has no capability ${capability}`, {
      items,
      hint: 'choose another --capability',
    });
  }
  if (from === null) throw new Error('an objection to a move knows from where');
  const name = nameApplication(from, aliases);
  if (objection.reason === 'shared') {
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
    hint: `say ${remedy} ${aliasOf(from, aliases) ?? from} if that is meant`,
  });
}

/** All objections as one refusal: nothing is written, every number is named. */
export function refusal(objections: readonly Objection[], aliases: Aliases, remedy: Remedy): SinchctlError {
  const errors = objections.map((one) => ({
    number: one.step.number,
    error: objectionError(one, aliases, remedy),
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
