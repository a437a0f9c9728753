import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ResultRow } from '../../../src/account/result-row.ts';
import { endLine, entryLine, headLine, NO_HEAD } from '../../../src/history/journal.ts';
import {
  headsOf,
  journalPath,
  KEPT,
  readHistory,
  readLatestRuns,
  readRuns,
} from '../../../src/history/read-journal.ts';
import { noCounts } from '../../../src/history/runs.ts';
import { ours } from '../../support/account.ts';
import { temporaryDirectory } from '../../support/home.ts';
import { openFiles } from '../../support/open-files.ts';
import { row } from '../../support/result-row.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-01-01T00:00:00Z');

/** The nth run, one per day. */
const runOf = (day: number) => `2026010${day}-000000-0000`;
const timeOf = (day: number) => new Date(START + (day - 1) * DAY);
const head = (day: number) => headLine({ ...NO_HEAD, run: runOf(day), at: timeOf(day).toISOString() });
const end = (day: number, added = 0) =>
  endLine({ run: runOf(day), at: timeOf(day).toISOString(), ...noCounts(), added });
const change = (day: number, more: Partial<ResultRow> = {}) =>
  entryLine(runOf(day), timeOf(day), { row: { ...row, ...more }, numbers: [ours] });

/** A directory with the files of a journal, the current one first. */
function journal(...files: (string | Buffer | undefined)[]): string {
  const home = temporaryDirectory();
  for (const [n, content] of files.entries())
    if (content !== undefined) writeFileSync(journalPath(home, n), content);
  return home;
}
const names = (runs: Iterable<{ run: string }>) => [...runs].map(({ run }) => run);

test('the current file has no number, and nine rotated ones are kept', () => {
  expect([journalPath('/home', 0), journalPath('/home', 1), KEPT]).toEqual([
    join('/home', 'journal.ndjson'),
    join('/home', 'journal.1.ndjson'),
    9,
  ]);
});

test('without a journal there are no runs', () => {
  expect([readHistory(journal()), readRuns(journal()), readLatestRuns(journal(), 3)]).toEqual([[], [], []]);
});

test('an unreadable journal is an error', () => {
  const home = journal();
  mkdirSync(journalPath(home, 0));
  const message = `cannot read ${journalPath(home, 0)}: is a directory`;
  const cause = expect.objectContaining({ code: 'EISDIR' });
  for (const read of [readHistory, readRuns]) {
    expect(() => read(home)).toThrow(expect.objectContaining({ kind: 'failure', message, cause }));
  }
});

test.runIf(process.platform !== 'win32')('so is one that cannot be opened', async () => {
  const path = journalPath(journal(), 0);
  const server = createServer().listen(path);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  expect(() => readHistory(join(path, '..'))).toThrow(
    expect.objectContaining({ kind: 'failure', message: expect.stringContaining(`cannot read ${path}: `) }),
  );
});

test.runIf(existsSync('/proc/self/fd'))('no file stays open, also after reading only a part', () => {
  const home = journal(head(1) + change(1) + head(2) + change(2));
  readHistory(home);
  readLatestRuns(home, 1);
  expect(openFiles(home)).toEqual([]);
});

describe('heads', () => {
  test('are returned newest first, from all files', () => {
    const home = journal(head(4) + change(4) + head(5), head(3), undefined, head(1) + end(1) + head(2));
    expect(names(headsOf(home))).toEqual([5, 4, 3, 2, 1].map(runOf));
  });

  test('include the file with the last number, but not files after it', () => {
    const files = [head(3), ...Array<undefined>(KEPT - 1), head(2), head(1)];
    expect(names(headsOf(journal(...files)))).toEqual([3, 2].map(runOf));
    expect(names(readRuns(journal(...files)))).toEqual([3, 2].map(runOf));
  });

  test('exclude other lines', () => {
    const odd = headLine({ ...NO_HEAD, run: '../../etc', at: '' });
    expect(names(headsOf(journal(`${odd}{"head":\n{"head":null}\n${head(1)}{"head":{"run"`)))).toEqual([
      runOf(1),
    ]);
  });

  test('are limited to the latest ones', () => {
    const home = journal(head(2) + head(3), head(1));
    expect(names(readLatestRuns(home, 2))).toEqual([runOf(3), runOf(2)]);
    expect(names(readLatestRuns(home, 1))).toEqual([runOf(3)]);
    expect(names(readLatestRuns(home, 9))).toEqual([3, 2, 1].map(runOf));
  });
});

