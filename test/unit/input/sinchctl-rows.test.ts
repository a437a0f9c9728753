import { describe, expect, test } from 'vitest';
import {
  columnsOutOfOrder,
  isAboutCallback,
  isChange,
  isOwnRow,
  isResult,
  numberIn,
  type RowFields,
  routeOf,
  rowFields,
} from '../../../src/input/sinchctl-rows.ts';
import { ours, sales, spare, support } from '../../support/account.ts';

const route = (row: Partial<RowFields>) => routeOf(rowFields((name) => row[name]));

test('the words of the columns change and result', () => {
  const words = ['add', 'move', 'remove', 'none', 'set', 'clear'];
  const results = ['planned', 'done', 'unchanged', 'failed', 'skipped', 'unknown'];
  expect([words.every(isChange), results.every(isResult)]).toEqual([true, true]);
  for (const value of ['', 'Add', 'DONE', 'toString', 'constructor', null, undefined, 1, ['add']])
    expect([isChange(value), isResult(value)]).toEqual([false, false]);
  expect([results.some(isChange), words.some(isResult)]).toEqual([false, false]);
});

describe('a row for a callback', () => {
  test.each([
    [{ kind: 'callback', result: 'done' }, '', true],
    [{ kind: 'callback', result: 'failed' }, null, true],
    [{ kind: 'callback', result: 'done' }, undefined, true],
    [{ kind: 'callback', result: 'done' }, ours, false],
    [{ kind: 'callback', result: 'sent' }, '', false],
    [{ kind: 'callback' }, '', false],
    [{ kind: 'number', result: 'done' }, '', false],
  ] as [RowFields, unknown, boolean][])('%j with the number %j: %s', (row, number, expected) => {
    expect(isAboutCallback(row, number)).toBe(expected);
  });
});

describe('an ordinary row', () => {
  test.each([
    [{}, undefined],
    [{ application: 'support' }, 'support'],
    [{ application: '', alias: 'support' }, 'support'],
    [{ application: null, alias: 'support' }, 'support'],
    [{ application: 'a', alias: 'b' }, 'a'],
    [{ applicationkey: sales.key }, sales.key],
    [{ applicationkey: sales.key, alias: 'b' }, sales.key],
    [{ application: '', applicationkey: sales.key }, sales.key],
    [{ application: sales.key, applicationkey: sales.key }, sales.key],
    [{ application: 'a', applicationkey: '' }, 'a'],
    [{ application: '', alias: '' }, undefined],
    // A word of another program, without the columns of a result row.
    [{ result: 'done' }, undefined],
    [{ from: 'Berlin', to: 'Hamburg', application: 'a' }, 'a'],
  ] as [RowFields, unknown][])('%j is for the application %s', (row, application) => {
    expect(route(row)).toEqual({ application, capability: undefined });
  });

  test.each([
    ['sms', 'sms'],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
    [7, 7],
  ])('with the capability %j: %s', (capability, expected) => {
    expect(route({ application: 'a', capability })).toEqual({ application: 'a', capability: expected });
  });

  test('with two application columns has both', () => {
    const row = { application: 'support', applicationkey: sales.key, capability: 'sms' };
    expect(route(row)).toEqual({ application: 'support', applicationKey: sales.key, capability: 'sms' });
  });
});

describe('a row that records a change', () => {
  const done = { change: 'add', from: '', to: support.key, result: 'done', application: support.key };

  test.each([
    ['an addition', done, support.key],
    [
      'a move, regardless of the current application',
      { ...done, change: 'move', from: sales.key, application: sales.key },
      support.key,
    ],
    ['a failed addition', { ...done, result: 'failed', application: '' }, support.key],
    ['no change', { change: 'none', from: support.key, to: '', application: sales.key }, support.key],
    [
      'no change, without a source',
      { change: 'none', from: '', to: '', application: support.key },
      support.key,
    ],
    [
      'done, without the column change',
      { result: 'done', to: '', from: '', application: support.key },
      support.key,
    ],
    ['unchanged, by its alias', { result: 'unchanged', application: '', alias: 'support' }, 'support'],
    ['only a target', { to: support.key }, support.key],
    ['done, only with its source', { result: 'done', from: 'support' }, 'support'],
  ] as [string, RowFields, string][])('%s uses the desired application', (_name, row, application) => {
    expect(route(row)).toEqual({ application, capability: undefined });
  });

  test.each([
    ['a removal', { change: 'remove', from: sales.key, to: '', application: support.key }, sales.key],
    [
      'a removal without a source',
      { change: 'remove', from: '', to: null, application: support.key },
      support.key,
    ],
    ['a removal by its alias', { change: 'remove', alias: 'support' }, 'support'],
    ['a source without a target', { from: sales.key, to: '', application: support.key }, sales.key],
  ] as [string, RowFields, string][])(
    '%s uses the previous application, and is a removal',
    (_name, row, application) => {
      expect(route(row)).toEqual({
        application,
        isRemoved: true,
        capability: undefined,
      });
    },
  );

  test.each([
    ['failed', { change: 'add', result: 'failed', application: sales.key }],
    ['unknown', { change: 'move', result: 'unknown', application: sales.key, from: sales.key }],
    ['without a result', { change: 'add', application: sales.key }],
    ['a result word, next to an application', { result: 'failed', application: sales.key }],
    ['a result word, next to an alias', { result: 'failed', alias: 'sales' }],
    ['a result word, next to a source', { result: 'failed', from: '' }],
  ] as [string, RowFields][])('unless the target is missing: %s', (_name, row) => {
    expect(route(row)).toEqual({
      application: undefined,
      capability: undefined,
      missingFields: ['application'],
    });
  });

  test('lacks a capability if its cell is empty, but not if the column is missing', () => {
    expect(route({ ...done, capability: '' }).missingFields).toEqual(['capability']);
    expect(route({ ...done, capability: 'sms' })).toEqual({ application: support.key, capability: 'sms' });
    expect(route({ change: 'add', capability: '' }).missingFields).toEqual(['application', 'capability']);
  });
});

