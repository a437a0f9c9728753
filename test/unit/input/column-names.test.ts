import { describe, expect, test } from 'vitest';
import {
  ambiguousColumnsOf,
  columnHint,
  headerColumn,
  holdsNumber,
  isInternational,
  isNumberColumn,
  mayRoute,
  namesNumbers,
  positionIn,
  refuseWithout,
  routedColumn,
  severalColumns,
} from '../../../src/input/column-names.ts';
import { ours as A, free as B } from '../../support/account.ts';

/** The message of an error, and its hint. */
function thrown(work: () => unknown) {
  try {
    work();
  } catch (error) {
    const { kind, message, details } = error as {
      kind: string;
      message: string;
      details: { hint?: string; items?: readonly string[] };
    };
    return { kind, message, hint: details.hint, items: details.items };
  }
  return undefined;
}

describe('the column with the numbers', () => {
  test.each([
    'number',
    'Number',
    'PHONE NUMBER',
    'phone_number',
    'Phone-Number',
    'phone',
    'MSISDN',
    'did',
    'e164',
  ])('%s is one', (name) => {
    expect(isNumberColumn(name)).toBe(true);
  });
  test.each(['', 'numbers', 'a number', 'tel', 'phone.number', 'e.164'])('%j is not one', (name) => {
    expect(isNumberColumn(name)).toBe(false);
  });

  test.each([
    ['3', 3],
    ['0', 0],
    ['12', 12],
    ['3a', undefined],
    ['a3', undefined],
    ['-1', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('--number-column %s has the position %s', (column, position) => {
    expect(positionIn(column)).toBe(position);
  });

  test.each([
    ['Phone', undefined, true],
    ['tel', undefined, false],
    ['phone', '2', true],
    ['tel', '2', false],
    ['TEL', 'tel', true],
    ['phone', 'tel', false],
  ])('%s with --number-column %s: %s', (name, column, expected) => {
    expect(namesNumbers(name, column)).toBe(expected);
  });

  test.each([
    [['note', 'phone'], undefined, 1],
    [['note', 'tel'], undefined, undefined],
    [['note', 'tel'], 'TEL', 1],
    [['phone', 'tel'], 'tel', 1],
    [['phone', 'tel'], '1', 0],
    [['phone', 'tel'], '2', undefined],
    [['phone', 'tel'], '9', undefined],
    [['phone', 'valid from 2026-01-01'], undefined, 0],
    // A row, and not a header.
    [['phone', A], undefined, undefined],
    [['tel', '(415) 555-0100'], 'tel', undefined],
    [[], undefined, undefined],
  ])('of the header %j with --number-column %s is %s', (cells, column, at) => {
    expect(headerColumn(cells, column)).toBe(at);
  });

  test('several are an error, with the option to select one', () => {
    expect(thrown(() => headerColumn(['phone', 'x', 'DID'], undefined))).toEqual({
      kind: 'usage',
      message: 'both phone and DID may contain the numbers',
      hint: 'to use the first, add --number-column phone',
      items: ['phone', 'DID'],
    });
    expect(thrown(() => headerColumn(['x', 'tel', 'TEL'], 'tel'))).toEqual({
      kind: 'usage',
      message: 'two columns are named tel',
      hint: 'to use the first, add --number-column 2',
      items: ['tel'],
    });
  });

  test.each([
    [['Phone Number', 'did'], "--number-column 'Phone Number'"],
    // Names that cannot be typed, look like a position, or are empty.
    [['pho\u200bne', 'did'], '--number-column 1'],
    [['7', 'did'], '--number-column 1'],
    [['', 'did'], '--number-column 1'],
  ])('in %j the first is selected with %s', (names, flag) => {
    expect(severalColumns(names, 0, 1).details.hint).toBe(`to use the first, add ${flag}`);
  });

  test('a name with invisible characters is shown with escapes', () => {
    expect(severalColumns(['a\u200bb', 'c'], 0, 1).message).toBe(
      'both a\\u200bb and c may contain the numbers',
    );
    expect(severalColumns(['a\u00adb', 'c'], 0, 1).message).toContain('a\\u00adb and c');
  });
});

describe('a cell', () => {
  test.each([
    ['1234567', true],
    ['12-34 567', true],
    ['123456', false],
    ['', false],
    [undefined, false],
  ])('%s has the digits of a number: %s', (cell, expected) => {
    expect(holdsNumber(cell)).toBe(expected);
  });

  test.each([
    [A, true],
    ['+1 (415) 555-0100', true],
    ['tel:+14155550100', true],
    ['TEL:+14155550100', true],
    ['14155550100', false],
    ['x+14155550100', false],
    ['+14155550100 or so', false],
    ['+123', false],
    ['+1 415 tel:5550100', false],
    [14155550100, false],
    [[A], false],
    [null, false],
  ])('%j can only be a phone number: %s', (cell, expected) => {
    expect(isInternational(cell)).toBe(expected);
  });

  test.each([
    ['application', 'sales', true],
    ['application', 7, true],
    ['application', ['x'], true],
    ['application', ' ', false],
    ['application', null, false],
    ['application', undefined, false],
    ['capability', 'sms', true],
    ['capability', 'sms [since May]', true],
    // All capabilities of a number.
    ['capability', '["voice","sms"]', false],
    ['capability', ' {"voice":true}', false],
    ['capability', 'Voice, SMS, MMS', false],
    ['capability', 'voice|sms', false],
    ['capability', 'sms voice', false],
    ['capability', 'sms, since May', true],
    ['capability', 'voice,', true],
    ['capability', ['voice'], false],
    ['capability', 7, false],
    ['capability', '', false],
  ] as const)('of a column like %s selects a target: %j: %s', (column, cell, expected) => {
    expect(mayRoute(column, cell)).toBe(expected);
  });
});

describe('a column that selects a target', () => {
  test.each([
    ['application', 'application'],
    ['ApplicationKey', 'application'],
    ['alias', 'application'],
    ['Capability', 'capability'],
    ['app', 'application'],
    ['App ID', 'application'],
    ['App Key', 'application'],
    ['app name', 'application'],
    ['app names', 'application'],
    ['voice application', 'application'],
    ['to_app', 'application'],
    ['target-application', 'application'],
    ['aliases', 'application'],
    ['alias name', 'application'],
    ['aplication', 'application'],
    ['applciation', 'application'],
    ['sinch capability type', 'capability'],
    ['capability name', 'capability'],
    ['capabilities', 'capability'],
    ['capabilty', 'capability'],
    ['capbility', 'capability'],
    ['publication', undefined],
    ['happ', undefined],
    ['appx', undefined],
    ['my aliases', undefined],
    ['aliases of another system', undefined],
    ['cap', undefined],
    ['capabilityx9types', undefined],
    ['xcapability', undefined],
    ['apple', undefined],
    ['note', undefined],
    ['', undefined],
  ])('%s: %s', (name, expected) => {
    expect(routedColumn(name)).toBe(expected);
  });

  test.each([
    ['known names', ['number', 'Application', 'CAPABILITY', 'alias'], []],
    [
      'a similar name',
      ['number', 'App', 'cap'],
      [{ column: 'application', name: 'App', at: 1, reason: 'alike' }],
    ],
    ['but not next to the column itself', ['app', 'application', 'capabilities', ' Capability '], []],
    ['nor next to the key', ['app', 'applicationkey'], []],
    [
      'a capability next to an application',
      ['application', 'capabilities'],
      [{ column: 'capability', name: 'capabilities', at: 1, reason: 'alike' }],
    ],
    [
      'an application next to a capability',
      ['apps', 'capability'],
      [{ column: 'application', name: 'apps', at: 0, reason: 'alike' }],
    ],
    [
      'twice',
      ['application', 'Application', 'capability', 'capability', 'alias', 'alias'],
      [
        { column: 'application', name: 'application', reason: 'twice' },
        { column: 'capability', name: 'capability', reason: 'twice' },
      ],
    ],
    [
      'a repeated key',
      ['applicationkey', 'ApplicationKey'],
      [{ column: 'application', name: 'applicationkey', reason: 'twice' }],
    ],
    [
      'only a repeated alias',
      ['alias', 'Alias'],
      [{ column: 'application', name: 'alias', reason: 'twice' }],
    ],
    ['repeated ordinary names', ['note', 'note'], []],
  ])('is ambiguous: %s', (_name, names, expected) => {
    expect(ambiguousColumnsOf(names)).toEqual(expected);
  });
});

describe('how to select a column', () => {
  test.each([
    ['by a number with a plus sign', ['a', 'mobile', 'c'], ['x', '4155550100', B], '--number-column c'],
    [
      'by its name and a number',
      ['a', 'mobile', 'c'],
      ['4155550100', ' 4155550100 ', 'x'],
      '--number-column mobile',
    ],
    ['not by its name alone', ['a', 'mobile'], ['x', 'y'], '--number-column <COLUMN>'],
    ['by a name like number', ['a', 'numbr'], [], '--number-column numbr'],
    ['not by an empty name', ['', 'a'], [], '--number-column <COLUMN>'],
    ['not by part of a word', ['btn', 'tnt'], ['4155550100', '4155550100'], '--number-column <COLUMN>'],
    [
      'by any of several',
      ['a', 'b', 'c', 'd'],
      [A, B, A, B],
      '--number-column a, --number-column b, or --number-column c',
    ],
    ['of JSON, which has integers', ['tn', 'x'], [14155550100, 14155550100], '--number-column tn'],
    ['by nothing', ['a'], [null], '--number-column <COLUMN>'],
    ...['Telefonnummer', 'cell', 'DIDs', 'E.164', 'e164-id', 'line', 'extension'].map(
      (name) => [`by ${name}`, [name], ['4155550100'], `--number-column ${name}`] as const,
    ),
  ] as [string, string[], unknown[], string][])('%s', (_name, names, cells, expected) => {
    expect(columnHint(names, cells)).toBe(`to choose one, add ${expected}`);
  });
});

describe('a table without a number column is rejected', () => {
  const refusal = (cells: string[], column?: string, below: string[] = []) =>
    thrown(() => refuseWithout(cells, column, below));

  test.each([
    [
      'no such position',
      ['tel', '', 'note'],
      '4',
      { message: 'the table has no column 4', hint: 'it has 3 columns: tel, note', items: ['4'] },
    ],
    [
      'no such name',
      ['tel', 'note'],
      'tell',
      {
        message: 'the table has no column named tell',
        hint: 'did you mean tel? Choose from: tel, note',
        items: ['tell'],
      },
    ],
    [
      'no such name, although there is a number',
      ['tel', A],
      'note',
      { message: 'the table has no column named note', items: ['note'] },
    ],
    [
      'its name first in a row with a number',
      ['tel', A],
      'tel',
      { hint: 'to choose the column by its position, add --number-column 1' },
    ],
    [
      'its name in a row with a number',
      ['note', A, 'tel'],
      'TEL',
      {
        message: 'the first line contains a number, so it is not a header',
        hint: 'to choose the column by its position, add --number-column 3',
        items: ['TEL'],
      },
    ],
  ])('%s', (_name, cells, column, expected) => {
    expect(refusal(cells, column)).toMatchObject({ kind: 'usage', ...expected });
  });

  test('a row whose number is not in the first cell', () => {
    expect(refusal(['support', '', A])).toEqual({
      kind: 'usage',
      message: `the first line is not a header with a number column: support, ${A}`,
      hint: 'if there is no header, add --number-column 3',
      items: [`support,,${A}`],
    });
  });

  test('a header, with the columns and how to select one of them', () => {
    expect(refusal(['tel', 'note'], undefined, [A, 'x'])).toEqual({
      kind: 'usage',
      message: 'the table has no number column; its columns are tel, note',
      hint: 'to choose one, add --number-column tel',
      items: ['tel,note'],
    });
  });

  test('its names are truncated', () => {
    const { message = '', items = [] } = refusal(Array.from({ length: 200 }, () => 'name')) ?? {};
    expect(message).toBe(
      `the table has no number column; its columns are ${'name, '.repeat(34).slice(0, 200)}`,
    );
    expect(items[0]).toHaveLength(80);
  });

  test('but not if its first cell contains a number', () => {
    expect(refusal([A, 'support'])).toBeUndefined();
    expect(refusal(['about 4155550100', A])).toBeUndefined();
  });
});
