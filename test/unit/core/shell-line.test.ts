import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shellLine, shellSyntax, shellWord, variableLine } from '../../../src/core/shell-line.ts';
import { isSafe } from '../../../src/core/text.ts';
import { hasProgram } from '../../support/spawn.ts';

/** The shells that are supported, and how each is started. */
const SHELLS: Record<string, string[]> = {
  bash: ['bash'],
  zsh: ['zsh'],
  ksh93: ['ksh93'],
  mksh: ['mksh'],
  'busybox sh': ['busybox', 'sh'],
  dash: ['dash'],
  fish: ['fish'],
};

describe('the shell for which commands are quoted', () => {
  test.each([
    ['linux', {}, 'posix'],
    ['darwin', { SHELL: '/bin/zsh' }, 'posix'],
    ['win32', {}, 'powershell'],
    // Git Bash.
    ['win32', { SHELL: '/usr/bin/bash' }, 'posix'],
  ])('%s %j: %s', (platform, env, shell) => {
    expect(shellSyntax(platform, env)).toBe(shell);
  });
});

describe('PowerShell', () => {
  test.each([
    // Words that it could interpret in another way are quoted, although some do not need it.
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
    // It treats curly quotes in the same way.
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

  test('quoted text can be read back by the quoting rule', () => {
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

  test.each([
    ['e\u001b[31m.txt', '"e$([char]0x1b)[31m.txt"'],
    ['a\nb', '"a$([char]0x0a)b"'],
    ['a\u202eb', '"a$([char]0x202e)b"'],
    ['\ta`b$c"d\u201de\'', '"$([char]0x09)a``b`$c`"d`\u201de\'"'],
  ])('%j is an expression of printable characters', (text, word) => {
    expect(shellWord(text, 'powershell')).toBe(word);
    expect(isSafe(word)).toBe(true);
  });

  test('variables are set in its syntax', () => {
    expect(variableLine('SINCHCTL_CALLING_URL', 'http://127.0.0.1:80', 'powershell')).toBe(
      "$env:SINCHCTL_CALLING_URL = 'http://127.0.0.1:80'",
    );
    expect(variableLine('A', 'x==', 'powershell')).toBe("$env:A = 'x=='");
  });
});

describe('a POSIX shell', () => {
  test('reads every printable word unchanged', () => {
    const word = fc.string({ unit: 'grapheme' }).filter(isSafe);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
        const line = shellLine(words, 'posix').replace(/^sinchctl/, "printf '%s\\0'");
        const { stdout } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
        expect(stdout.split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 50 },
    );
  });

  describe.each(Object.entries(SHELLS))('%s', (name, [shell = '', ...start]) => {
    test.runIf(hasProgram(shell))('reads printable words unchanged', () => {
      const special = fc.constantFrom(...`'"\\\`$!%~#=*?[]{}()<>|&;^@+-, aé\u{1f600}`);
      const word = fc.array(special, { maxLength: 8 }).map((all) => all.join(''));
      fc.assert(
        fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
          const line = shellLine(['', ...words, "\\'", "a\\'b\\\\"], 'posix').replace(
            /^sinchctl/,
            "printf '%s\\n'",
          );
          const { stdout } = spawnSync(shell, [...start, '-c', line], { encoding: 'utf8' });
          expect(stdout).toBe(['', ...words, "\\'", "a\\'b\\\\", ''].join('\n'));
        }),
        { numRuns: 10 },
      );
    });

    // These two lack quotes with escapes.
    test.runIf(hasProgram(shell) && name !== 'dash' && name !== 'fish')(
      'reads words with control characters unchanged, and each is printable',
      () => {
        const unsafe = fc.constantFrom(...'\u0001\t\n\r\u001b\u007f\u0085\u009b\u200f\u2028\u202e\u2066');
        const other = fc.oneof(
          fc.constantFrom(...`'"\\\`$!0afn`),
          fc.string({ unit: 'binary', maxLength: 1 }),
        );
        const letters = fc.array(fc.oneof(unsafe, other), { maxLength: 12 });
        const word = letters.map((all) => all.join('')).filter((text) => !text.includes('\0'));
        fc.assert(
          fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
            const line = shellLine(words, 'posix');
            expect(isSafe(line)).toBe(true);
            const { stdout } = spawnSync(
              shell,
              [...start, '-c', line.replace(/^sinchctl/, "printf '%s\\0'")],
              {
                encoding: 'utf8',
              },
            );
            expect(stdout.split('\0').slice(0, -1)).toEqual(words);
          }),
          { numRuns: 50 },
        );
      },
    );
  });

  test('a word with a control character is quoted so that it can be copied', () => {
    expect(shellWord('e\u001b[31m.txt', 'posix')).toBe("$'e\\033[31m.txt'");
    expect(shellWord("it's\n\u202e\\", 'posix')).toBe("$'it\\047s\\012\\342\\200\\256\\134'");
  });

  test('numbers and flags are not quoted', () => {
    expect(shellLine(['numbers', 'assign', '+14155550103', '--app=a', '-qo', 'json'], 'posix')).toBe(
      'sinchctl numbers assign +14155550103 --app=a -qo json',
    );
  });

  test('exports variables', () => {
    expect(variableLine('A', 'x==', 'posix')).toBe('export A=x==');
  });
});
