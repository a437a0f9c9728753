import { describe, expect, test } from 'vitest';
import { type HistoryRow, NO_HEAD, type RunEnd, type RunHead } from '../../../src/history/journal.ts';
import { countItem, noCounts, toRuns } from '../../../src/history/runs.ts';
import { sales, spare, support } from '../../support/account.ts';
import { row } from '../../support/result-row.ts';

test.each([
  ['add', 'done', { added: 1 }],
  ['move', 'done', { moved: 1 }],
  ['remove', 'done', { removed: 1 }],
  ['set', 'done', { set: 1 }],
  ['clear', 'done', { set: 1 }],
  ['none', 'done', {}],
  ['none', 'failed', {}],
  ['none', 'skipped', {}],
  ['add', 'failed', { failed: 1 }],
  ['remove', 'unknown', { unknown: 1 }],
  ['move', 'skipped', { unsent: 1 }],
  ['add', 'unchanged', {}],
  ['add', 'planned', {}],
] as const)('%s, %s', (change, result, expected) => {
  const counts = noCounts();
  countItem(counts, { change, from: null, to: support.key }, result);
  expect({ ...counts, applications: undefined }).toEqual({ ...noCounts(), ...expected });
});

test('counts are cumulative', () => {
  const counts = noCounts();
  for (let i = 0; i < 3; i++) countItem(counts, { change: 'add', from: null, to: support.key }, 'done');
  const expected = { added: 3, moved: 0, removed: 0, set: 0, failed: 0, unknown: 0, unsent: 0 };
  expect({ ...counts, applications: undefined }).toEqual(expected);
});

describe('the applications of a run', () => {
  const add = { change: 'add', from: null, to: support.key } as const;
  const move = { change: 'move', from: sales.key, to: support.key } as const;
  const remove = { change: 'remove', from: support.key, to: null } as const;
  const set = { change: 'set', from: 'https://a.example', to: 'https://b.example' } as const;
  const added = { from: null, to: support.key };
  const moved = { from: sales.key, to: support.key };

  test.each([
    ['added', [add, add], { added }],
    ['moved', [move, move], { moved }],
    ['removed', [remove], { removed: { from: support.key, to: null } }],
    ['added and moved', [add, move, add], { added, moved }],
    ['added to several', [add, { ...add, to: spare.key }, add], { added: { from: null } }],
    ['moved from several', [move, { ...move, from: spare.key }, move], { moved: { to: support.key } }],
    ['moved to several', [move, { ...move, to: spare.key }, move], { moved: { from: sales.key } }],
    ['removed from several', [remove, { ...remove, from: sales.key }], { removed: { to: null } }],
    ['set', [set], undefined],
  ])('%s', (_name, items, expected) => {
    const counts = noCounts();
    for (const item of items) countItem(counts, item, 'done');
    expect(counts.applications).toEqual(expected);
  });

  test.each(['failed', 'skipped', 'unknown', 'unchanged'] as const)(
    'are not determined from %s items',
    (result) => {
      const counts = noCounts();
      countItem(counts, move, result);
      expect(counts.applications).toBeUndefined();
    },
  );
});

const at = '2026-01-02T03:04:05.000Z';
const headOf = (run: string, more: Partial<RunHead> = {}): RunHead => ({
  ...NO_HEAD,
  run,
  at,
  command: `the command of ${run}`,
  ...more,
});
const endOf = (run: string, more: Partial<RunEnd> = {}): RunEnd => ({
  run,
  at: '2026-01-02T03:04:59.000Z',
  ...noCounts(),
  ...more,
});
const rowOf = (run: string, more: Partial<HistoryRow> = {}): HistoryRow => ({
  ...headOf(run),
  ...row,
  ...more,
});
/** @param heads newest first */
const runsOf = (heads: RunHead[], ends: RunEnd[] = [], rows: HistoryRow[] = []) =>
  toRuns(new Map(heads.map((one) => [one.run, one])), new Map(ends.map((one) => [one.run, one])), rows);

