import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';

/**
 * Asks before something is taken away. `--yes` is consent; without a terminal its lack is a refusal.
 * @returns whether somebody was asked
 * @throws SinchctlError refused
 */
export async function confirm(context: Context, question: string): Promise<boolean> {
  if (context.settings.yes) return false;
  if (!context.canAsk) {
    throw new SinchctlError('refused', `not confirmed: ${question}`, {
      hint: 'add --yes to the line if that is meant',
    });
  }
  if (!(await context.prompts.confirm(question))) {
    throw new SinchctlError('refused', 'not confirmed; nothing was changed');
  }
  return true;
}

/**
 * The same for what takes away a whole set's rest: the answer is the target's name, so that nobody confirms by habit.
 * @param names what counts as an answer, the first of them as it is asked for
 * @returns whether somebody was asked
 * @throws SinchctlError refused
 */
export async function confirmTyped(
  context: Context,
  question: string,
  names: readonly [string, ...string[]],
): Promise<boolean> {
  if (context.settings.yes || !context.canAsk) return confirm(context, `${question}?`);
  const answer = await context.prompts.input(`${question}. Type ${names.join(' or ')} to confirm:`);
  if (!names.includes(answer.trim())) {
    throw new SinchctlError('refused', 'not confirmed; nothing was changed', {
      hint: `the answer is ${names.join(' or ')}`,
    });
  }
  return true;
}
