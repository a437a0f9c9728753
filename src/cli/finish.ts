import { asSinchctlError, SinchctlError } from '../core/errors.ts';
import type { Reply } from '../output/response.ts';
import type { Host } from '../platform/host.ts';
import type { Outcome } from './command.ts';
import { type ErrorLook, reportError } from './report-error.ts';
import type { RowStream } from './row-stream.ts';

/** Behind a head it is there to be looked at, so an error that follows begins a line of its own. */
async function showReply(reply: Reply, isFollowed: boolean, { stdout }: Host): Promise<void> {
  const { replyText } = await import('../output/response.ts');
  const text = replyText(reply, stdout.isTerminal);
  const isOpen = isFollowed && reply.withHead && !text.endsWith('\n');
  await stdout.write(isOpen ? `${text}\n` : text);
}

async function show(
  { rows, isTold = false, blocks, reply, error }: Outcome,
  stream: RowStream,
  host: Host,
): Promise<void> {
  await stream.finish(rows, isTold, blocks);
  if (reply) await showReply(reply, error !== undefined, host);
}

/** Rows that the file lacks are none that were not reached, and whoever reads the error should not look for them. */
function unrecorded(error: unknown, isDone: boolean): SinchctlError {
  const { kind, message, details } = asSinchctlError(error);
  const what = isDone ? 'all was done, but not every row is recorded' : 'not every row is recorded';
  return new SinchctlError(kind, `${what}: ${message}`, details);
}

/** What a command has come to, and where that is to be told. */
export interface Finish {
  outcome: Outcome | SinchctlError;
  stream: RowStream;
  host: Host;
  look: ErrorLook;
  note: (text: string) => void;
}

/**
 * Shows what came of a command, and gives its exit code. The last line is one error: the command's own, else what kept
 * rows from being shown or recorded.
 */
export async function finish({ outcome, stream, host, look, note }: Finish): Promise<number> {
  const troubles: SinchctlError[] = [];
  const attempt = (work: Promise<void>) => work.catch((error) => void troubles.push(asSinchctlError(error)));
  const isBare = outcome instanceof SinchctlError;
  if (!isBare) await attempt(show(outcome, stream, host));
  const isWhole = !isBare && outcome.error === undefined;
  await attempt(
    stream.close().catch((error) => {
      throw isWhole ? unrecorded(error, outcome.isTold === true) : error;
    }),
  );
  if (!isBare) outcome.closing?.forEach((line) => void note(line));
  // What was done matters more than that it could not be shown.
  const error = (isBare ? outcome : outcome.error) ?? troubles.shift();
  for (const trouble of troubles) {
    // What ended the work is told already.
    if (trouble !== error?.cause) await reportError(trouble, host, { ...look, asJson: false });
  }
  if (error) return reportError(error, host, look);
  return isBare ? 0 : (outcome.exitCode ?? 0);
}
