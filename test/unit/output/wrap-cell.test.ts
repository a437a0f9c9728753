import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { safeText } from '../../../src/core/safe-text.ts';
import { type Columns, field, type Row, spare } from '../../../src/output/rows.ts';
import { leastWidth, wrap } from '../../../src/output/wrap-cell.ts';
import { nastyText } from '../../support/nasty.ts';
import { render } from '../../support/render.ts';

const columns: Columns = {
  fields: ['number', 'result', 'url', 'message'],
  table: [field('number'), field('result'), field('url'), spare('message')],
  empty: 'nothing',
};
const URL = 'https://voice.example.com/a/rather/long/path?with=query&and=more';
const rows: Row[] = [
  { number: '+14155550100', result: 'unchanged', url: URL, message: null },
  {
    number: '+14155550101',
    result: 'failed',
    url: null,
    message: 'a message of many words that goes on and on',
  },
];
const widthsOf = (text: string) =>
  new Set(
    text
      .trimEnd()
      .split('\n')
      .map((line) => stringWidth(line)),
  );

describe('a table', () => {
  test.each([80, 90, 100, 140])('fits %i columns', async (width) => {
    const text = await render(rows, columns, 'table', { width });
    const [only, ...others] = widthsOf(text);
    expect(others).toEqual([]);
    expect(only).toBeLessThanOrEqual(width);
    expect(text).toContain('┌');
  });

  test('takes no more than it needs, and without a width as much as it likes', async () => {
    const natural = Math.max(...widthsOf(await render(rows, columns, 'table')));
    expect(natural).toBeGreaterThan(140);
    expect(widthsOf(await render(rows, columns, 'table', { width: 500 }))).toEqual(new Set([natural]));
    expect(widthsOf(await render(rows, columns, 'table', { width: natural }))).toEqual(new Set([natural]));
  });

  test('breaks no number, no result and no short word, and loses nothing', async () => {
    const text = await render(rows, columns, 'table', { width: 80 });
    for (const word of ['+14155550100', '+14155550101', 'unchanged', 'failed', 'message', 'words', 'goes']) {
      expect(text).toContain(word);
    }
    const cell = (at: number) =>
      text
        .split('\n')
        .filter((line) => line.startsWith('│'))
        .map((line) => line.split('│')[at]?.trim())
        .join('');
    expect(cell(3)).toBe(`url${URL}`);
  });

  test('the widest columns give way first', async () => {
    const text = await render(rows, columns, 'table', { width: 110 });
    const [number, result, url, message] = (text.split('\n')[0] ?? '')
      .slice(1, -1)
      .split('┬')
      .map((line) => line.length - 2);
    expect([number, result]).toEqual([12, 9]);
    expect(Math.abs((url ?? 0) - (message ?? 0))).toBeLessThanOrEqual(1);
  });

  describe('breaks no name of a run and no key', () => {
    const run = '20261124-130416-2e9c';
    const key = '5e1f0a01-7c2d-4b8e-9a10-2f6c3d4e5a01';
    const named: Columns = {
      fields: ['at', 'run', 'application', 'message'],
      table: [field('at'), field('run'), field('application'), spare('message')],
      empty: 'nothing',
    };
    const message = 'number is not on the account, or has no such capability';
    const at = '2026-11-24T13:04:16.123Z';
    const given = (more: Row = {}): Row[] => [{ at, run, application: key, message, ...more }];

    test.each([98, 100, 120, 140])('while other columns can give: %i columns', async (width) => {
      const text = await render(given(), named, 'table', { width });
      expect(text).toContain(run);
      expect(text).toContain(key);
      for (const one of widthsOf(text)) expect(one).toBeLessThanOrEqual(width);
    });

    test('one among other words is none the less whole', async () => {
      const text = await render(given({ message: `taken back by ${run}, for ${key}` }), named, 'table', {
        width: 124,
      });
      expect(text.split(run)).toHaveLength(3);
      expect(text.split(key)).toHaveLength(3);
    });

    test('keys give way before names of runs do, and none before a table would be cards', async () => {
      const text = await render(given(), named, 'table', { width: 82 });
      expect(text).toContain('┌');
      expect(text).toContain(run);
      expect(text).not.toContain(key);
    });

    test('what only looks like one breaks as always', async () => {
      const long = `https://a.example.com/${key}/${key}`;
      const text = await render(given({ application: long }), named, 'table', { width: 90 });
      expect(text).toContain(run);
      for (const one of widthsOf(text)) expect(one).toBeLessThanOrEqual(90);
    });
  });

  test('is a card a row where even the least is too wide', async () => {
    expect(await render(rows, columns, 'table', { width: 40 })).toBe(
      `number: +14155550100\nresult: unchanged\nurl: ${URL}\n\n` +
        'number: +14155550101\nresult: failed\nurl:\nmessage: a message of many words that goes on and on\n',
    );
  });

  test('is ASCII where the locale is no UTF-8', async () => {
    const text = await render(rows, columns, 'table', { unicode: false });
    expect(text).toMatch(/^[\u0020-\u007e\n]*$/);
    const boxed = await render(rows, columns, 'table');
    expect(
      boxed
        .replace(/[┌┬┐├┼┤└┴┘]/g, '+')
        .replaceAll('─', '-')
        .replaceAll('│', '|'),
    ).toBe(text);
  });

  test('is labelled lines when accessible, as wide as they like', async () => {
    const text = await render(rows, columns, 'table', { accessible: true, width: 200 });
    expect(text).toBe(await render(rows, columns, 'table', { width: 40 }));
    expect(text).not.toMatch(/[─│┌]/);
  });

  test('columns that say nothing are left out; one that does only in the last row is not', async () => {
    expect(await render(rows.slice(0, 1), columns, 'table')).not.toContain('message');
    const many = [...Array.from({ length: 3000 }, () => rows[0] as Row), rows[1] as Row];
    expect(await render(many, columns, 'table')).toContain('a message of many words');
  });

  test('has the widths of its first 1,000 rows: what is wider behind them wraps', async () => {
    const short: Row = { number: '+14155550100', result: 'done', url: 'https://a.example/', message: null };
    const first = Array.from({ length: 1000 }, () => short);
    const late: Row = { ...short, url: URL };
    const widthOf = async (given: Row[]) => Math.max(...widthsOf(await render(given, columns, 'table')));
    expect(await widthOf([...first, late])).toBe(await widthOf(first));
    expect(await widthOf([...first.slice(1), late])).toBe((await widthOf(first)) + URL.length - 18);
    const lines = (await render([...first, late], columns, 'table')).split('\n').slice(1003, -2);
    expect(lines.map((line) => line.split('│')[3]?.trim()).join('')).toBe(URL);
  });

  test('never breaks a number or a short word, however late it comes', async () => {
    const first = Array.from(
      { length: 1000 },
      (): Row => ({ number: '+1415555', result: 'done', url: 'u', message: null }),
    );
    const late: Row = { number: '+123456789012345', result: 'unchanged', url: null, message: 'two words' };
    const text = await render([...first, late, ...first], columns, 'table');
    expect(text).toContain('│ +123456789012345 │ unchanged │');
    expect(text).toContain('two words');
    expect(widthsOf(text).size).toBe(1);
  });

  test('of any text fits, and every line is as wide as the others', async () => {
    const row = fc.record({ number: nastyText, result: nastyText, url: nastyText, message: nastyText });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (given) => {
        const text = await render(given, columns, 'table', { width: 90 });
        const [only, ...others] = widthsOf(text);
        expect(others).toEqual([]);
        expect(only).toBeLessThanOrEqual(90);
      }),
    );
  });

  test('at any width is a table that fits, or cards', async () => {
    const row = fc.record({ number: nastyText, result: nastyText, url: nastyText, message: nastyText });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 120 }),
        async (given, width) => {
          const text = await render(given, columns, 'table', { width });
          if (!text.startsWith('┌')) {
            expect(text).toMatch(/^number:/);
            return;
          }
          for (const one of widthsOf(text)) expect(one).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

test.each(['valueOf', 'constructor', '__proto__'])(
  'a cell that says %s is a text like others',
  async (word) => {
    expect(
      await render([{ number: word, result: word, url: word, message: word }], columns, 'table', {}),
    ).toContain(word);
  },
);

describe('wrapping', () => {
  test('a text that fits is left alone, its spaces included', () => {
    expect(wrap('a  b ', 5)).toEqual(['a  b ']);
  });

  test('breaks between words, and long ones behind punctuation', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('5e1f0a01-7c2d-4b8e-9a10-2f6c3d4e5a01', 20)).toEqual([
      '5e1f0a01-7c2d-4b8e-',
      '9a10-2f6c3d4e5a01',
    ]);
    expect(wrap('x'.repeat(45), 20)).toEqual(['x'.repeat(20), 'x'.repeat(20), 'xxxxx']);
  });

  test('keeps marks with their letters and joined emoji whole', () => {
    expect(wrap('電話番号電話番号', 5)).toEqual(['電話', '番号', '電話', '番号']);
    expect(wrap('e\u0301'.repeat(5), 2)).toEqual(['e\u0301e\u0301', 'e\u0301e\u0301', 'e\u0301']);
    expect(wrap('👩‍👩‍👧'.repeat(3), 4)).toEqual(['👩‍👩‍👧👩‍👩‍👧', '👩‍👩‍👧']);
  });

  test('no line is too wide, no short word is broken, nothing is lost', () => {
    fc.assert(
      // Cells are made safe before they are wrapped.
      fc.property(nastyText.map(safeText), fc.integer({ min: 2, max: 40 }), (text, width) => {
        const lines = wrap(text, width);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        if (width < leastWidth(text)) return;
        const whole = new Set(lines.flatMap((line) => line.split(' ')));
        const short = text.split(' ').filter((word) => stringWidth(word) <= 16);
        expect(short.filter((word) => word !== '' && !whole.has(word))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
