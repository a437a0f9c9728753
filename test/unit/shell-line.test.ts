import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shellLine, shellOf, shellWord, variableLine } from '../../src/core/shell-line.ts';

describe('which shell reads a line that is to be typed', () => {
  test.each([
    ['linux', {}, 'posix'],
    ['darwin', { SHELL: '/bin/zsh' }, 'posix'],
    ['win32', {}, 'powershell'],
    // Git Bash.
    ['win32', { SHELL: '/usr/bin/bash' }, 'posix'],
  ])('%s %j: %s', (platform, env, shell) => {
    expect(shellOf(platform, env)).toBe(shell);
  });
});

describe('PowerShell', () => {
  test.each([
    // Words that it could take for something else are quoted, although some of them would do without.
    ['+14155550103', "'+14155550103'"],
    ['20261124-093000-3f9a', "'20261124-093000-3f9a'"],
    ['0x10', "'0x10'"],
    ['number,application', "'number,application'"],
    ['--app=support', "'--app=support'"],
    ['-ojson', '-ojson'],
    ['-x.y', "'-x.y'"],
    ['--', "'--'"],
    ['-', "'-'"],
    ['', "''"],
    ['$HOME', "'$HOME'"],
    ['50%', "'50%'"],
    ['@file', "'@file'"],
    ['a b', "'a b'"],
    ['say "hi"', `'say "hi"'`],
    ["it's", "'it''s'"],
    // It takes the curly ones for the same.
    ['it\u2019s \u2018so\u201a', "'it\u2019\u2019s \u2018\u2018so\u201a\u201a'"],
    ['`n;&|<>(){}#', "'`n;&|<>(){}#'"],
    ['numbers', 'numbers'],
    ['--dry-run', '--dry-run'],
    ['-y', '-y'],
    ['account.yaml', 'account.yaml'],
    ['C:\\Users\\me\\numbers.csv', 'C:\\Users\\me\\numbers.csv'],
    ['C:\\My Files\\numbers.csv', "'C:\\My Files\\numbers.csv'"],
  ])('%j is %s', (text, word) => {
    expect(shellWord(text, 'powershell')).toBe(word);
  });

  test('whatever is quoted can be read back by its one rule', () => {
    const QUOTE = "['\u2018\u2019\u201a\u201b]";
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^['\u2018-\u201b$"`a -]*$/)), (text) => {
        const word = shellWord(text, 'powershell');
        const [, inside] = new RegExp(`^'((?:(?!${QUOTE})[^]|(${QUOTE})\\2)*)'$`).exec(word) ?? [];
        const read = inside === undefined ? word : inside.replace(new RegExp(`(${QUOTE})\\1`, 'g'), '$1');
        expect(read).toBe(text);
        if (inside === undefined) expect(word).toMatch(/^[\w.:\\/-]+$/);
      }),
    );
  });

  test('variables are set in its way', () => {
    expect(variableLine('SINCHCTL_CALLING_URL', 'http://127.0.0.1:80', 'powershell')).toBe(
      "$env:SINCHCTL_CALLING_URL = 'http://127.0.0.1:80'",
    );
    expect(variableLine('A', 'x==', 'powershell')).toBe("$env:A = 'x=='");
  });
});

describe('a POSIX shell', () => {
  test('reads every word as it was', () => {
    const word = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
        const line = shellLine(words, 'posix').replace(/^sinchctl/, "printf '%s\\0'");
        const { stdout } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
        expect(stdout.split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 50 },
    );
  });

  test('numbers and flags stay bare', () => {
    expect(shellLine(['numbers', 'assign', '+14155550103', '--app=a', '-qo', 'json'], 'posix')).toBe(
      'sinchctl numbers assign +14155550103 --app=a -qo json',
    );
  });

  test('exports variables', () => {
    expect(variableLine('A', 'x==', 'posix')).toBe('export A=x==');
  });
});
