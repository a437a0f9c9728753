import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { mayHoldSecret, type RowGroup } from '../account/result-row.ts';
import { asSinchctlError, SinchctlError, systemReason } from '../core/errors.ts';
import { redact } from '../core/redact.ts';
import { maskQuery } from '../core/url.ts';
import { type AppendOnly, appendTo } from '../platform/append-file.ts';
import { userName } from '../platform/host.ts';
import { withLock } from '../platform/lock.ts';
import { CAN_RENAME_OPEN_FILES, renameOver, syncDirectory } from '../platform/write-file.ts';
import {
  endLine,
  entryLine,
  entryRun,
  HEAD,
  type HistoryRow,
  type HistoryRun,
  headLine,
  isRunName,
  parseLine,
  type RunCounts,
  type RunEnd,
  type RunHead,
  readJournal,
  runName,
  toRuns,
} from './journal.ts';

/** The record of a run: each change before it is sent, and its outcome. */
export interface Recording {
  readonly run: string;
  /** Resolves when the rows are on disk. @throws SinchctlError failure: then they must not be sent */
  intend(rows: readonly RowGroup[]): Promise<void>;
  settle(rows: readonly RowGroup[]): void;
  /** Records what the run changed, as its last line. */
  end(counts: RunCounts): void;
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

/** Renames every file to the next number; the last one is deleted. Requires the lock of the journal. */
async function rotate(home: string): Promise<void> {
  if (sizeOf(nameOf(home, 0)) < LARGEST) return;
  try {
    for (let n = KEPT; n > 0; n--) {
      if (existsSync(nameOf(home, n - 1))) await renameOver(nameOf(home, n - 1), nameOf(home, n));
    }
    await syncDirectory(home);
  } catch (error) {
    // A large journal is better than none.
    if (CAN_RENAME_OPEN_FILES) throw error;
  }
}

/** A row for the journal. Callback URLs stay complete, because undo restores them; only the message may hold a secret. */
const withoutSecrets = ({ row, numbers }: RowGroup): RowGroup =>
  mayHoldSecret(row) ? { row: { ...row, message: redact(row.message ?? '') }, numbers } : { row, numbers };

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
const maskUrls = (command: string): string => redact(command.replace(/https?:\/\/[^\s'"]+/gi, maskQuery));

/** A name that no other run has. Requires the lock of the journal. */
function freeName(home: string, now: Date, random: number): string {
  const name = runName(now, random);
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
const LOCK_TIMEOUT = 10;

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
  return withLock(join(home, 'locks', 'journal'), LOCK_TIMEOUT, async () => {
    await rotate(home);
    const at = now();
    const run = freeName(home, at, random());
    const file = await appendTo(nameOf(home, 0), true);
    const { command, reason, ...rest } = head;
    const clean = { ...rest, command: maskUrls(command), reason: reason && redact(reason) };
    await file.append(headLine({ run, at: at.toISOString(), user: userName(), host: hostname(), ...clean }));
    return { recording: recordingOf(run, file, now), close: () => file.close() };
  });
}

/** Bytes that are read at a time. */
const CHUNK = 1024 * 1024;
/** A longer line is not ours. */
const LONGEST_LINE = 16 * CHUNK;

/** Reads a file in pieces, so that its size does not matter. @throws SinchctlError failure; nothing for a missing file */
function* piecesOf(path: string, isBackward: boolean): Generator<Buffer> {
  if (!existsSync(path)) return;
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    for (let done = 0; done < size; done += CHUNK) {
      const length = Math.min(CHUNK, size - done);
      const bytes = Buffer.alloc(length);
      const position = isBackward ? size - done - length : done;
      yield bytes.subarray(0, readSync(file, bytes, 0, length, position));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new SinchctlError('failure', `cannot read ${path}: ${systemReason(error)}`, { cause: error });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The lines of a file, oldest first. */
function* linesOf(path: string): Generator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for (const piece of piecesOf(path, false)) {
    const bytes = Buffer.concat([rest, piece]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      yield bytes.subarray(start, end);
      start = end + 1;
    }
    rest = bytes.subarray(bytes.length - start > LONGEST_LINE ? bytes.length : start);
  }
  yield rest;
}

/** The lines of a file, newest first. */
function* linesBackward(path: string): Generator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for (const piece of piecesOf(path, true)) {
    const bytes = Buffer.concat([piece, rest]);
    let end = bytes.length;
    for (let at = bytes.lastIndexOf(10); at >= 0; at = end > 0 ? bytes.lastIndexOf(10, end - 1) : -1) {
      yield bytes.subarray(at + 1, end);
      end = at;
    }
    rest = bytes.subarray(0, end > LONGEST_LINE ? 0 : end);
  }
  yield rest;
}

/** The files of the journal, newest first. */
const filesOf = (home: string): string[] => Array.from({ length: KEPT + 1 }, (_, n) => nameOf(home, n));

const startsWith = (line: Buffer, start: string): boolean =>
  line.length > start.length && line.toString('latin1', 0, start.length) === start;

/** The heads of runs, newest first. No other line is decoded. */
function* headsOf(home: string): Generator<RunHead> {
  for (const path of filesOf(home)) {
    for (const line of linesBackward(path)) {
      const head = startsWith(line, HEAD) ? parseLine(line).head : undefined;
      if (head && isRunName(head.run)) yield head;
    }
  }
}

/** Whether the newest entry of a file is older than a moment: then all of the file is. */
function isOlder(path: string, since: number): boolean {
  for (const line of linesBackward(path)) {
    const { at, head, end } = parseLine(line);
    const moment = Date.parse(at ?? head?.at ?? end?.at ?? '');
    if (!Number.isNaN(moment)) return moment < since;
  }
  return false;
}

/** The files with entries since a moment, newest first. The current file is always read. */
function filesSince(home: string, since: number | undefined): string[] {
  const files = filesOf(home).filter((path) => existsSync(path));
  const old = since === undefined ? -1 : files.findIndex((path, i) => i > 0 && isOlder(path, since));
  return old < 0 ? files : files.slice(0, old);
}

export interface HistoryFilter {
  /** By the name of the run; lines of other runs are not decoded. */
  isWanted?: (run: string) => boolean;
  /** Milliseconds since 1970. Older entries may still be included. */
  since?: number | undefined;
}

/** The changes in the journal, oldest first. */
export function readHistory(
  home: string,
  { isWanted = () => true, since }: HistoryFilter = {},
): HistoryRow[] {
  function* lines() {
    for (const path of filesSince(home, since).toReversed()) yield* linesOf(path);
  }
  return readJournal(lines(), isWanted);
}

/** The runs in the journal, newest first, with what they changed. Changes are decoded only of runs without an end. */
export function readRuns(home: string, since?: number): HistoryRun[] {
  const heads = new Map<string, RunHead>();
  const ends = new Map<string, RunEnd>();
  const changing = new Set<string>();
  for (const path of filesSince(home, since)) {
    for (const line of linesBackward(path)) {
      const name = entryRun(line);
      if (name !== undefined) changing.add(name);
      else if (line.length > 0) {
        const { head, end, run } = parseLine(line);
        if (head) heads.set(head.run, head);
        if (end) ends.set(end.run, end);
        if (run !== undefined) changing.add(run);
      }
    }
  }
  const isOpen = (run: string) => !ends.has(run) || !heads.has(run);
  const isAnyOpen = [...changing].some(isOpen);
  return toRuns(heads, ends, isAnyOpen ? readHistory(home, { isWanted: isOpen, since }) : []);
}

/** The latest runs, newest first, at most `most`. */
export function readLatestRuns(home: string, most: number): RunHead[] {
  const found: RunHead[] = [];
  for (const head of headsOf(home)) if (found.push(head) === most) break;
  return found;
}