describe('a first line from sinchctl', () => {
  const tsv = (...cells: string[]) => isOwnRow(cells, '\t');
  const csv = (...cells: string[]) => isOwnRow(cells, ',');
  const result = (number: string, kind = 'number', word = 'done') =>
    [number, support.key, 'support', 'voice', kind, '', 'add', '', support.key, word] as const;

  test.each([
    ['a number with its capability', [ours, support.key, 'support', 'voice'], true, true],
    ['an unassigned number', [ours, '', '', 'sms'], true, true],
    ['a number alone', [ours, 'x'], true, false],
    ['another capability', [ours, '', '', 'fax'], true, false],
    ['a result', result(ours), true, true],
    ['a result of an invalid line', result(''), true, true],
    ['a result of a callback', result('', 'callback'), true, true],
    ['another kind', result('', 'thing'), false, false],
    ['another result', result('', 'number', 'ok'), false, false],
    ['a short code of an application', ['72404', support.key, '', 'sms'], true, true],
    ['a sender ID of an application', ['Example', support.key], true, true],
    ['one that is also the name of a column', ['DID', support.key, '', 'sms'], true, true],
    ['an unassigned short code', ['72404', '', '', 'sms'], true, true],
    ['an unassigned short code with another capability', ['72404', '', '', 'mms'], true, false],
    ['one with more columns', ['72404', '', '', 'mms', ''], false, false],
    ['one with an alias for the application', ['72404', 'support', '', 'sms'], false, false],
    ['a header', ['number', 'application', 'alias', 'capability'], false, false],
    ['a header of one column', ['number', '', '', 'sms'], false, false],
    ['nothing', [], false, false],
  ] as [string, string[], boolean, boolean][])('%s', (_name, cells, inTsv, inCsv) => {
    expect([tsv(...cells), csv(...cells), isOwnRow(cells, ';')]).toEqual([inTsv, inCsv, false]);
  });
});

test.each([
  ["'@x", ',', '@x'],
  ["'@x", ';', '@x'],
  ["'@x", '\t', "'@x"],
  ["'x", ',', "'x"],
  ["'+14155550100", ',', "'+14155550100"],
  ['A\\\\B', '\t', 'A\\B'],
  ['A\\\\B', ',', 'A\\\\B'],
  // Not a sender ID.
  ['+14155\\t550100', '\t', '+14155\\t550100'],
])('%j with the delimiter %j is the number %j', (cell, delimiter, number) => {
  expect(numberIn(cell, delimiter)).toBe(number);
});

describe('columns out of order', () => {
  const order = (name: string) => [
    { column: 'application', name, reason: 'order' },
    { column: 'capability', name, reason: 'order' },
  ];
  test.each([
    [[ours, 'support', spare.key, 'voice']],
    [[ours, 'support', spare.key, 'voice', 'number']],
    [[ours, support.key, 'voice']],
    [[ours, support.key, 'done']],
    [[ours, support.key, 'add']],
  ])('the third cell is not an alias: %j', (cells) => {
    expect(columnsOutOfOrder(cells)).toEqual(order(cells[2] ?? ''));
  });
  test.each([
    [[ours, support.key, 'support', 'voice']],
    [[ours, support.key, 'voice', 'voice']],
    [[ours, support.key, '', 'voice']],
    [[ours, support.key, 'support']],
    [[ours]],
  ])('it may be an alias: %j', (cells) => {
    expect(columnsOutOfOrder(cells)).toEqual([]);
  });
});
