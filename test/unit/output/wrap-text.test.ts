import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapText } from '../../../src/output/wrap-text.ts';

const at = (width: number | undefined) => () => width;

test('breaks only at spaces, and keeps the indent', () => {
  expect(wrapText('note: the sandbox has 20 numbers, as at first', at(20))).toBe(
    'note: the sandbox\nhas 20 numbers, as\nat first',
  );
  expect(wrapText('  +14155550103: not on this account', at(20))).toBe(
    '  +14155550103: not\n  on this account',
  );
});

test('a command to copy is not broken, and is on its own line', () => {
  const typed = "sinchctl --profile 'my account' undo 20261124-093000-3f9a";
  expect(wrapText(`note: to undo: ${typed}`, at(20))).toBe(`note: to undo:\n${typed}`);
  expect(wrapText(`hint: to do the rest, run again: ${typed}`, at(24))).toBe(
    `hint: to do the rest,\nrun again:\n${typed}`,
  );
  expect(wrapText('hint: sinchctl history shows the runs', at(20))).toBe(
    'hint: sinchctl\nhistory shows the\nruns',
  );
});

test('text that fits, and text without a terminal width, is unchanged', () => {
  const text = 'note: as long as a note of ours may well be, and longer';
  for (const width of [undefined, 0, text.length]) expect(wrapText(text, at(width))).toBe(text);
});

test('no text is lost, and no line is too wide except for a single long word', () => {
  const texts = fc.array(fc.stringMatching(/^[a-z,:-]{1,30}$/), { minLength: 1 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 20, max: 60 }), (words, width) => {
      const lines = wrapText(words.join(' '), at(width)).split('\n');
      expect(lines.join(' ')).toBe(words.join(' '));
      for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
    }),
  );
});
