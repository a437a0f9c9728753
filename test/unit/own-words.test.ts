import { expect, test } from 'vitest';
import { foldRest, operands, ownWords } from '../../src/commands/own-words.ts';

const words = (line: string): string[] => line.split(' ');

test.each([
  ['sandbox exec npm run x', 'sandbox exec -- npm run x'],
  ['sandbox exec npm run x -- --flag', 'sandbox exec -- npm run x -- --flag'],
  ['sandbox exec ls -l --json', 'sandbox exec -- ls -l --json'],
  [
    '-q sandbox exec --numbers 10 --fault 429:0.1 ls -o x',
    '-q sandbox exec --numbers 10 --fault 429:0.1 -- ls -o x',
  ],
  ['--profile sandbox sandbox exec ls', '--profile sandbox sandbox exec -- ls'],
  ['-qo json sandbox exec --numbers=10 ls', '-qo json sandbox exec --numbers=10 -- ls'],
  ['-ojson sandbox exec ls', '-ojson sandbox exec -- ls'],
])('%s: another program begins at its first word', (line, folded) => {
  expect(foldRest(words(line))).toEqual(words(folded));
});

test.each([
  'sandbox exec -- ls -l',
  'sandbox exec -- ls -- -l',
  'sandbox exec',
  'sandbox exec --numbers 10',
  'sandbox show',
  '--profile sandbox apps alias exec 94983f76-1161-6655-9515-4785c7b67dd8',
  'numbers list -- sandbox exec ls',
])('%s stays as it is', (line) => {
  expect(foldRest(words(line))).toEqual(words(line));
});

test('the words of another program are not ours', () => {
  expect(ownWords(words('-q sandbox exec ls --json'))).toEqual(words('-q sandbox exec'));
  expect(ownWords(words('sandbox exec -- ls --json'))).toEqual(words('sandbox exec'));
});

test('operands are what is neither an option nor its value', () => {
  expect(operands(words('--profile prod -qo json numbers --app=x list --app support +1415 -- x'))).toEqual([
    'numbers',
    'list',
    '+1415',
  ]);
});
