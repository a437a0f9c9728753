import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prettyJson, replyText } from '../../../src/output/response.ts';
import { isUnsafe, nastyText } from '../../support/nasty.ts';

describe('JSON for people', () => {
  test('is indented by two spaces; empty values stay short; numbers and repeated names are unchanged', () => {
    const text =
      '{"n":12345678901234567890, "f":1.0e+2,"a":[],"o":{ },"a":[1,{"x":"y, [z]: \\"{"}],"t":true}';
    expect(prettyJson(text)).toBe(
      '{\n  "n": 12345678901234567890,\n  "f": 1.0e+2,\n  "a": [],\n  "o": {},\n  "a": [\n    1,\n    {\n      "x": "y, [z]: \\"{"\n    }\n  ],\n  "t": true\n}',
    );
  });

  test('of any value matches indented JSON.stringify, regardless of its spacing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t', ' \r\n'), (value, space) => {
        expect(prettyJson(JSON.stringify(value, null, space))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  test.each(['', ' ', '{', '<html>', "{'a':1}", '{"a":1}}', 'NaN'])('%j is not formatted', (text) => {
    expect(prettyJson(text)).toBeUndefined();
  });

  test('one megabyte of brackets is unchanged, and long text is not a problem', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    expect(prettyJson(deep)).toBeUndefined();
    expect(prettyJson(JSON.stringify('x'.repeat(2_000_000)))).toBeUndefined();
    const long = JSON.stringify({ text: '\\"'.repeat(100_000) });
    expect(JSON.parse(prettyJson(long) ?? '')).toEqual(JSON.parse(long));
  });
});

describe('a response', () => {
  const reply = (body: string, headers = {}) => ({ status: 200, headers, body, withHead: true });

  test('is unchanged in a pipe', () => {
    fc.assert(
      fc.property(nastyText, (body) => {
        expect(replyText({ ...reply(body), withHead: false }, false)).toBe(body);
      }),
    );
  });

  test('on a terminal contains nothing that could move the cursor', () => {
    fc.assert(
      fc.property(nastyText, nastyText, (body, header) => {
        const text = replyText(reply(body, { 'x-one': header }), true);
        expect([...text].filter((one) => isUnsafe(one) && !'\n\t'.includes(one))).toEqual([]);
        const json = replyText(reply(JSON.stringify({ [header]: body })), true);
        expect([...json].filter((one) => isUnsafe(one) && one !== '\n')).toEqual([]);
      }),
    );
  });

  test('has escaped headers in a pipe, so that no header adds a line', () => {
    fc.assert(
      fc.property(nastyText, (header) => {
        const [status, line, empty, ...rest] = replyText(reply('', { 'x-one': header }), false).split('\n');
        expect([status, empty, rest]).toEqual(['HTTP/1.1 200 OK', '', ['']]);
        expect([...(line ?? '')].filter(isUnsafe)).toEqual([]);
      }),
    );
  });

  test('with an unknown status has no status text', () => {
    expect(replyText({ ...reply(''), status: 299 }, false)).toBe('HTTP/1.1 299\n\n');
  });
});
