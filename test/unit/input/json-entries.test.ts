import { describe, expect, test } from 'vitest';
import { readJsonEntries } from '../../../src/input/json-entries.ts';
import { free, ours, sales, support, theirs } from '../../support/account.ts';

const read = (content: unknown, column?: string) =>
  readJsonEntries(typeof content === 'string' ? content : JSON.stringify(content), column);
/** The fields that an entry has. */
const filled = (entry: object) =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
const good = (content: unknown, column?: string) => {
  const { good: entries, bad } = read(content, column);
  expect(bad).toEqual([]);
  return entries.map(filled);
};
/** The number of each entry, if every value is valid. */
const numbers = (content: unknown, column?: string) => good(content, column).map(({ number }) => number);
/** Why each value is invalid, and how to fix it. */
const bad = (content: unknown, column?: string) =>
  read(content, column).bad.map(({ why, hint }) => [why, hint]);
const jq = (filter: string) => `to select the numbers, use jq ${filter}`;

describe('a value that is a number', () => {
  test.each([
    ['a string', [ours], [{ place: 'item 1', number: ours }]],
    [
      'an integer, exactly',
      '[14155550100,12345678901234567]',
      [
        { place: 'item 1', number: 14155550100 },
        { place: 'item 2', number: '12345678901234567' },
      ],
    ],
    [
      'on lines',
      `"${ours}"\n\n{"number":"${free}"}`,
      [
        { place: 'line 1', number: ours },
        { place: 'line 3', number: free },
      ],
    ],
    [
      'a string with a line break',
      ['415\n555'],
      [{ place: 'item 1', number: '415\n555', error: 'the number contains a line break' }],
    ],
  ])('%s', (_name, content, expected) => {
    expect(good(content)).toEqual(expected);
  });
});

describe('an object', () => {
  test.each(['number', 'Number', 'phone', 'phoneNumber', 'MSISDN', 'e164'])(
    'has its number in %s',
    (name) => {
      expect(numbers([{ [name]: ours }, { id: 1, [name]: 14155550100 }])).toEqual([ours, 14155550100]);
    },
  );

  test('has it in the field that the user chooses, in any case', () => {
    expect(numbers([{ number: theirs, Tel: ours }], 'tel')).toEqual([ours]);
    expect(bad([{ number: ours }], 'tel')).toEqual([['no tel field; fields: number', expect.anything()]]);
  });

  test('routes its number by fields in any case', () => {
    expect(
      good([
        { number: ours, Application: 'support', CAPABILITY: 'sms', other: 1 },
        { number: free, alias: 'sales' },
        { number: theirs, change: 'remove', from: sales.key, to: null, capability: 'voice' },
        { number: theirs, result: 'failed', from: '', capability: '' },
      ]),
    ).toEqual([
      { place: 'item 1', number: ours, application: 'support', capability: 'sms' },
      { place: 'item 2', number: free, application: 'sales' },
      { place: 'item 3', number: theirs, application: sales.key, capability: 'voice', isRemoved: true },
      { place: 'item 4', number: theirs, missingFields: ['application', 'capability'] },
    ]);
  });

  test('about a callback is counted, and is not an entry', () => {
    const callback = { number: null, kind: 'callback', result: 'done' };
    const { good: entries, bad: rejected, callbacks } = read([callback, { number: ours }, callback]);
    expect([entries.length, rejected.length, callbacks]).toEqual([1, 0, 2]);
    expect(read([]).callbacks).toBe(0);
  });

  test('with its number in two fields is ambiguous', () => {
    expect(bad([{ number: ours, phone: free }])).toEqual([
      [
        'both number and phone may contain the numbers (to use the first, add --number-column number)',
        undefined,
      ],
    ]);
  });

  test.each([
    [{ number: ours, Number: ours }, 'number'],
    [{ number: ours, application: 'a', APPLICATION: 'a' }, 'application'],
  ])('with a field twice, in different cases, is an entry with an error: %j', (object, name) => {
    expect(good([object])).toMatchObject([{ number: ours, error: `two fields are named ${name}` }]);
  });

  test('with a field twice, in the same case, is invalid', () => {
    expect(bad(`[{"number":"${ours}","number":"${free}"}]`)).toEqual([
      ['two fields are named number', undefined],
    ]);
    expect(bad(`{"number":"${ours}","number":"${free}"}`)).toEqual([
      ['two fields are named number', undefined],
    ]);
    expect(bad(`{"a":["${ours}"],"b":1,"b":2}`)).toEqual([['two fields are named b', undefined]]);
  });

  test('may have other fields twice, in different cases', () => {
    expect(good([{ number: ours, id: 1, ID: 2 }])).toEqual([{ place: 'item 1', number: ours }]);
  });

  test('that differs from the one before it has its own fields', () => {
    const objects = [
      { number: ours },
      { phone: free },
      { number: ours },
      { phone: free, id: 1 },
      { number: theirs },
    ];
    expect(numbers(objects)).toEqual([ours, free, ours, free, theirs]);
    expect(bad([{ number: ours }, { id: 1 }, { numbers: 1 }])).toEqual([
      ['no number field; fields: id', undefined],
      ['no number field; fields: numbers', undefined],
    ]);
  });

  test('has its own fields also where those before look alike', () => {
    const both = { number: ours, phone: free };
    expect(read([both, { number: ours }]).good).toHaveLength(1);
    expect(read([{ numberx: 1 }, { number: ours, x: 1 }]).good).toHaveLength(1);
  });

  test('has no application in the number field', () => {
    expect(good([{ application: ours }], 'application')).toEqual([{ place: 'item 1', number: ours }]);
  });

  test('without a number shows its fields', () => {
    expect(bad([{}, { number: null, id: 1 }, { number: [] }])).toEqual([
      ['no number field', undefined],
      ['no number', undefined],
      ['no number field; fields: number', undefined],
    ]);
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const many = Object.fromEntries(letters.map((name) => [name, 1]));
    expect(bad([many])[0]?.[0]).toBe(`no number field; fields: ${letters.slice(0, 20).join(', ')}`);
    const long = 'x'.repeat(100);
    expect(bad([{ [long]: 1, b: 2 }])[0]?.[0]).toBe(`no number field; fields: ${'x'.repeat(80)}`);
  });

  test('whose number is in another field points to it', () => {
    expect(bad([{ desk: ours, id: 1 }])).toEqual([
      ['no number field; fields: desk, id', 'to choose one, add --number-column desk'],
    ]);
  });
});

