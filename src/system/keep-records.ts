import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { ciRunOf } from '../core/ci-run.ts';
import { accountOf, type Credentials } from '../core/credentials.ts';
import { runName } from '../state/journal.ts';
import type { Feed } from './feed-rows.ts';
import type { Machine } from './machine.ts';

export interface Keeping {
  machine: Machine;
  /** Of the line: `--lock-timeout`, `--reason` and `--results`. */
  globals: Pick<Context['globals'], 'lockTimeout' | 'reason' | 'results'>;
  isDryRun: boolean;
  line: string;
  feed: Feed;
  credentials: () => Promise<Credentials>;
  stateHome: () => string;
  warn: (text: string) => void;
  onEnd: (work: () => Promise<void>) => void;
}

/** What keeps a command from meeting others on this machine, and what is kept of it: locks, journal, results. */
export function keepRecords(keeping: Keeping): Pick<Context, 'hold' | 'recordedRows' | 'record' | 'history'> {
  const { machine, globals, isDryRun, line, feed, credentials, stateHome, warn, onEnd } = keeping;
  const held = new Set<string>();
  return {
    async hold(targets) {
      if (isDryRun) return;
      const account = accountOf(await credentials());
      const { lockAccount } = await import('./lock-account.ts');
      const setting = { home: stateHome(), seconds: globals.lockTimeout, what: line, held };
      const named = targets.map((target) => ({ account, ...target }));
      onEnd(await lockAccount(named, setting));
    },
    async recordedRows() {
      if (globals.results === undefined) return [];
      const { readResults } = await import('./read-results.ts');
      const rows = readResults(globals.results);
      feed.keep(rows);
      return rows;
    },
    async record() {
      const { beginRun } = await import('./journal-file.ts');
      const chosen = await credentials();
      const now = machine.now();
      const cause = {
        run: runName(now, machine.random()),
        at: now.toISOString(),
        ci: ciRunOf(machine.env),
        profile: chosen.name,
        account: accountOf(chosen),
        command: line,
        results: globals.results === undefined ? null : resolve(globals.results),
        reason: globals.reason ?? null,
      };
      const { recording, close } = await beginRun(stateHome(), cause, machine.now);
      onEnd(() => close().catch((error) => warn(`the history is not complete: ${error.message}`)));
      return recording;
    },
    async history() {
      const { readHistory } = await import('./journal-file.ts');
      return readHistory(stateHome());
    },
  };
}
