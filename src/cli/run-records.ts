import { join, resolve } from 'node:path';
import { accountUrl, type Credentials } from '../credentials/credentials.ts';
import { ciRunOf, type HistoryRow, runName } from '../history/journal.ts';
import type { Recording } from '../history/journal-file.ts';
import type { Row } from '../output/rows.ts';
import type { Invocation } from './invocation.ts';
import type { LockTarget } from './lock-account.ts';

/** Locks, the journal, and the results file: what protects a run from others on this machine, and what is saved of it. */
export interface RunRecords {
  /** The name under which the journal records the changes of this command, once there is one. */
  readonly run: string | undefined;
  /**
   * Locks what will be written, on this machine, until the command ends; a dry run needs no lock.
   * @throws SinchctlError busy, with the holder, when it is not free within `--lock-timeout`
   */
  lock(targets: readonly LockTarget[]): Promise<void>;
  /** The rows of earlier runs in the file of `--results`; none without it. */
  previousRows(): Promise<Row[]>;
  /** Begins a run in the journal, before the first change is sent. @throws SinchctlError failure */
  begin(): Promise<Recording>;
  /** The journal's changes made through sinchctl on this machine, the oldest first. */
  history(): Promise<HistoryRow[]>;
}

export function openRecords(
  { host, settings, isDryRun, line, stream, messages, onEnd }: Invocation,
  credentials: () => Promise<Credentials>,
  stateDirectory: () => string,
): RunRecords {
  const held = new Set<string>();
  let run: string | undefined;
  return {
    get run() {
      return run;
    },
    async lock(targets) {
      if (isDryRun) return;
      const account = accountUrl(await credentials());
      const { lockAccount } = await import('./lock-account.ts');
      const directory = join(stateDirectory(), 'locks');
      onEnd(
        await lockAccount({ account, targets, directory, timeout: settings.lockTimeout, what: line, held }),
      );
    },
    async previousRows() {
      if (settings.results === undefined) return [];
      const { readResults } = await import('../history/results-file.ts');
      const rows = readResults(settings.results);
      stream.markRecorded(rows);
      return rows;
    },
    async begin() {
      const { beginRun } = await import('../history/journal-file.ts');
      const chosen = await credentials();
      const now = host.now();
      const cause = {
        run: runName(now, host.random()),
        at: now.toISOString(),
        ci: ciRunOf(host.env),
        profile: chosen.name,
        account: accountUrl(chosen),
        command: line,
        results: settings.results === undefined ? null : resolve(settings.results),
        reason: settings.reason ?? null,
      };
      const { recording, close } = await beginRun(stateDirectory(), cause, host.now);
      run = recording.run;
      onEnd(() => close().catch((error) => messages.warn(`the history is not complete: ${error.message}`)));
      return recording;
    },
    async history() {
      const { readHistory } = await import('../history/journal-file.ts');
      return readHistory(stateDirectory());
    },
  };
}
