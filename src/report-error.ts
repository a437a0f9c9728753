import { asSinchctlError, errorReport } from './core/errors.ts';
import { wantsColor } from './output/color.ts';
import { safeJson } from './output/json.ts';
import { safeText } from './output/safe-text.ts';
import type { Machine } from './system/machine.ts';

export interface ErrorLook {
  asJson: boolean;
  noColor: boolean;
}

/** The only place where an error becomes text: one JSON line, or a message, its items and what to type next. */
export async function reportError(error: unknown, machine: Machine, look: ErrorLook): Promise<number> {
  const known = asSinchctlError(error);
  const { stderr, env } = machine;
  try {
    if (look.asJson) {
      await stderr.write(`${safeJson({ error: errorReport(known) })}\n`);
      return known.exitCode;
    }
    const { createStyle } = await import('./output/style.ts');
    const style = createStyle(wantsColor(env, stderr.isTerminal, look.noColor));
    const { hint, lines = [], reference } = known.details;
    await stderr.write(`${style.red('error:')} ${safeText(known.message)}\n`);
    for (const line of lines) await stderr.write(`  ${safeText(line)}\n`);
    if (known.details.isBug) await stderr.write(`  version: ${machine.about}\n`);
    if (reference) await stderr.write(`  reference: ${safeText(reference)}\n`);
    if (hint) await stderr.write(`${style.cyan('hint:')} ${safeText(hint)}\n`);
  } catch {
    // stderr is gone; the exit code still tells.
  }
  return known.exitCode;
}
