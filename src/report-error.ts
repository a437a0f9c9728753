import { asSinchctlError, errorReport } from './core/errors.ts';
import { wantsColor } from './output/color.ts';
import { fold } from './output/fold.ts';
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
    // Comments would end at the first line end.
    const width = () => (look.lead === '' ? stderr.columns : undefined);
    const say = (text: string) => stderr.write(`${look.lead}${text}\n`);
    const folded = (text: string) => fold(safeText(text), width);
    await say(folded(`error: ${known.message}`).replace(/^error:/, (label) => style.red(label)));
    for (const line of lines) await say(folded(`  ${line}`));
    if (known.details.isBug) await say(folded(`  version: ${machine.about}`));
    if (reference) await say(folded(`  reference: ${reference}`));
    if (hint) await say(folded(`hint: ${hint}`).replace(/^hint:/, (label) => style.cyan(label)));
  } catch {
    // stderr is gone; the exit code still tells.
  }
  return known.exitCode;
}
