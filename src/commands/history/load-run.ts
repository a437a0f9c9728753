import { resolve } from 'node:path';
import type { Context } from '../../cli/context.ts';
import { undoLine } from '../../cli/next-steps.ts';
import { asSinchctlError, SinchctlError, usage } from '../../core/errors.ts';
import { accountOf } from '../../credentials/credentials.ts';
import type { HistoryRow } from '../../history/journal.ts';
import type { RecordedChange } from '../../history/undo-plan.ts';
import type { UnrecordedRun } from '../../history/unrecorded.ts';
import { noRun, runHint } from './run-names.ts';

/** What is to be undone, and by whom it is known. */
export interface LoadedRun {
  rows: readonly RecordedChange[];
  /** Of a file: the runs that did more than it tells. */
  unrecorded: readonly UnrecordedRun[];
  /** Of a file: whether the history of this machine knows who wrote it. */
  isKnown: boolean;
}

function whatDiffers({ run, profile, account }: HistoryRow, now: { name: string; account: string }) {
  if (profile !== now.name && profile !== '')
    return `${run} was carried out with profile ${profile}, not with ${now.name}`;
  return `${run} was carried out at ${account}, not at ${now.account}`;
}

/** Numbers mean something else on another account. @throws SinchctlError refused */
async function checkAccount(context: Context, row: HistoryRow): Promise<void> {
  const credentials = await context.credentials();
  const { name, source } = credentials;
  const account = accountOf(credentials);
  const { profile } = row;
  const isElsewhere = row.account !== '' && row.account !== account;
  // The environment has no name of its own to compare.
  const isOther = source !== 'environment' && profile !== 'environment' && profile !== '' && profile !== name;
  if (!isElsewhere && !isOther) return;
  const sameName =
    profile === name ? `the base URL of profile ${name} was ${row.account} then` : `say --profile ${profile}`;
  const variables =
    source === 'environment' ? `set SINCHCTL_CALLING_URL to ${row.account}` : 'set the same variables';
  throw new SinchctlError('refused', whatDiffers(row, { name, account }), {
    hint: profile === 'environment' ? variables : sameName,
  });
}

/** The rows of a run. @throws SinchctlError notFound, refused when it was carried out on another account */
export async function loadRun(context: Context, run: string): Promise<LoadedRun> {
  const history = await context.records.history();
  const rows = history.filter((row) => row.run === run);
  const [first] = rows;
  if (!first) throw noRun(run, history);
  await checkAccount(context, first);
  return { rows, unrecorded: [], isKnown: true };
}

/** A file of rows. @throws SinchctlError usage, naming the runs that were perhaps meant where there is no such file */
async function readRows(context: Context, path: string): Promise<Uint8Array> {
  try {
    return await context.input.readBytes(path);
  } catch (error) {
    const { message } = asSinchctlError(error);
    if (!message.endsWith(': ENOENT'))
      throw usage(
        message,
        'name a run, as sinchctl history shows them, or a file that --results has written',
      );
    const hint = runHint(path, await context.records.history());
    throw usage(`no run and no file is called ${path}`, hint, [path]);
  }
}

/** What the history knows of this account. */
async function historyHere(context: Context): Promise<HistoryRow[]> {
  const account = accountOf(await context.credentials());
  return (await context.records.history()).filter((row) => row.account === account);
}

/**
 * The rows of a file that `--results` has written, or of a pipe, and the runs that did more than it tells.
 * @throws SinchctlError usage when it holds none
 */
export async function loadFile(context: Context, name: string): Promise<LoadedRun> {
  const bytes = await readRows(context, name);
  const [{ decodeText }, { readResultRows }, { unrecordedRuns, withChecked }] = await Promise.all([
    import('../../input/decode.ts'),
    import('../../history/read-rows.ts'),
    import('../../history/unrecorded.ts'),
  ]);
  const shown = name === '-' ? 'stdin' : name;
  const path = name === '-' ? null : resolve(name);
  const text = decodeText(bytes, shown);
  if (text.trim() === '') {
    const { unrecorded } = unrecordedRuns({ path, rows: [] }, await context.records.history());
    const [last] = unrecorded.slice(-1);
    const hint = last ? undoLine(context, last.run) : 'name a run, or a file of --results';
    throw usage(`${shown} holds no rows`, hint, [shown]);
  }
  const { rows, cutOff } = readResultRows(text, shown);
  if (cutOff !== undefined)
    context.messages.warn(`${shown}, ${cutOff} is cut off and cannot be undone from this file`);
  const history = await historyHere(context);
  const checked = withChecked(rows, history);
  return { rows: checked, ...unrecordedRuns({ path, rows: checked }, history) };
}
