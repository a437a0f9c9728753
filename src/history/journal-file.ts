import { existsSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { mayContainSecret, type RowGroup } from '../account/result-row.ts';
import { attempt } from '../core/attempt.ts';
import { asSinchctlError, type SinchctlError } from '../core/errors.ts';
import { redact } from '../core/redact.ts';
import { maskUrl } from '../core/url.ts';
import { type AppendOnly, appendTo } from '../platform/append-file.ts';
import { userName } from '../platform/host.ts';
import { withLock } from '../platform/lock.ts';
import { CAN_RENAME_OPEN_FILES, renameOver, syncDirectory } from '../platform/write-file.ts';
import { endLine, entryLine, headLine, type RunCounts, type RunHead, runId } from './journal.ts';
import { headsOf, journalPath, KEPT } from './read-journal.ts';

/** The record of a run: each change before it is sent, and its outcome. */
export interface Recording {
  readonly run: string;
  /** Resolves when the rows are on disk. @throws SinchctlError failure, after which they must not be sent */
  intend(rows: readonly RowGroup[]): Promise<void>;
  settle(rows: readonly RowGroup[]): void;
  /** Records what the run changed, as its last line. */
  end(counts: RunCounts): void;
  /** Why outcomes can no longer be recorded, if so; nothing more should be sent then. */
  failure(): SinchctlError | undefined;
}

/** The size in bytes at which the journal is rotated before a run. A run stays in one file. */
const LARGEST = 16 * 1024 * 1024;

/** Renames every file to the next number; the last one is deleted. Requires the lock of the journal. */
async function rotate(home: string): Promise<void> {
  if ((attempt(() => statSync(journalPath(home, 0)).size) ?? 0) < LARGEST) return;
  try {
    for (let n = KEPT; n > 0; n--) {
      if (existsSync(journalPath(home, n - 1)))
        await renameOver(journalPath(home, n - 1), journalPath(home, n));
    }
    await syncDirectory(home);
  } catch (error) {
    // An oversized journal is better than no journal.
    if (CAN_RENAME_OPEN_FILES) throw error;
  }
}

/** A row for the journal. Callback URLs stay complete, because undo restores them; only the message may contain a secret. */
const withoutSecrets = ({ row, numbers }: RowGroup): RowGroup =>
  mayContainSecret(row) ? { row: { ...row, message: redact(row.message ?? '') }, numbers } : { row, numbers };

function recordingOf(run: string, file: AppendOnly, now: () => Date): Recording {
  let failure: SinchctlError | undefined;
  async function append(groups: readonly RowGroup[]): Promise<void> {
    const at = now();
    await Promise.all(groups.map((group) => file.append(entryLine(run, at, withoutSecrets(group)))));
  }
  return {
    run,
    async intend(rows) {
      if (failure) throw failure;
      await append(rows);
    },
    settle(rows) {
      append(rows).catch((error) => {
        failure ??= asSinchctlError(error);
      });
    },
    end(counts) {
      // Closing the file reports a failure.
      file.append(endLine({ run, at: now().toISOString(), ...counts })).catch(() => undefined);
    },
    failure: () => failure,
  };
}

/** A command with the query values of its URLs masked. */
const maskCommand = (command: string): string => redact(command.replace(/https?:\/\/[^\s'"]+/gi, maskUrl));

/** An ID that no other run has. Requires the lock of the journal. */
function freeName(home: string, now: Date, random: number): string {
  const name = runId(now, random);
  const second = name.slice(0, -4);
  const taken = new Set<string>();
  for (const { run } of headsOf(home)) {
    if (run < second) break;
    taken.add(run);
  }
  let [digits, free] = [Number.parseInt(name.slice(-4), 16), name];
  while (taken.has(free)) free = second + (++digits % 0x10000).toString(16).padStart(4, '0');
  return free;
}

/** Seconds to wait for another run that begins. */
const JOURNAL_LOCK_TIMEOUT = 10;

/**
 * Begins a run in the journal.
 * @param head the head of the run without what this function adds
 * @returns the recording, and a function that closes it
 * @throws SinchctlError failure when it cannot be written, and auth for a newer journal: then nothing should be sent
 */
export async function beginRun(
  home: string,
  head: Omit<RunHead, 'run' | 'at' | 'user' | 'host'>,
  { now, random }: { now: () => Date; random: () => number },
): Promise<{ recording: Recording; close: () => Promise<void> }> {
  const begin = async () => {
    await rotate(home);
    const at = now();
    const run = freeName(home, at, random());
    const file = await appendTo(journalPath(home, 0), true);
    const { command, reason, ...rest } = head;
    const clean = { ...rest, command: maskCommand(command), reason: reason && redact(reason) };
    await file.append(headLine({ run, at: at.toISOString(), user: userName(), host: hostname(), ...clean }));
    return { recording: recordingOf(run, file, now), close: () => file.close() };
  };
  return withLock(join(home, 'locks', 'journal'), JOURNAL_LOCK_TIMEOUT, begin, 'the history');
}
