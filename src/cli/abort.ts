import { type Interruption, SinchctlError } from '../core/errors.ts';
import { redact } from '../core/redact.ts';
import { safeText } from '../core/safe-text.ts';
import type { Host } from '../platform/host.ts';
import { signalName } from '../platform/signals.ts';
import type { Context } from './context.ts';
import { undoLine, withLine } from './next-steps.ts';
import { type ErrorLook, reportNow } from './report-error.ts';

/** A second signal, and how far the line was. */
export interface AbortState {
  signal: Interruption;
  /** What makes room on the terminal. */
  clearing: string;
  run: string | undefined;
  writes: boolean;
}

/** What is said when nothing is waited for any more: one error with the line to run again, and how to take it back. */
export function abortNow(context: Context, host: Host, look: ErrorLook, dying: AbortState): void {
  const { signal, clearing, run, writes } = dying;
  const doubt = writes ? '; what was in flight may have been carried out' : '';
  const error = new SinchctlError('interrupted', `ended at once by a second ${signalName(signal)}${doubt}`, {
    signal,
  });
  const isTold = run !== undefined && !context.settings.quiet;
  const undo = isTold ? `${look.lead}note: ${safeText(redact(undoLine(context, run)))}\n` : '';
  reportNow(withLine(context, error, true), host, look, clearing + undo);
}
