import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';

/**
 * Asks for a confirmation. `--yes` confirms without a prompt; where no prompt is possible, its absence is an error.
 * @returns whether it prompted
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
 * The same for replacing a set: the answer is the name of the target, to prevent a confirmation by habit.
 * @param names the accepted answers
 * @returns whether it prompted
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
