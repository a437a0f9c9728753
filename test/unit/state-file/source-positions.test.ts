import { describe, expect, test } from 'vitest';
import { readDocument } from '../../../src/state-file/document.ts';
import { PositionIndex } from '../../../src/state-file/source-positions.ts';

describe('the position of an offset', () => {
  test.each([
    ['', 0, 1, 1],
    ['abc', 0, 1, 1],
    ['abc', 2, 1, 3],
    ['abc', 3, 1, 4],
    ['a\nb', 1, 1, 2],
    ['a\nb', 2, 2, 1],
    ['a\r\nb\rc\n\nd', 3, 2, 1],
    ['a\r\nb\rc\n\nd', 5, 3, 1],
    ['a\r\nb\rc\n\nd', 7, 4, 1],
    ['a\r\nb\rc\n\nd', 8, 5, 1],
    ['a\nb', 9, 2, 8],
    ['abc', -1, 1, 1],
  ])('%j: %i', (text, offset, line, column) => {
    expect(new PositionIndex(text, []).of(offset)).toEqual({ line, column });
  });
});

const TEXT = `# a comment: with a colon
version: 1
"quoted: name": 'one'
'single': "two"
list:
- plain
-   - nested
    - {flow: [a,  b], "c" : d}
-
- last
block: |
  text
folded: >-
  text
empty:
anchor: &x
  field: 1
alias:  *x
merged:
  <<: *x
  own: 2
spaced :
`;

describe('a value of a file', () => {
  const show = (path: (string | number)[], ofKey?: boolean) => {
    const { line, column } = readDocument(TEXT).at(path, ofKey);
    return `${line}:${column}`;
  };

  test('can be read', () => {
    const { value, problems } = readDocument(TEXT);
    expect(problems).toEqual([]);
    expect(value).toMatchObject({
      list: ['plain', ['nested', { flow: ['a', 'b'], c: 'd' }], expect.anything(), 'last'],
    });
  });

  test.each([
    [[], '2:1'],
    [['version'], '2:10'],
    [['quoted: name'], '3:17'],
    [['single'], '4:11'],
    [['list'], '6:1'],
    [['list', 0], '6:3'],
    [['list', 1], '7:5'],
    [['list', 1, 0], '7:7'],
    [['list', 1, 1], '8:7'],
    [['list', 1, 1, 'flow'], '8:14'],
    [['list', 1, 1, 'flow', 1], '8:19'],
    [['list', 1, 1, 'c'], '8:29'],
    [['list', 3], '10:3'],
    [['block'], '11:8'],
    [['folded'], '13:9'],
    [['empty'], '15:7'],
    [['anchor', 'field'], '17:10'],
    [['alias'], '18:9'],
    [['merged', 'own'], '21:8'],
    [['spaced'], '22:9'],
  ])('starts at its first character: %j', (path, expected) => {
    expect(show(path)).toBe(expected);
  });

  test.each([
    [['version'], '2:1'],
    [['quoted: name'], '3:1'],
    [['single'], '4:1'],
    [['list', 1, 1, 'c'], '8:23'],
    [['anchor', 'field'], '17:3'],
    [['merged', 'own'], '21:3'],
  ])('has the position of its name: %j', (path, expected) => {
    expect(show(path, true)).toBe(expected);
  });

  test('that is missing has the position of what should contain it', () => {
    expect([show(['none']), show(['none'], true)]).toEqual(['2:1', '2:1']);
    expect(show(['list', 9])).toBe(show(['list']));
    expect(show(['list', 1, 1, 'none', 'x'])).toBe(show(['list', 1, 1]));
    expect(show(['version', 'x'])).toBe(show(['version']));
  });

  test('of an empty file is its start', () => {
    expect(readDocument('').at(['version'])).toEqual({ line: 1, column: 1 });
  });
});

describe('a second document starts', () => {
  test.each([
    ['a: 1\n---\nb: 1\n', 2],
    ['---\na: 1\n---\nb: 1\n', 3],
    ['---\na: "\n  --- x"\n--- # y\nb: 1\n', 4],
    ['a: |\n  ---\nb: 1\n---\n', 4],
    ['a: 1\n...\nb: 1\n', 2],
    ['a: 1\n...\n---\nb: 1\n', 2],
    ['a: ----\n---\n', 2],
    ['a: 1 # --- x\n---\nb: 1\n', 2],
    ['a: 1\n---', 2],
  ])('%j', (text, line) => {
    expect(readDocument(text).problems).toMatchObject([{ line, column: 1 }]);
  });

  test.each(['---\na: 1\n', 'a: 1\n...\n', 'a: "---"\n'])('nowhere in %j', (text) => {
    expect(readDocument(text).problems).toEqual([]);
  });
});
