import { resolve } from 'node:path';
import type { Context } from '../../cli/context.ts';
import { undoLine } from '../../cli/next-steps.ts';
import { asSinchctlError, codeOf, SinchctlError, usage } from '../../core/errors.ts';
import { accountUrl } from '../../credentials/credentials.ts';
import type { HistoryRow, RunHead } from '../../history/journal.ts';
import type { UnrecordedRun } from '../../history/results-rows.ts';
import type { HistoryRun } from '../../history/runs.ts';
import type { RecordedChange } from '../../history/undo-plan.ts';
import { unknownRunHint } from './find-run.ts';

/** The rows of a run to undo, or of a results file. */
export interface LoadedRun {
  rows: readonly RecordedChange[];
  /** For a file: the runs that changed more than the file contains. */
  unrecorded: readonly UnrecordedRun[];
  /** For a file: whether the history of this computer contains its run. */
  isKnown: boolean;
}

function accountDifference({ run, profile, account }: RunHead, now: { name: string; account: string }) {
  if (profile !== now.name && profile !== '') return `run ${run} used profile ${profile}, not ${now.name}`;
  return `run ${run} changed the account at ${account}, not at ${now.account}`;
}

/** @throws SinchctlError refused if the run changed another account */
async function checkSameAccount(context: Context, row: RunHead): Promise<void> {
  const credentials = await context.credentials();
  const { name, source } = credentials;
  const account = accountUrl(credentials);
  const { profile } = row;
  const isElsewhere = row.account !== '' && row.account !== account;
  // Credentials from the environment have no profile name to compare.
  const isOther = source !== 'environment' && profile !== 'environment' && profile !== '' && profile !== name;
  if (!isElsewhere && !isOther) return;
  const sameName =
    profile === name
      ? `profile ${name} had the base URL ${row.account} at that time`
      : `to undo it, add --profile ${profile}`;
  const variables =
    source === 'environment'
      ? `to undo it, set SINCHCTL_CALLING_URL to ${row.account}`
      : 'to undo it, set the same environment variables';
  throw new SinchctlError('refused', accountDifference(row, { name, account }), {
    hint: profile === 'environment' ? variables : sameName,
  });
}

/** The rows of a run in the history. @throws SinchctlError notFound; refused if the run changed another account */
export async function loadRun(context: Context, { run, ...head }: HistoryRun): Promise<LoadedRun> {
  await checkSameAccount(context, { run, ...head });
  const rows = await context.records.history({ isWanted: (name) => name === run });
  return { rows, unrecorded: [], isKnown: true };
}

/** @throws SinchctlError usage or notFound; if there is no such file, with the runs that have a similar ID */
async function readFile(context: Context, path: string): Promise<Uint8Array> {
  try {
    return await context.input.readBytes(path);
  } catch (error) {
    const { message, cause } = asSinchctlError(error);
    if (codeOf(cause) !== 'ENOENT')
      throw usage(message, 'pass a run ID from sinchctl history, or a file written by --results');
    const hint = await unknownRunHint(context, path, await context.records.runs());
    // A file has an extension or a path.
    const kind = /[./\\]/.test(path) ? 'usage' : 'notFound';
    throw new SinchctlError(kind, `no run or file named ${path}`, { hint, items: [path] });
  }
}

/** The history of this account. */
async function accountHistory(context: Context): Promise<HistoryRow[]> {
  const account = accountUrl(await context.credentials());
  return (await context.records.history()).filter((row) => row.account === account);
}

/**
 * The rows of a results file or of a pipe.
 * @param name a path, or `-` for stdin
 * @throws SinchctlError usage if it contains no rows
 */
export async function loadFile(context: Context, name: string): Promise<LoadedRun> {
  const bytes = await readFile(context, name);
  const [{ decodeText }, { readResultRows, unrecordedRuns, withChecked }] = await Promise.all([
    import('../../input/decode.ts'),
    import('../../history/results-rows.ts'),
  ]);
  const shown = name === '-' ? 'stdin' : name;
  const path = name === '-' ? null : resolve(name);
  const text = decodeText(bytes, shown);
  if (text.trim() === '') {
    const { unrecorded } = unrecordedRuns(path, [], await context.records.history());
    const [last] = unrecorded.slice(-1);
    const hint = last ? undoLine(context, last.run) : 'pass a run ID, or a file written by --results';
    throw usage(`${shown} contains no rows`, hint, [shown]);
  }
  const { rows, cutOff } = readResultRows(text, shown);
  if (cutOff !== undefined)
    context.messages.warn(`${shown}: ${cutOff} is incomplete and cannot be undone from this file`);
  const history = await accountHistory(context);
  const checked = withChecked(rows, history);
  return { rows: checked, ...unrecordedRuns(path, checked, history) };
}
