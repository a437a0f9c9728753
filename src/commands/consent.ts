import type { Context } from '../context.ts';
import { SinchctlError } from '../core/errors.ts';

/**
 * Asks before something is taken away. `--yes` is consent; without a terminal its lack is a refusal.
 * @throws SinchctlError refused
 */
export async function consent(context: Context, question: string): Promise<void> {
  if (context.globals.yes) return;
  if (!context.canAsk) {
    throw new SinchctlError('refused', `not confirmed: ${question}`, {
      hint: 'add --yes to the line if that is meant',
    });
  }
  if (!(await context.prompts.confirm(question))) {
    throw new SinchctlError('refused', 'not confirmed; nothing was changed');
  }
}
