import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { SinchctlError, systemReason } from '../core/errors.ts';
import {
  entryRun,
  HEAD,
  type HistoryRow,
  isRunId,
  parseJournalLine,
  type RunEnd,
  type RunHead,
  readJournal,
} from './journal.ts';
import { type HistoryRun, toRuns } from './runs.ts';

/** The number of rotated files besides the current one. */
export const KEPT = 9;

export const journalPath = (home: string, n: number): string =>
  join(home, n === 0 ? 'journal.ndjson' : `journal.${n}.ndjson`);

/** Bytes that are read at a time. */
const CHUNK_SIZE = 1024 * 1024;
/** A longer line was not written by sinchctl. */
const LONGEST_ENTRY = 16 * CHUNK_SIZE;

/** Reads a file in pieces, so that its size does not matter. @throws SinchctlError failure; nothing for a missing file */
function* piecesOf(path: string, isBackward: boolean): Generator<Buffer> {
  if (!existsSync(path)) return;
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    for (let done = 0; done < size; done += CHUNK_SIZE) {
      const length = Math.min(CHUNK_SIZE, size - done);
      const bytes = Buffer.alloc(length);
      const position = isBackward ? size - done - length : done;
      yield bytes.subarray(0, readSync(file, bytes, 0, length, position));
    }
  } catch (error) {
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
    rest = bytes.subarray(bytes.length - start > LONGEST_ENTRY ? bytes.length : start);
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
    rest = bytes.subarray(0, end > LONGEST_ENTRY ? 0 : end);
  }
  yield rest;
}

/** The files of the journal, newest first. */
const filesOf = (home: string): string[] => Array.from({ length: KEPT + 1 }, (_, n) => journalPath(home, n));

/** The heads of runs, newest first. No other line is decoded. */
export function* headsOf(home: string): Generator<RunHead> {
  for (const path of filesOf(home)) {
    for (const line of linesBackward(path)) {
      const isHead = line.toString('latin1', 0, HEAD.length) === HEAD;
      const head = isHead ? parseJournalLine(line).head : undefined;
      if (head && isRunId(head.run)) yield head;
    }
  }
}

/** Whether the newest entry of a file, and so all of the file, is older than a given time. */
function isOlder(path: string, since: number): boolean {
  for (const line of linesBackward(path)) {
    const { at, head, end } = parseJournalLine(line);
    const moment = Date.parse(at ?? head?.at ?? end?.at ?? '');
    if (!Number.isNaN(moment)) return moment < since;
  }
  return false;
}

/** The files with entries since a given time, newest first. The current file is always read. */
function filesSince(home: string, since: number | undefined): string[] {
  const files = filesOf(home);
  const old = since === undefined ? -1 : files.findIndex((path, i) => i > 0 && isOlder(path, since));
  return old < 0 ? files : files.slice(0, old);
}

export interface HistoryFilter {
  /** By the run ID; lines of other runs are not decoded. */
  isWanted?: (run: string) => boolean;
  /** Milliseconds since 1970. Older entries may still be included. */
  since?: number | undefined;
}

/** Called for each damaged line, with the path of its file. */
export type OnDamaged = (path: string) => void;

/** The changes in the journal, oldest first. */
export function readHistory(
  home: string,
  { isWanted = () => true, since }: HistoryFilter = {},
  onDamaged: OnDamaged = () => undefined,
): HistoryRow[] {
  let path = '';
  function* lines() {
    for (path of filesSince(home, since).toReversed()) yield* linesOf(path);
  }
  return readJournal(lines(), isWanted, () => onDamaged(path));
}

/**
 * The runs in the journal, newest first, with what they changed. Only the changes of runs without an end are decoded.
 */
export function readRuns(home: string, since?: number, onDamaged: OnDamaged = () => undefined): HistoryRun[] {
  const heads = new Map<string, RunHead>();
  const ends = new Map<string, RunEnd>();
  const changing = new Set<string>();
  for (const path of filesSince(home, since)) {
    for (const line of linesBackward(path)) {
      const name = entryRun(line);
      if (name !== undefined) changing.add(name);
      else {
        const { head, end, run } = parseJournalLine(line, () => onDamaged(path));
        if (head) heads.set(head.run, head);
        if (end) ends.set(end.run, end);
        if (run !== undefined) changing.add(run);
      }
    }
  }
  const isOpen = (run: string) => !ends.has(run) || !heads.has(run);
  const isAnyOpen = [...changing].some(isOpen);
  // Damaged lines are already reported.
  const rows = isAnyOpen ? readHistory(home, { isWanted: isOpen, since }, () => undefined) : [];
  return toRuns(heads, ends, rows);
}

/** The latest runs, newest first, at most `most`. */
export function readLatestRuns(home: string, most: number): RunHead[] {
  const found: RunHead[] = [];
  for (const head of headsOf(home)) if (found.push(head) === most) break;
  return found;
}
