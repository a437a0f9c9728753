import { asSinchctlError, codeOf, errorReport, type SinchctlError } from '../core/errors.ts';
import { safeJson } from '../output/json.ts';
import type { Host } from '../platform/host.ts';
import { messageLine } from './messages.ts';

/** How errors appear. */
export interface ErrorStyle {
  /** Of sinchctl itself. */
  version: string;
  asJson: boolean;
  noColor: boolean;
  /** Whether each line must do nothing when pasted into a shell, except in JSON. */
  curl: boolean;
  debug: boolean;
}

/** One line of JSON, or a message with its items and the hints. */
function errorText(known: SinchctlError, host: Host, style: ErrorStyle): string {
  if (style.asJson) return `${safeJson({ error: errorReport(known) })}\n`;
  const { hint, moreHints = [], lines = [], reference, isBug, cause } = known.details;
  const code = style.debug && codeOf(cause);
  const line = (text: string) => messageLine(host, style, text);
  const texts = [
    line(`error: ${known.message}`),
    ...lines.map((item) => line(`  ${item}`)),
    ...(isBug ? [line(`  version: sinchctl ${style.version}, ${host.about}`)] : []),
    ...(code ? [line(`  system error: ${code}`)] : []),
    ...(reference ? [line(`  reference: ${reference}`)] : []),
    ...(hint ? [line(`hint: ${hint}`)] : []),
    ...moreHints.map((one) => line(`      ${one}`)),
  ];
  return texts.join('');
}

/** Prints an error. This is the only place where an error becomes text. @returns the exit code */
export async function reportError(error: unknown, host: Host, style: ErrorStyle): Promise<number> {
  const known = asSinchctlError(error);
  try {
    await host.stderr.write(errorText(known, host, style));
  } catch {
    // stderr is closed; the exit code still shows the error.
  }
  return known.exitCode;
}

/** Prints an error just before the program ends: synchronously. @param before text to write first */
export function reportNow(error: SinchctlError, host: Host, style: ErrorStyle, before: string): void {
  host.stderr.writeNow(before + errorText(error, host, style));
}
