import type { Context } from '../../cli/context.ts';
import { closestMatch } from '../../core/closest-match.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import { joinWords } from '../../core/text.ts';
import { accountUrl } from '../../credentials/credentials.ts';
import { ifAny } from '../../credentials/find-credentials.ts';
import type { RunHead } from '../../history/journal.ts';
import type { HistoryRun } from '../../history/runs.ts';
import { userName } from '../../platform/host.ts';

const HISTORY_HINT = 'to list the runs, run sinchctl history';

/** The maximum number of runs in a hint. */
const MAX_SUGGESTIONS = 3;
/** Anything shorter is ambiguous, because every ID starts with a year. */
const MIN_PART_LENGTH = 5;

/** The run whose ID differs by at most two edits; otherwise, the newest runs whose ID contains the text. */
function similarRuns(name: string, runs: readonly string[]): readonly string[] {
  const near = closestMatch(name, runs, 2);
  if (near !== undefined) return [near];
  const containing = name.length < MIN_PART_LENGTH ? [] : runs.filter((run) => run.includes(name));
  return containing.slice(0, MAX_SUGGESTIONS);
}

/** The hint for an unknown run. @param runs newest first */
export async function unknownRunHint(
  context: Context,
  name: string,
  runs: readonly HistoryRun[],
): Promise<string> {
  const near = similarRuns(
    name,
    runs.map(({ run }) => run),
  );
  if (near.length > 0) return `did you mean ${joinWords(near)}?`;
  const newest = runs.find((await ownRuns(context)) ?? (() => true));
  return newest ? `${HISTORY_HINT}; the latest is ${newest.run}` : HISTORY_HINT;
}

/**
 * The run with an ID or an ID suffix.
 * @param runs newest first
 * @throws SinchctlError notFound for none, usage for several
 */
export async function findRun(
  context: Context,
  text: string,
  runs: readonly HistoryRun[],
): Promise<HistoryRun> {
  const found = runs.filter(({ run }) => run.endsWith(text));
  const [first] = found;
  const names = found.map(({ run }) => run);
  if (!first || text === '') {
    throw new SinchctlError('notFound', `run ${text} is not in the history`, {
      hint: await unknownRunHint(context, text, runs),
      items: [text],
    });
  }
  if (found.length === 1) return first;
  const shown = joinWords(names.slice(0, MAX_SUGGESTIONS));
  throw usage(`${text} matches ${found.length} runs`, `pass the full ID, such as ${shown}`, names);
}

/**
 * Whether a run belongs to the selected profile. Runs with credentials from the environment count only for the same base
 * URL and application; older journals do not contain the application.
 * @returns undefined without credentials, because then no profile is selected
 */
export async function ownRuns(context: Context): Promise<((run: RunHead) => boolean) | undefined> {
  const { flaggedProfile } = context.settings;
  // A removed profile still has a history.
  if (flaggedProfile !== undefined) return ({ profile }) => profile === flaggedProfile;
  const credentials = await ifAny(context.credentials());
  if (!credentials) return undefined;
  const { name, source, application } = credentials;
  const account = accountUrl(credentials);
  return (run) =>
    run.profile === name &&
    (source !== 'environment' ||
      (run.account === account && (run.key === undefined || run.key === (application?.key ?? null))));
}

const changedSomething = ({ added, moved, removed, set, unknown }: HistoryRun): boolean =>
  added + moved + removed + set + unknown > 0;

/** The runs of the selected profile that can be undone, newest first: not undos, and not undone. */
export async function undoableRuns(context: Context, runs: readonly HistoryRun[]): Promise<HistoryRun[]> {
  const isOwn = (await ownRuns(context)) ?? (() => false);
  return runs.filter((run) => isOwn(run) && !run.undoes && run.undoneBy === null && changedSomething(run));
}

/** The run of `undo last`. @throws SinchctlError notFound if there is none, refused for a run of another user */
export async function lastRun(context: Context): Promise<HistoryRun> {
  const [last] = await undoableRuns(context, await context.records.runs());
  if (!last) {
    throw new SinchctlError('notFound', 'no runs to undo', {
      hint: 'to list the runs of this profile, run sinchctl history',
    });
  }
  if (last.user === userName()) return last;
  throw new SinchctlError('refused', `the last run, ${last.run}, was started by ${last.user}`, {
    hint: `to undo it, run sinchctl undo ${last.run}`,
    items: [last.run],
  });
}
