import { existsSync, readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { mayHoldSecret, type RowGroup } from '../account/result-row.ts';
import { asSinchctlError, type SinchctlError } from '../core/errors.ts';
import { redact } from '../core/redact.ts';
import { type AppendOnly, appendTo } from '../platform/append-file.ts';
import { userName } from '../platform/host.ts';
import { holdLock } from '../platform/lock.ts';
import { CAN_RENAME_OPEN_FILES, renameOver } from '../platform/write-file.ts';
import {
  entryLine,
  HEAD,
  type HistoryRow,
  headLine,
  isRunName,
  parseHead,
  type RunHead,
  readJournal,
} from './journal.ts';

/** The record of a run: each change before it is sent, and its outcome. */
export interface Recording {
  readonly run: string;
  /** Resolves when the rows are on disk. @throws SinchctlError failure: then they must not be sent */
  intend(rows: readonly RowGroup[]): Promise<void>;
  settle(rows: readonly RowGroup[]): void;
  /** Why outcomes can no longer be recorded, if they cannot: then nothing more should be sent. */
  failure(): SinchctlError | undefined;
}

/** The size in bytes at which the journal is rotated before a run. A run stays in one file. */
const LARGEST = 16 * 1024 * 1024;
/** The number of rotated files besides the current one. */
const KEPT = 9;

const nameOf = (home: string, n: number): string =>
  join(home, n === 0 ? 'journal.ndjson' : `journal.${n}.ndjson`);

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** Renames every file to the next number; the last one is deleted. */
async function rotate(home: string): Promise<void> {
  if (sizeOf(nameOf(home, 0)) < LARGEST) return;
  const release = await holdLock(join(home, 'locks', 'journal'), 10, 'rotating the journal');
  try {
    // Another process may have rotated it in the meantime.
    if (sizeOf(nameOf(home, 0)) < LARGEST) return;
    for (let n = KEPT; n > 0; n--) {
      if (existsSync(nameOf(home, n - 1))) await renameOver(nameOf(home, n - 1), nameOf(home, n));
    }
  } catch (error) {
    // A large journal is better than none.
    if (CAN_RENAME_OPEN_FILES) throw error;
  } finally {
    await release();
  }
}

function recordingOf(run: string, file: AppendOnly, now: () => Date): Recording {
  let failure: SinchctlError | undefined;
  async function append(groups: readonly RowGroup[]): Promise<void> {
    const at = now();
    await Promise.all(
      groups.map((group) => {
        const line = entryLine(run, at, group);
        return file.append(mayHoldSecret(group.row) ? redact(line) : line);
      }),
    );
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
    failure: () => failure,
  };
}

/**
 * Begins a run in the journal.
 * @param head the head of the run without its user and host
 * @returns the recording, and a function that closes it
 * @throws SinchctlError failure when it cannot be written: then nothing should be sent
 */
export async function beginRun(
  home: string,
  head: Omit<RunHead, 'user' | 'host'>,
  now: () => Date,
): Promise<{ recording: Recording; close: () => Promise<void> }> {
  await rotate(home);
  const file = await appendTo(nameOf(home, 0), true);
  await file.append(redact(headLine({ ...head, user: userName(), host: hostname() })));
  return { recording: recordingOf(head.run, file, now), close: () => file.close() };
}

function* linesOf(home: string): Generator<string> {
  for (let n = KEPT; n >= 0; n--) {
    const path = nameOf(home, n);
    if (existsSync(path)) yield* readFileSync(path, 'utf8').split('\n');
  }
}

/** All rows of the journal, oldest first. */
export const readHistory = (home: string): HistoryRow[] => readJournal(linesOf(home));

/** The heads in a journal file, newest first. No other line is decoded. */
function* headsIn(path: string): Generator<RunHead> {
  const bytes = readFileSync(path);
  for (let at = bytes.length; at > 0; ) {
    at = bytes.lastIndexOf(`\n${HEAD}`, at - 1);
    const start = at + 1;
    if (at < 0 && !bytes.subarray(0, HEAD.length).equals(Buffer.from(HEAD))) return;
    const end = bytes.indexOf('\n', start);
    const head = parseHead(bytes.toString('utf8', start, end < 0 ? bytes.length : end));
    if (head && isRunName(head.run)) yield head;
  }
}

/** The latest runs, newest first, at most `most`. Files with older runs only are not read. */
export function readLatestRuns(home: string, most: number): RunHead[] {
  const found: RunHead[] = [];
  for (let n = 0; n <= KEPT; n++) {
    const path = nameOf(home, n);
    if (!existsSync(path)) continue;
    for (const head of headsIn(path)) {
      if (found.push(head) === most) return found;
    }
  }
  return found;
}
