import { asSinchctlError, errorReport, type SinchctlError } from '../core/errors.ts';
import { safeText } from '../core/safe-text.ts';
import { safeJson } from '../output/json.ts';
import { wantsColor } from '../output/style-options.ts';
import { wrapText } from '../output/wrap-text.ts';
import type { Host } from '../platform/host.ts';

export interface ErrorLook {
  /** Of sinchctl itself. */
  version: string;
  asJson: boolean;
  noColor: boolean;
  /** What begins each line but that of JSON. */
  lead: string;
}

/** What colours the labels, if anything does. */
type Paint = Record<'red' | 'cyan', (text: string) => string>;
const PLAIN: Paint = { red: (text) => text, cyan: (text) => text };

/** One JSON line, or a message, its items and what to type next. */
function textOf(known: SinchctlError, { stderr, about }: Host, look: ErrorLook, paint: Paint): string {
  if (look.asJson) return `${safeJson({ error: errorReport(known) })}\n`;
  const { hint, lines = [], reference, isBug } = known.details;
  // Comments would end at the first line end.
  const width = () => (look.lead === '' ? stderr.columns : undefined);
  const folded = (text: string) => wrapText(safeText(text), width);
  const said = [
    folded(`error: ${known.message}`).replace(/^error:/, (label) => paint.red(label)),
    ...lines.map((line) => folded(`  ${line}`)),
    ...(isBug ? [folded(`  version: sinchctl ${look.version}, ${about}`)] : []),
    ...(reference ? [folded(`  reference: ${reference}`)] : []),
    ...(hint ? [folded(`hint: ${hint}`).replace(/^hint:/, (label) => paint.cyan(label))] : []),
  ];
  return said.map((text) => `${look.lead}${text}\n`).join('');
}

/** The only place where an error becomes text. */
export async function reportError(error: unknown, host: Host, look: ErrorLook): Promise<number> {
  const known = asSinchctlError(error);
  const { stderr, env } = host;
  try {
    let paint = PLAIN;
    if (!look.asJson && wantsColor(env, stderr.isTerminal, look.noColor)) {
      const { createStyle } = await import('../output/style.ts');
      paint = createStyle(true);
    }
    await stderr.write(textOf(known, host, look, paint));
  } catch {
    // stderr is gone; the exit code still tells.
  }
  return known.exitCode;
}

/** The same as the very last thing that is done, without a wait and without colours. @param before lines of notes */
export function reportNow(error: SinchctlError, host: Host, look: ErrorLook, before: string): void {
  host.stderr.writeNow(before + textOf(error, host, look, PLAIN));
}
