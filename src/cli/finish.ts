import { asSinchctlError, type Interruption, SinchctlError } from '../core/errors.ts';
import { redact } from '../core/redact.ts';
import { shellSyntax } from '../core/shell-line.ts';
import { safeText } from '../core/text.ts';
import { chooseFormat } from '../output/formats.ts';
import type { ServerReply } from '../output/response.ts';
import type { Host } from '../platform/host.ts';
import { signalName } from '../platform/process-end.ts';
import type { CommandResult } from './command.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { stderrLine } from './messages.ts';
import { fitHints, undoLine, withLine } from './next-steps.ts';
import { reportError, reportNow } from './report-error.ts';

/** Writes a server's response. With headers, it is for display, so that an error after it starts on a new line. */
async function showReply(reply: ServerReply, isFollowed: boolean, { stdout }: Host): Promise<void> {
  const { replyText } = await import('../output/response.ts');
  const text = replyText(reply, stdout.isTerminal);
  const isOpen = isFollowed && reply.withHead && !text.endsWith('\n');
  await stdout.write(isOpen ? `${text}\n` : text);
}

/** Explains that a missing row does not mean a missing change, because the results file could not be written. */
function unrecorded(error: unknown, isDone: boolean): SinchctlError {
  const known = asSinchctlError(error);
  const what = isDone
    ? 'all items were processed, but some rows were not recorded'
    : 'some rows were not recorded';
  return known.with({}, `${what}: ${known.message}`);
}

/** Writes the rows, and closes the results file. @returns the errors */
async function showResult(
  result: CommandResult | SinchctlError,
  { stream, host }: Invocation,
): Promise<SinchctlError[]> {
  const failures: SinchctlError[] = [];
  const fail = (error: unknown) => void failures.push(asSinchctlError(error));
  if (result instanceof SinchctlError) {
    await stream.close().catch(fail);
    return failures;
  }
  const { rows, isTracked = false, blocks, plan, reply, error } = result;
  const show = async () => {
    await stream.finish(rows, isTracked, { blocks, plan });
    if (reply) await showReply(reply, error !== undefined, host);
  };
  await show().catch(fail);
  await stream.close().catch((cause) => fail(error ? cause : unrecorded(cause, isTracked)));
  return failures;
}

/** Whether a person reads a table: a script must not depend on what is below it. */
const showsFooter = ({ host: { stdout, stderr }, settings: { quiet, output, json } }: Invocation): boolean =>
  !quiet && stdout.isTerminal && stderr.isTerminal && chooseFormat(output, json, true) === 'table';

/**
 * Shows the result of a command. The last line is one error: the command's own, otherwise the one that prevented rows
 * from being shown or recorded.
 * @returns the exit code
 */
export async function finish(invocation: Invocation, result: CommandResult | SinchctlError): Promise<number> {
  const { host, errorStyle, messages } = invocation;
  const failures = await showResult(result, invocation);
  const isBare = result instanceof SinchctlError;
  if (!isBare && showsFooter(invocation)) messages.say(...(result.footer ?? []));
  if (!isBare) result.closing?.forEach((line) => void messages.note(line));
  // The outcome of the command is more important than a failure to show it.
  const error = (isBare ? result : result.error) ?? failures.shift();
  for (const failure of failures) {
    // The command's own error already reports its cause.
    if (failure !== error?.cause) await reportError(failure, host, { ...errorStyle, asJson: false });
  }
  if (error) {
    const shell = shellSyntax(host.platform, host.env);
    return reportError(fitHints({ ...invocation, shell }, error), host, errorStyle);
  }
  return isBare ? 0 : (result.exitCode ?? 0);
}

/** Reports a second signal, which ends the program at once: the command to run again, and how to undo what was done. */
export function abortNow(
  context: Context,
  { host, settings, errorStyle, messages, writes }: Invocation,
  signal: Interruption,
): void {
  const doubt = writes ? '; requests in progress may still take effect' : '';
  const error = new SinchctlError('interrupted', `stopped by a second ${signalName(signal)}${doubt}`, {
    signal,
  });
  const { run } = context.records;
  const undo =
    run === undefined || settings.quiet
      ? ''
      : stderrLine(host, errorStyle, `note: ${safeText(redact(undoLine(context, run)))}`);
  reportNow(withLine(context, error, true), host, errorStyle, messages.clearing() + undo);
}