describe('a file that is larger than one read', () => {
  const filler = (length: number) => `${'x'.repeat(length - 1)}\n`;
  const MEGABYTE = 1024 * 1024;
  /** A line with several megabytes added. */
  const longer = (line: string, megabytes: number) =>
    line.replace('{', `{"x":"${'x'.repeat(megabytes * MEGABYTE)}",`);

  test.each([MEGABYTE - 40, MEGABYTE - 1, MEGABYTE, MEGABYTE + 1, 2 * MEGABYTE, 3 * MEGABYTE + 7])(
    'is read completely, forward and backward: %i bytes between its lines',
    (length) => {
      const home = journal(head(1) + change(1) + filler(length) + head(2) + change(2));
      expect(names(readHistory(home))).toEqual([1, 2].map(runOf));
      expect(names(headsOf(home))).toEqual([2, 1].map(runOf));
    },
  );

  test('lines across reads are complete', () => {
    const lines = Array.from(
      { length: 9 },
      (_, i) => head(i + 1) + change(i + 1, { message: 'm'.repeat(1900) }),
    );
    const home = journal(lines.join(Array.from({ length: 700 }, () => change(9)).join('')));
    expect(readHistory(home).filter(({ message }) => message?.length === 1900)).toHaveLength(9);
    expect(names(headsOf(home))).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1].map(runOf));
  });

  test('lines are complete after a line that needs many pieces', () => {
    const home = journal(`${longer(change(1), 8)}${change(2).repeat(6_000)}${head(3)}${change(3)}`);
    const damaged: string[] = [];
    expect(names(readHistory(home, {}, (path) => damaged.push(path)))).toEqual([1, 2, 3].map(runOf));
    expect([damaged, names(headsOf(home))]).toEqual([[], [runOf(3)]]);
  });

  test('a line of 17 MiB is ignored even if it looks like a run, and the lines around it are read', () => {
    const both = head(3).replace(/}\n$/, `,${change(3).slice(1)}`);
    expect([names(readHistory(journal(both))), names(headsOf(journal(both)))]).toEqual([
      [runOf(3)],
      [runOf(3)],
    ]);
    const long = both.replace(',"run":', `,"x":"${'x'.repeat(17 * MEGABYTE)}"$&`);
    const home = journal(head(1) + change(1) + long + head(2) + change(2));
    expect(names(readHistory(home))).toEqual([1, 2].map(runOf));
    expect(names(headsOf(home))).toEqual([2, 1].map(runOf));
  });

  test('blank lines do not matter, also at the start', () => {
    const home = journal(`\n${head(1)}${change(1)}\n\n${head(2)}${change(2)}\n`);
    const damaged: string[] = [];
    expect(names(readHistory(home, {}, (path) => damaged.push(path)))).toEqual([1, 2].map(runOf));
    expect([damaged, names(headsOf(home))]).toEqual([[], [2, 1].map(runOf)]);
  });

  test('the last line may lack its line ending', () => {
    expect(names(readHistory(journal(change(1).trimEnd())))).toEqual([runOf(1)]);
    expect(names(headsOf(journal(head(1).trimEnd())))).toEqual([runOf(1)]);
  });
});

