import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { safeText } from '../../../src/core/text.ts';
import { truncateCell } from '../../../src/output/table-layout.ts';
import { nastyText } from '../../support/nasty.ts';

describe('truncation', () => {
  test('text that fits is unchanged, including its spaces', () => {
    expect(truncateCell('a  b ', 5, '…')).toBe('a  b ');
    expect(truncateCell('https://a.example', 17, '…')).toBe('https://a.example');
  });

  test('longer text ends in an ellipsis, without a space before it', () => {
    expect(truncateCell('one two three', 7, '…')).toBe('one tw…');
    expect(truncateCell('one two three', 5, '…')).toBe('one…');
    expect(truncateCell('one two three', 8, '...')).toBe('one t...');
    expect(truncateCell('one two three', 2, '...')).toBe('o.');
  });

  test('keeps combining marks with their letters and joined emoji together', () => {
    expect(truncateCell('電話番号電話番号', 6, '…')).toBe('電話…');
    expect(truncateCell('e\u0301'.repeat(5), 3, '…')).toBe('e\u0301e\u0301…');
    expect(truncateCell('👩‍👩‍👧'.repeat(3), 5, '…')).toBe('👩‍👩‍👧👩‍👩‍👧…');
  });

  test('no text is too wide, and the rest is its beginning', () => {
    fc.assert(
      // Cells are made safe before they are truncated.
      fc.property(
        nastyText.map(safeText),
        fc.integer({ min: 2, max: 40 }),
        fc.constantFrom('…', '...'),
        (text, width, ellipsis) => {
          const fitted = truncateCell(text, width, ellipsis);
          expect(stringWidth(fitted)).toBeLessThanOrEqual(width);
          if (fitted === text) return;
          const kept = fitted.slice(0, -Math.min(ellipsis.length, width - 1));
          expect(text.startsWith(kept)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
