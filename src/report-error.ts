import { asSinchctlError, errorReport } from './core/errors.ts';
import { wantsColor } from './output/color.ts';
import { safeJson } from './output/json.ts';
import { safeText } from './output/safe-text.ts';
import type { Machine } from './system/machine.ts';

export interface ErrorLook {
  asJson: boolean;
  noColor: boolean;
  /** What begins each line but that of JSON. */
  lead: string;
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
    const say = (line: string) => stderr.write(`${look.lead}${line}\n`);
    await say(`${style.red('error:')} ${safeText(known.message)}`);
    for (const line of lines) await say(`  ${safeText(line)}`);
    if (known.details.isBug) await say(`  version: ${machine.about}`);
    if (reference) await say(`  reference: ${safeText(reference)}`);
    if (hint) await say(`${style.cyan('hint:')} ${safeText(hint)}`);
  } catch {
    // stderr is gone; the exit code still tells.
  }
  return known.exitCode;
}