describe('changes', () => {
  test('are returned oldest first, from all files, with their heads', () => {
    const home = journal(head(3) + change(3), head(1) + change(1) + head(2) + change(2));
    expect(readHistory(home).map(({ run, at }) => [run, at])).toEqual(
      [1, 2, 3].map((day) => [runOf(day), timeOf(day).toISOString()]),
    );
  });

  test('of one run', () => {
    const home = journal(head(2) + change(2), head(1) + change(1));
    expect(names(readHistory(home, { isWanted: (run) => run === runOf(1) }))).toEqual([runOf(1)]);
  });

  test.each([
    ['of the second day', 2, [2, 3, 4, 5]],
    ['of the fourth day', 4, [4, 5]],
    ['after the last one, when the current file is still read', 9, [4, 5]],
    ['before the first one', 0, [1, 2, 3, 4, 5]],
  ])('since a time skip files that are older: %s', (_name, since, expected) => {
    const home = journal(
      head(4) + change(4) + end(4) + head(5) + change(5),
      head(2) + change(2) + head(3) + change(3),
      head(1) + change(1),
    );
    expect(names(readHistory(home, { since: timeOf(since).getTime() }))).toEqual(expected.map(runOf));
  });

  test.each([
    ['a head', head(1)],
    ['an end', head(1) + end(1)],
    ['a change before an incomplete line', `${head(1)}${change(1)}{"run":"torn`],
  ])('the age of a file is that of its newest line: %s', (_name, old) => {
    const files = [head(3) + change(3), head(1) + change(1) + old];
    const since = (moment: number) => names(readHistory(journal(...files), { since: moment }));
    expect(since(timeOf(1).getTime() + 1)).toEqual([runOf(3)]);
    expect(since(timeOf(1).getTime())).toEqual([1, 3].map(runOf));
  });

  test('a file without any time is read', () => {
    const home = journal(head(3), 'nothing of ours\n', head(1) + change(1));
    expect(names(readHistory(home, { since: timeOf(1).getTime() }))).toEqual([runOf(1)]);
  });
});

describe('runs', () => {
  test('have the counts of their end line, and their changes are not read', () => {
    const home = journal(head(1) + change(1) + end(1, 7) + head(2) + end(2, 1));
    expect(readRuns(home).map(({ run, added, isEnded }) => [run, added, isEnded])).toEqual([
      [runOf(2), 1, true],
      [runOf(1), 7, true],
    ]);
  });

  test('without an end line have counts from their changes', () => {
    const home = journal(
      head(1) + change(1) + end(1, 7) + head(2) + change(2) + change(2, { capability: 'sms' }),
    );
    expect(readRuns(home).map(({ run, added, isEnded }) => [run, added, isEnded])).toEqual([
      [runOf(2), 2, false],
      [runOf(1), 7, true],
    ]);
  });

  test('are found by any form of a change', () => {
    for (const line of [change(1), change(1).replace('{', '{ '), change(1).trim().replace('{', '{ ')])
      expect(readRuns(journal(line))).toMatchObject([{ run: runOf(1), added: 1, isEnded: false }]);
  });

  test('without a head have counts from their changes', () => {
    const spaced = change(1).replace('{', '{ ');
    for (const line of [change(1), spaced]) {
      expect(readRuns(journal(line + end(1, 7)))).toMatchObject([
        { run: runOf(1), added: 1, isEnded: false },
      ]);
    }
  });

  test('since a time', () => {
    const home = journal(head(3) + end(3), head(2) + end(2), head(1) + end(1));
    expect(names(readRuns(home, timeOf(2).getTime()))).toEqual([3, 2].map(runOf));
    expect(names(readRuns(home))).toEqual([3, 2, 1].map(runOf));
  });
});

test('each damaged line is reported once, with its file', () => {
  const home = journal(`${head(2)}${change(2)}damaged\n`, `damaged\n${head(1)}${change(1)}{"run":"torn\n`);
  const inOrder = [journalPath(home, 1), journalPath(home, 1), journalPath(home, 0)];
  const inHistory: string[] = [];
  readHistory(home, {}, (path) => inHistory.push(path));
  expect(inHistory).toEqual(inOrder);
  const inRuns: string[] = [];
  readRuns(home, undefined, (path) => inRuns.push(path));
  expect(inRuns).toEqual(inOrder.toReversed());
});
