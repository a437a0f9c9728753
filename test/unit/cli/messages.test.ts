import { expect, test } from 'vitest';
import { stderrLine } from '../../../src/cli/messages.ts';
import { thisHost } from '../../../src/platform/host.ts';

const { stderr } = thisHost();
const line = (text: string, { env = {}, isTerminal = true, curl = false, noColor = false } = {}) =>
  stderrLine({ env, stderr: { ...stderr, isTerminal } }, { curl, noColor }, text);

test.each([
  ['error: no', '\u001b[31merror:\u001b[39m no\n'],
  ['warning: careful', '\u001b[33mwarning:\u001b[39m careful\n'],
  ['note: note: this', '\u001b[2mnote:\u001b[22m note: this\n'],
  ['hint: add it', '\u001b[36mhint:\u001b[39m add it\n'],
  ['Finishing: note: not a label', 'Finishing: note: not a label\n'],
  ['  error: an item', '  error: an item\n'],
])('%j on a terminal is printed as %j', (text, shown) => {
  expect(line(text)).toBe(shown);
});

test('the label in a shell note is also colored', () => {
  expect(line('note: this', { curl: true })).toBe(": '\u001b[2mnote:\u001b[22m this'\n");
});

test.each([
  [{ isTerminal: false }],
  [{ noColor: true }],
  [{ env: { NO_COLOR: '1' } }],
  [{ env: { TERM: 'dumb' } }],
  [{ env: { NO_COLOR: '1', FORCE_COLOR: '1' } }],
])('no color with %j', (options) => {
  for (const label of ['error', 'warning', 'note', 'hint']) {
    expect(line(`${label}: text`, options)).toBe(`${label}: text\n`);
  }
});

test('color in a pipe with FORCE_COLOR', () => {
  expect(line('note: this', { isTerminal: false, env: { FORCE_COLOR: '1' } })).toContain('\u001b[2m');
});
