import { resolve } from 'node:path';
import { accountOf, type Credentials } from '../credentials/credentials.ts';
import { ciRunOf } from '../history/ci-run.ts';
import type { HistoryRow } from '../history/journal.ts';
import { runName } from '../history/journal.ts';
import type { Recording } from '../history/journal-file.ts';
import type { Row } from '../output/rows.ts';
import type { Host } from '../platform/host.ts';
import type { LockTarget } from './lock-account.ts';
import type { RowStream } from './row-stream.ts';
import type { Settings } from './settings.ts';

export interface Keeping {
  host: Host;
  /** Of the line: `--lock-timeout`, `--reason` and `--results`. */
  settings: Pick<Settings, 'lockTimeout' | 'reason' | 'results'>;
  isDryRun: boolean;
  line: string;
  stream: RowStream;
  credentials: () => Promise<Credentials>;
  stateDirectory: () => string;
  warn: (text: string) => void;
  onEnd: (work: () => Promise<void>) => void;
}

/** What keeps a command from meeting others on this machine, and what is saved of it: locks, journal, results. */
export interface Records {
  /**
   * Takes the lock of what will be written, on this machine, until the command ends; a dry run needs none.
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

export function openRecords(keeping: Keeping): Records {
  const { host, settings, isDryRun, line, stream, credentials, stateDirectory, warn, onEnd } = keeping;
  const held = new Set<string>();
  return {
    async lock(targets) {
      if (isDryRun) return;
      const account = accountOf(await credentials());
      const { lockAccount } = await import('./lock-account.ts');
      const setting = { account, home: stateDirectory(), seconds: settings.lockTimeout, what: line, held };
      onEnd(await lockAccount(targets, setting));
    },
    async previousRows() {
      if (settings.results === undefined) return [];
      const { readResults } = await import('../history/results-file.ts');
      const rows = readResults(settings.results);
      stream.keep(rows);
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
        account: accountOf(chosen),
        command: line,
        results: settings.results === undefined ? null : resolve(settings.results),
        reason: settings.reason ?? null,
      };
      const { recording, close } = await beginRun(stateDirectory(), cause, host.now);
      onEnd(() => close().catch((error) => warn(`the history is not complete: ${error.message}`)));
      return recording;
    },
    async history() {
      const { readHistory } = await import('../history/journal-file.ts');
      return readHistory(stateDirectory());
    },
  };
}
