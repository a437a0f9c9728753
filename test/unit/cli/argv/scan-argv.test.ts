import { expect, test } from 'vitest';
import { scanArgv, wordsForCommander } from '../../../../src/cli/argv/scan-argv.ts';
import { COMMAND_LIST } from '../../../../src/commands/index.ts';

const words = (line: string): string[] => line.split(' ');
const scan = (line: string) => scanArgv(COMMAND_LIST, words(line));
const protect = (line: string) => wordsForCommander(words(line), scan(line));

test.each([
  ['sandbox exec npm run x', 'sandbox exec -- npm run x'],
  ['sandbox exec npm run x -- --flag', 'sandbox exec -- npm run x -- --flag'],
  ['sandbox exec ls -l --json', 'sandbox exec -- ls -l --json'],
  [
    '-q sandbox exec --numbers 10 --fault 429:0.1 ls -o x',
    '-q sandbox exec --numbers 10 --fault 429:0.1 -- ls -o x',
  ],
  ['--profile sandbox sandbox exec ls', '--profile sandbox sandbox exec -- ls'],
  ['-qo json sandbox exec --numbers=10 ls', '-q -o json sandbox exec --numbers=10 -- ls'],
  ['-ojson sandbox exec ls', '-ojson sandbox exec -- ls'],
])('%s: another program starts at its first word', (line, folded) => {
  expect(protect(line)).toEqual(words(folded));
});

test.each([
  'sandbox exec -- ls -l',
  'sandbox exec -- ls -- -l',
  'sandbox exec',
  'sandbox exec --numbers 10',
  'sandbox show',
  '--profile sandbox apps alias exec 94983f76-1161-6655-9515-4785c7b67dd8',
  'numbers list -- sandbox exec ls',
])('%s is unchanged', (line) => {
  expect(protect(line)).toEqual(words(line));
});

test('the arguments of another program are not parsed', () => {
  expect(scan('-q sandbox exec ls --json').end).toBe(3);
  expect(scan('sandbox exec -- ls --json').end).toBe(2);
  expect(scan('profiles set --secret-command pass show --json').end).toBe(2);
  expect(scan('sandbox exec ls --json').given.has('json')).toBe(false);
});

test('operands are neither options nor option values', () => {
  const { operands, args } = scan('--profile prod -qo json numbers --app=x list --app support +1415 -- x');
  expect(operands).toEqual(['numbers', 'list', '+1415']);
  expect(args).toEqual(['+1415', 'x']);
});

test('an option before the command also takes its value', () => {
  expect(scan('--app support numbers list').command?.usage).toBe('numbers list [number...]');
});

test('options are listed by name, with all values, attached or separate', () => {
  const { given } = scan('numbers list -qojson --app=a=b --columns number,alias --profile');
  expect(Object.fromEntries(given)).toEqual({
    quiet: [''],
    output: ['json'],
    app: ['a=b'],
    columns: ['number,alias'],
    profile: [''],
  });
});
