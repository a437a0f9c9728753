import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { safeText } from '../../../src/core/text.ts';
import { leastWidth, wrap } from '../../../src/output/table-layout.ts';
import { nastyText } from '../../support/nasty.ts';

describe('wrapping', () => {
  test('a text that fits is unchanged, its spaces included', () => {
    expect(wrap('a  b ', 5)).toEqual(['a  b ']);
  });

  test('breaks between words, and long ones after punctuation', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('5e1f0a01-7c2d-4b8e-9a10-2f6c3d4e5a01', 20)).toEqual([
      '5e1f0a01-7c2d-4b8e-',
      '9a10-2f6c3d4e5a01',
    ]);
    expect(wrap('x'.repeat(45), 20)).toEqual(['x'.repeat(20), 'x'.repeat(20), 'xxxxx']);
  });

  test('keeps marks with their letters and joined emoji together', () => {
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
