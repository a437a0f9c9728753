import { describe, expect, test } from 'vitest';
import type { ResultRow } from '../../../src/account/result-row.ts';
import {
  endLine,
  entryLine,
  entryRun,
  headLine,
  isRunId,
  NO_HEAD,
  parseJournalLine,
  type RunHead,
  readJournal,
  runId,
} from '../../../src/history/journal.ts';
import { noCounts } from '../../../src/history/runs.ts';
import { free, ours, sales, support, theirs } from '../../support/account.ts';
import { row } from '../../support/result-row.ts';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const RUN = '20260102-030405-00ff';

const head: RunHead = { ...NO_HEAD, run: RUN, at: NOW.toISOString(), command: 'sinchctl numbers assign' };

const bytes = (...texts: string[]) => texts.map((text) => Buffer.from(text.trimEnd()));
const entry = (more: Partial<ResultRow> = {}, run = RUN, numbers = more.number === null ? [] : [ours]) =>
  entryLine(run, NOW, { row: { ...row, ...more }, numbers });
const read = (...lines: string[]) => readJournal(bytes(...lines), () => true);

describe('the name of a run', () => {
  test.each([
    [0, '0000'],
    [255 / 65_536, '00ff'],
    [0.5, '8000'],
    [1 - Number.EPSILON, 'ffff'],
  ])('consists of its time and the random number %d', (random, digits) => {
    expect(runId(NOW, random)).toBe(`20260102-030405-${digits}`);
  });

  test.each([
    [RUN, true],
    [`x${RUN}`, false],
    [`${RUN}0`, false],
    ['20260102-030405-00FF', false],
    ['20260102-030405-00f', false],
    ['2026010-030405-00ff', false],
    ['20260102-03040-00ff', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(isRunId(text)).toBe(expected);
  });
});

describe('lines', () => {
  test('a head contains the version of the format', () => {
    expect(headLine(head)).toBe(`${JSON.stringify({ head: { version: 2, ...head } })}\n`);
    expect(parseJournalLine(Buffer.from(headLine(head)))).toEqual({ head: { version: 2, ...head } });
  });

  test('an end contains the counts', () => {
    const end = { run: RUN, at: head.at, ...noCounts(), added: 3 };
    expect(endLine(end)).toBe(`${JSON.stringify({ end })}\n`);
  });

  test('a change omits null fields', () => {
    expect(entry()).toBe(
      `{"run":"${RUN}","at":"2026-01-02T03:04:05.678Z","kind":"number","number":"${ours}","capability":"voice",` +
        `"application":"${support.key}","change":"add","to":"${support.key}","result":"done"}\n`,
    );
  });

  test('a change contains every other field', () => {
    const callback: ResultRow = {
      ...row,
      kind: 'callback',
      number: null,
      callback: 'primary',
      capability: null,
      alias: 'support',
      change: 'set',
      from: 'https://a.example',
      to: 'https://b.example',
      result: 'failed',
      error: 'unavailable',
      message: 'no',
      errorCode: 50000,
      reference: 'r-1',
      checked: false,
    };
    const { number: _, capability: __, ...fields } = callback;
    expect(JSON.parse(entry(callback))).toEqual({ run: RUN, at: NOW.toISOString(), ...fields });
  });

  test.each([null, true])('only `checked: false` is written, not %s', (checked) => {
    expect(entry({ checked })).not.toContain('checked');
  });

  test('several numbers share one line', () => {
    const line = JSON.parse(entryLine(RUN, NOW, { row, numbers: [ours, free] }));
    expect([line.numbers, line.number]).toEqual([[ours, free], undefined]);
  });

  test('a message has at most 2,000 characters', () => {
    expect(JSON.parse(entry({ message: 'x'.repeat(100_000) })).message).toBe(`${'x'.repeat(2000)}…`);
    expect(JSON.parse(entry({ message: 'x'.repeat(2000) })).message).toBe('x'.repeat(2000));
    expect(JSON.parse(entry({ message: '' })).message).toBeUndefined();
  });

  test.each([
    [`{"run":"${RUN}","at":"2026"}`, RUN],
    ['{"run":"a","x":1}', 'a'],
    ['{"run":""}', ''],
    ['{"run":"a}', undefined],
    // Damaged.
    ['{"run":"a","x', undefined],
    ['{"run":"a","\0\0":1}', undefined],
    ['{"run":"', undefined],
    ['{"run":', undefined],
    ['{"head":"a"', undefined],
    ['', undefined],
  ])('the run of %j is %s', (line, expected) => {
    expect(entryRun(Buffer.from(line))).toBe(expected);
  });

  test.each([
    ['', 0],
    ['{"run":"a', 1],
    ['null', 1],
    ['7', 1],
    ['"text"', 1],
    ['[]', 1],
    ['binary \u0000', 1],
  ])('an invalid line has no fields, and is damaged unless it is blank: %j', (line, damaged) => {
    let count = 0;
    const parsed = parseJournalLine(Buffer.from(line), () => {
      count += 1;
    });
    expect([parsed, count]).toEqual([{}, damaged]);
  });

  test('a newer version is rejected', () => {
    const newer = headLine({ ...head, version: 3 });
    expect(() => parseJournalLine(Buffer.from(newer))).toThrow(
      expect.objectContaining({
        kind: 'auth',
        message: 'the history was written by a newer version of sinchctl',
        details: expect.objectContaining({ hint: 'update sinchctl' }),
      }),
    );
  });

  test('a head of sinchctl 0.1 has no version', () => {
    expect(parseJournalLine(Buffer.from(JSON.stringify({ head })))).toEqual({ head });
  });
});

describe('the changes of a journal', () => {
  test('have the fields of their head and of every row', () => {
    expect(read(headLine(head), entry())).toEqual([
      { ...head, version: 2, ...row, message: null, at: head.at },
    ]);
  });

  test('keep the recorded fields', () => {
    const failed = {
      result: 'failed',
      error: 'refused',
      message: 'no',
      errorCode: 1,
      reference: 'r',
    } as const;
    const more = { ...failed, alias: 'support', from: sales.key, checked: false };
    expect(read(entry(more))).toMatchObject([more]);
  });

  test('without a head or from an old version have empty fields', () => {
    const old = JSON.stringify({ run: RUN, at: head.at, number: ours });
    expect(read(old)).toEqual([
      {
        ...row,
        run: RUN,
        user: '',
        host: '',
        ci: null,
        profile: '',
        account: '',
        command: '',
        results: null,
        reason: null,
        at: head.at,
        capability: null,
        application: null,
        to: null,
        change: 'none',
        result: 'unknown',
      },
    ]);
    const { results: _, ...partial } = head;
    expect(read(JSON.stringify({ head: partial }), entry())).toMatchObject([{ results: null }]);
  });

  test('have their recorded outcome, or are unknown', () => {
    const planned = (number: typeof ours) => entry({ number, result: 'planned' }, RUN, [number]);
    expect(
      read(planned(ours), planned(free), entry({ number: free }, RUN, [free])).map((one) => [
        one.number,
        one.result,
        one.message,
      ]),
    ).toEqual([
      [ours, 'unknown', 'no outcome was recorded'],
      [free, 'done', null],
    ]);
  });

  test('are one per run and item, in the order in which they were started', () => {
    const sms = entry({ capability: 'sms' });
    const callback = entry({ kind: 'callback', number: null, capability: null, callback: 'primary' });
    const elsewhere = entry({
      kind: 'callback',
      number: null,
      capability: null,
      callback: 'primary',
      application: sales.key,
    });
    const other = '20260102-030405-0100';
    const rows = read(entry(), sms, callback, elsewhere, entry({}, other), entry({ result: 'failed' }));
    expect(rows.map((one) => [one.run, one.capability ?? one.callback, one.application, one.result])).toEqual(
      [
        [RUN, 'voice', support.key, 'failed'],
        [RUN, 'sms', support.key, 'done'],
        [RUN, 'primary', support.key, 'done'],
        [RUN, 'primary', sales.key, 'done'],
        [other, 'voice', support.key, 'done'],
      ],
    );
  });

  test('of a line with several numbers are one each', () => {
    const rows = read(entryLine(RUN, NOW, { row, numbers: [ours, free, theirs] }));
    expect(rows.map(({ number, to }) => [number, to])).toEqual(
      [ours, free, theirs].map((n) => [n, support.key]),
    );
    expect(rows[0]).not.toHaveProperty('numbers');
  });

  test('are only those of the requested runs, whose lines alone are decoded', () => {
    const other = '20260102-030405-0100';
    const lines = bytes(headLine(head), entry(), entry({}, other), `{"run":"${RUN}", broken`);
    expect(readJournal(lines, (run) => run === other).map(({ run }) => run)).toEqual([other]);
    // Written with other white space, so that only decoding shows the run.
    const spaced = bytes(entry().replace('{', '{ '));
    expect(readJournal(spaced, () => false)).toEqual([]);
    expect(readJournal(spaced, () => true)).toHaveLength(1);
    // Decoding this line would cause an error.
    const newer = bytes(headLine(head), entry(), `{"run":"${other}","head":{"version":3}}`);
    expect(readJournal(newer, (run) => run === RUN)).toMatchObject([{ run: RUN, command: head.command }]);
  });

  test('have no number if they are for a callback', () => {
    const [row] = read(entry({ kind: 'callback', number: null, capability: null, callback: 'primary' }));
    expect(row?.number).toBeNull();
  });

  test.each(['', '{"run":"torn","at":', '{"run":"no time"}', '{"at":"2026-01-02T03:04:05Z"}'])(
    'skip an incomplete line: %j',
    (line) => {
      expect(read(line, entry())).toHaveLength(1);
    },
  );
});