describe('a run', () => {
  test('with an end line has its counts, and the time of its head', () => {
    expect(runsOf([headOf('r')], [endOf('r', { added: 4, failed: 1 })])).toEqual([
      { ...headOf('r'), ...noCounts(), added: 4, failed: 1, isEnded: true, undoneBy: null },
    ]);
  });

  test('without an end line has counts from its rows', () => {
    const rows = [
      rowOf('r'),
      rowOf('r', { change: 'remove', from: support.key, to: null }),
      rowOf('r', { result: 'unknown' }),
    ];
    expect(runsOf([headOf('r')], [], rows)).toEqual([
      {
        ...{ ...headOf('r'), ...noCounts(), added: 1, removed: 1, unknown: 1 },
        applications: { added: { from: null, to: support.key }, removed: { from: support.key, to: null } },
        ...{ isEnded: false, undoneBy: null },
      },
    ]);
  });

  test('without a head is created from its rows', () => {
    expect(runsOf([], [], [rowOf('r'), rowOf('r')])).toMatchObject([
      { run: 'r', added: 2, isEnded: false, undoneBy: null },
    ]);
  });

  test('with a head from an older version has all fields', () => {
    const { reason: _, ...old } = headOf('r');
    expect(runsOf([old as RunHead])).toMatchObject([{ reason: null, command: 'the command of r' }]);
  });

  test('runs keep their order', () => {
    expect(runsOf([headOf('c'), headOf('b'), headOf('a')]).map(({ run }) => run)).toEqual(['c', 'b', 'a']);
  });
});

describe('undoneBy', () => {
  /** The runs `first`, `second`…, and which of them is undone by which. */
  const undone = (heads: RunHead[], ends: RunEnd[]) =>
    Object.fromEntries(runsOf(heads, ends).map(({ run, undoneBy }) => [run, undoneBy]));
  const run = headOf('run');
  const undo = headOf('undo', { undoes: 'run' });
  const redo = headOf('redo', { undoes: 'undo' });

  test('is the undo that left nothing to do', () => {
    expect(undone([undo, run], [endOf('undo', { removed: 1 }), endOf('run')])).toEqual({
      undo: null,
      run: 'undo',
    });
  });

  test.each([
    ['has not ended', []],
    ['failed in part', [endOf('undo', { failed: 1 })]],
    ['has unknown outcomes', [endOf('undo', { unknown: 1 })]],
    ['was stopped', [endOf('undo', { unsent: 1 })]],
    ['failed in part and has unknown outcomes', [endOf('undo', { failed: 1, unknown: 1 })]],
    ['has unknown outcomes and was stopped', [endOf('undo', { unknown: 1, unsent: 1 })]],
    ['failed in part and was stopped', [endOf('undo', { failed: 1, unsent: 1 })]],
  ])('is not an undo that %s', (_name, ends) => {
    expect(undone([undo, run], [endOf('run'), ...ends])).toEqual({ undo: null, run: null });
  });

  test('is not an undo that is itself undone', () => {
    const ends = ['redo', 'undo', 'run'].map((name) => endOf(name));
    expect(undone([redo, undo, run], ends)).toEqual({ redo: null, undo: 'redo', run: null });
  });

  test('is the latest of several undos', () => {
    const again = headOf('again', { undoes: 'run' });
    const ends = ['again', 'undo', 'run'].map((name) => endOf(name));
    expect(undone([again, undo, run], ends)).toEqual({ again: null, undo: null, run: 'again' });
  });

  test('an undo of a results file, or of a run that is not in the history, undoes no run', () => {
    const other = headOf('undo', { undoes: '/home/u/results.csv' });
    expect(undone([other, run], [endOf('undo'), endOf('run')])).toEqual({ undo: null, run: null });
  });
});