describe('a value that is not a number: the hint shows where one is', () => {
  test.each([
    [
      [true, null],
      [undefined, undefined],
    ],
    [[[ours, free]], [jq("'.[][]'")]],
    [[['desk', ours]], [jq("'.[][1]'")]],
    [[['desk', { number: ours }]], [jq("'.[][1]'")]],
    [[[{ number: ours }, { number: free }]], [jq("'.[][]'")]],
    [[{ phones: [{ value: ours }] }], [jq("'.[].phones[].value'")]],
    [[{ data: { 'a-b': { _c1: `tel:${ours}` } } }], [jq(`'.[].data."a-b"._c1'`)]],
    [[{ data: { '1a': { é: ours } } }], [jq(`'.[].data."1a"."é"'`)]],
    [[{ data: [null, 7, { a: 'b' }, { phone: 14155550100 }] }], [jq("'.[].data[3]'")]],
    [[{ data: [{ a: 'b' }, { phone: ours }] }], [jq("'.[].data[]'")]],
    // A page number is not a phone number.
    [[{ meta: { number: 3 } }], [undefined]],
    [[{ meta: { phone: 14155550100 } }], [jq("'.[].meta'")]],
    [[{ by: { [ours]: 'support' } }], [jq("'.[].by|keys[]'")]],
    [{ [ours]: 'support' }, [jq("'keys[]'")]],
    [[{ [ours]: 'support' }], [jq("'.[]|keys[]'")]],
    [{ data: { items: [ours] } }, [jq("'.data.items[]'")]],
  ])('%j', (content, hints) => {
    expect(bad(content).map(([, hint]) => hint)).toEqual(hints);
  });

  test('unless it is too deep, or after too many others', () => {
    const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}"${ours}"${'}'.repeat(depth)}`);
    expect(bad([{ x: nested(6) }])).toEqual([[expect.anything(), jq("'.[].x.a.a.a.a.a.a'")]]);
    expect(bad([{ x: nested(7) }])).toEqual([[expect.anything(), undefined]]);
    const behind = (length: number) => ({ x: [...Array.from({ length }, () => ({})), { number: ours }] });
    expect(bad([behind(49)])).toEqual([[expect.anything(), jq("'.[].x[]'")]]);
    expect(bad([behind(50)])).toEqual([[expect.anything(), undefined]]);
    const keys = (length: number) => ({
      x: Object.fromEntries([...Array.from({ length }, (_, i) => [`k${i}`, 1]), [ours, 1]]),
    });
    expect(bad([keys(49)])).toEqual([[expect.anything(), jq("'.[].x|keys[]'")]]);
    expect(bad([keys(50)])).toEqual([[expect.anything(), undefined]]);
  });

  test('and explains why it is not a number', () => {
    expect(bad(`[${ours.slice(1)},true,null,[],{}]`).map(([why]) => why)).toEqual([
      'neither a number nor an object',
      'neither a number nor an object',
      'neither a number nor an object',
      'no number field',
    ]);
    expect(bad(`{"number":"${ours}"}\nhello\n`)).toEqual([['not valid JSON', undefined]]);
    expect(read('[null]').bad).toMatchObject([{ place: 'item 1', text: 'null' }]);
  });
});

describe('the only list in the only object is the list of rows', () => {
  test.each([
    [{ numbers: [{ number: ours }, free] }, [ours, free]],
    [{ page: 1, 'phone-numbers': [ours] }, [ours]],
    [{ number: [ours] }, [ours]],
    // A page number is not a phone number.
    [{ number: 3, data: [ours] }, [ours]],
    [`{"a":["${ours}"]}\n`, [ours]],
  ])('%j', (content, expected) => {
    expect(numbers(content)).toEqual(expected);
  });

  test.each([
    ['two lists', { a: [ours], b: [] }, jq("'.a[]'")],
    ['no list', { a: { b: ours } }, jq('.a.b')],
  ])('but not of %s', (_name, content, hint) => {
    expect(bad(content)).toEqual([[expect.stringContaining('no number field'), hint]]);
  });

  test('but not of a row', () => {
    expect(numbers({ number: ours, tags: ['a'] })).toEqual([ours]);
    expect(numbers({ number: 14155550100, tags: ['a'] })).toEqual([14155550100]);
  });

  test('nor of several values', () => {
    expect(bad(`{"a":["${ours}"]}\n{"a":["${free}"]}`)).toHaveLength(2);
    expect(bad([{ a: [ours] }])).toHaveLength(1);
    expect(bad(`[["${ours}"]]`)).toHaveLength(1);
  });

  test('a path to a number starts at the list', () => {
    expect(bad({ page: 1, 'a-b': [{ c: { d: ours } }] })).toEqual([
      [expect.anything(), jq(`'."a-b"[].c.d'`)],
    ]);
  });

  test('fields beside it may be intended for its items', () => {
    const { ambiguousColumns } = read({
      application: 'support',
      capability: null,
      Alias: 'sales',
      page: 1,
      capabilities: ['x'],
    });
    expect(ambiguousColumns).toEqual([
      { column: 'application', name: 'application', reason: 'beside' },
      { column: 'application', name: 'Alias', reason: 'beside' },
    ]);
    for (const beside of [{ application: '' }, { page: 'one' }])
      expect(read({ ...beside, items: [ours] }).ambiguousColumns).toEqual([]);
    expect(read({ applications: [ours] }).ambiguousColumns).toEqual([]);
    expect(read({ app: 'x', items: [ours] }).ambiguousColumns).toEqual([
      { column: 'application', name: 'app', reason: 'beside' },
    ]);
  });
});

describe('fields that may be columns', () => {
  test('are ambiguous if a row has a value', () => {
    const alike = { column: 'application', name: 'app', at: 1, reason: 'alike' };
    expect(read([{ number: ours, app: '' }]).ambiguousColumns).toEqual([]);
    expect(
      read([
        { number: ours, app: '' },
        { number: free, app: 'x' },
      ]).ambiguousColumns,
    ).toEqual([alike]);
    expect(read([{ number: ours, app: 'x', application: 'y' }]).ambiguousColumns).toEqual([]);
    // A repeated field is an error in its row.
    expect(read([{ number: ours, application: 'y', Application: 'y' }]).ambiguousColumns).toEqual([]);
    expect(read([{ number: ours, capabilities: ['voice'] }]).ambiguousColumns).toEqual([]);
  });
});

describe('an incomplete last row', () => {
  const torn = '{"number":"+1415';

  test('of a results file is reported, and is not an entry', () => {
    const row = JSON.stringify({ number: ours, result: 'done', application: support.key });
    const { good: entries, bad: rejected, cutOff } = read(`${row}\n${torn}`);
    expect([entries.length, rejected, cutOff]).toEqual([
      1,
      [],
      { place: 'line 2', text: torn, why: 'incomplete row' },
    ]);
  });

  test.each([
    ['of any other file', `{"number":"${ours}"}\n${torn}`],
    ['after a string', `"${ours}"\n${torn}`],
    ['after null', `null\n${torn}`],
  ])('%s is invalid', (_name, content) => {
    const { bad: rejected, cutOff } = read(content);
    expect(rejected.at(-1)).toMatchObject({ place: 'line 2', why: 'not valid JSON' });
    expect(cutOff).toBeUndefined();
  });

  test('alone is invalid, and is not a list', () => {
    const { bad: rejected, isEmptyList, cutOff } = read(torn);
    expect([rejected.map(({ why }) => why), isEmptyList, cutOff]).toEqual([
      ['not valid JSON'],
      false,
      undefined,
    ]);
    expect(read(`{"a":["${ours}"]}\n${torn}`).bad).toHaveLength(2);
  });
});

test.each([
  ['[]', true],
  ['{"numbers":[]}', true],
  [`["${ours}"]`, false],
  ['{"a":1}', false],
])('an empty list: %s: %s', (content, isEmptyList) => {
  expect(read(content).isEmptyList).toBe(isEmptyList);
});
