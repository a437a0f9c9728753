import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { free } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { openShell, SHELLS_HERE } from '../support/shell.ts';
import { pairs } from '../support/sizes.ts';

const LIMIT = { timeout: 180_000 };

/** Strings that would run something or control the terminal if a shell or terminal interpreted them. */
const HOSTILE = [
  '$(touch pwned)',
  '`touch pwned`',
  '+1;touch pwned;',
  '+1 && touch pwned',
  "'; touch pwned; '",
  '"; touch pwned; "',
  '+1\\"$(touch pwned)',
  '$IFS`touch pwned`',
  '(touch pwned)',
  '<(touch pwned)',
  '+1|touch pwned',
  '~+1',
  '*',
  '\u001b]0;pwned\u0007',
  '+1\u001b[2Jpwned',
  '+1\u009d0;pwned\u009c',
  '\r+1pwned',
  '電話',
  '/pwned',
  'a'.repeat(100_000),
];

/** The same as a user may have typed or pasted it, without running it. */
const COMMANDS = [
  '"$(touch pwned)"',
  '`touch pwned`',
  "'$(touch pwned)'",
  '$(touch pwned)x',
  '"`touch pwned`',
  '--app=$(touch pwned)',
  '--app `touch pwned`',
  '$((`touch pwned`))',
  "';touch pwned;'",
  'x\\;touch\\ pwned',
  '\\$(touch\\ pwned)',
  '<(touch pwned)',
];

const IN_FILES = ['$(touch pwned)', '"$(touch pwned)/', '`touch pwned`', '<(touch pwned)', '(touch pwned)x'];
const BEFORE_FILES = [
  'api POST /x --data @',
  'api POST /x --data=@',
  'apply --file=',
  'apply -f',
  'diff -f ',
  'undo ',
  'sandbox exec -- cat ',
  'profiles set --secret-command cat ',
];

describe.skipIf(SHELLS_HERE.length === 0).each(SHELLS_HERE)('%s', (name) => {
  test('unsafe words are not offered, run, or shown', LIMIT, async () => {
    const home = newHome();
    const answers = home.path('answers');
    const lines = HOSTILE.flatMap((text) => [`${text}\t${text}`, text, `+1415(${text}\tx\tmore`]);
    writeFileSync(answers, `${lines.join('\n')}\n\n\t\n${free}\t\u001b]0;pwned\u0007\u001b[31mfree\n:\n`);
    // zsh and fish replace the entire word, including the option before the value.
    const lead = `$(case $2 in =--*) printf %s "$2" | tr -d = ; printf = ;; esac)`;
    const shell = await openShell(name, home, { answer: `sed "s/^${free}/${lead}&/" ${answers}` });
    const before = shell.screen().length;
    for (const typed of [
      'numbers assign ',
      'numbers list --app ',
      'numbers list --app=',
      'history --number=',
    ]) {
      const words = await shell.line(`sinchctl ${typed}\t`);
      expect(words.at(-1), typed).toBe(`${typed.endsWith('=') ? typed.split(' ').at(-1) : ''}${free}`);
    }
    expect(existsSync(home.path('pwned'))).toBe(false);
    const shown = shell.screen().slice(before);
    expect(shown).not.toContain('pwned');
    expect(shown).not.toContain('\u009d');
  });

  test('a description is plain text', LIMIT, async () => {
    const home = newHome();
    const text = '$(touch pwned) `touch pwned`; touch pwned: \\[x] %F{red} <(touch pwned)';
    writeFileSync(home.path('answers'), `list\t${text}\nlast\t${text}\n:\n`);
    const shell = await openShell(name, home, { answer: `cat ${home.path('answers')}` });
    if (name === 'bash') shell.type('sinchctl numbers l\t\t');
    else await shell.shows('sinchctl numbers l\t\t', text);
    shell.type('\x15');
    expect(await shell.line('sinchctl x')).toEqual(['x']);
    expect(existsSync(home.path('pwned'))).toBe(false);
  });

  test('completing a command line does not run it', LIMIT, async () => {
    const home = newHome();
    // By default, zsh expands a word when TAB is pressed, which runs commands in it; this binding only completes.
    const before = name === 'zsh' ? "bindkey '^I' complete-word" : '';
    const shell = await openShell(name, home, { before });
    for (const [text, behind] of pairs(COMMANDS, [' --app s', ' --columns nu', ' +1', ' --fr', ''])) {
      shell.type(`sinchctl --profile sandbox numbers list ${text}${behind}\t\t\x15`);
      // Once this command has run, the previous one has finished.
      expect(await shell.line('sinchctl numbers as\t'), text).toEqual(['numbers', 'assign']);
      expect(existsSync(home.path('pwned')), text + behind).toBe(false);
    }
  });

  test('nor does completing a file name', LIMIT, async () => {
    const home = newHome();
    const before = name === 'zsh' ? "bindkey '^I' complete-word" : '';
    const shell = await openShell(name, home, { before });
    for (const [text, data] of pairs(IN_FILES, BEFORE_FILES)) {
      shell.type(`sinchctl ${data}${text}\t\t\x15`);
      expect(await shell.line('sinchctl numbers as\t'), data + text).toEqual(['numbers', 'assign']);
      expect(existsSync(home.path('pwned')), data + text).toBe(false);
    }
  });

  test('a file after an @ is quoted, or left out in bash', LIMIT, async () => {
    const home = newHome();
    const file = 'acc$(touch pwned) "x" `y`.json';
    writeFileSync(home.path(file), '');
    const shell = await openShell(name, home);
    expect((await shell.line('sinchctl api POST /x --data @acc\t')).at(-1)).toBe(
      name === 'bash' ? '@acc' : `@${file}`,
    );
    expect(readdirSync(home.directory)).not.toContain('pwned');
  });

  test('a file name is quoted as the shell requires', LIMIT, async () => {
    const home = newHome();
    writeFileSync(home.path('acc$(touch pwned) "x" `y`.yaml'), '');
    const shell = await openShell(name, home);
    expect(await shell.line('sinchctl apply -f acc\t')).toEqual([
      'apply',
      '-f',
      'acc$(touch pwned) "x" `y`.yaml',
    ]);
    expect(readdirSync(home.directory)).not.toContain('pwned');
  });
});
