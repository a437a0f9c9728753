import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';

/**
 * Asks for a confirmation. `--yes` confirms without a prompt; without it and without a prompt, the command is refused.
 * @param question an imperative, as in `Unassign 5 numbers?`
 * @returns whether it prompted
 * @throws SinchctlError refused
 */
export async function confirm(context: Context, question: string): Promise<boolean> {
  if (context.settings.yes) return false;
  if (!context.canAsk) {
    const what = `${question.charAt(0).toLowerCase()}${question.slice(1).replace(/\?$/, '')}`;
    throw new SinchctlError('refused', `confirmation required to ${what}`, {
      hint: 'to confirm without a prompt, add --yes',
    });
  }
  if (!(await context.prompts.confirm(question))) {
    throw new SinchctlError('refused', 'not confirmed. No changes made.');
  }
  return true;
}

/**
 * The same for replacing a set: the user types the name of the target, which prevents accidental confirmation.
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
    throw new SinchctlError('refused', 'not confirmed. No changes made.', {
      hint: `to confirm, type ${names.join(' or ')}`,
    });
  }
  return true;
}
