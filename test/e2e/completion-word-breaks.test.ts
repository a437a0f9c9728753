import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { newHome } from '../support/home.ts';
import { openShell, SHELLS_HERE } from '../support/shell.ts';

const LIMIT = { timeout: 60_000 };
const PACKAGE = '/usr/share/bash-completion/bash_completion';

/** Typed text, in which each `→` is a TAB, and the resulting words. A second TAB must not change a complete word. */
const LINES: [string, string][] = [
  ['sandbox serve --fault lat→→5-9', 'sandbox serve --fault latency:5-9'],
  ['sandbox serve --fault=lat→→5-9', 'sandbox serve --fault=latency:5-9'],
  ['sandbox serve --fault 429:→0.1', 'sandbox serve --fault 429:0.1'],
  ['sandbox serve --fault=429:→0.1', 'sandbox serve --fault=429:0.1'],
  ['profiles set --base-url calling=→https://x', 'profiles set --base-url calling=https://x'],
  ['profiles set --base-url=calling=→https://x', 'profiles set --base-url=calling=https://x'],
  ['profiles set --base-url=cal→→https://x', 'profiles set --base-url=calling=https://x'],
  ['profiles set --base-url cal→https:→//x:→1', 'profiles set --base-url calling=https://x:1'],
  ['numbers list --capability=→v→', 'numbers list --capability=voice'],
  ['numbers list --columns=number,ali→', 'numbers list --columns=number,alias'],
  // Within quotes, words are not broken; bash closes the quotes when it finds a word.
  ['numbers list --columns "number,al→', 'numbers list --columns number,alias'],
  ['sandbox serve --fault "lat→→5-9', 'sandbox serve --fault latency:5-9'],
  ['sandbox serve --fault="lat→→5-9', 'sandbox serve --fault=latency:5-9'],
  ["sandbox serve '--fault=lat→→5-9", 'sandbox serve --fault=latency:5-9'],
  ["sandbox serve '--fault=429:→0.1", 'sandbox serve --fault=429:0.1'],
  ['sandbox serve --fault 429\\:→0.1', 'sandbox serve --fault 429:0.1'],
  ['--profile sandbox numbers list --app="sup→', '--profile sandbox numbers list --app=support'],
  ['--profile sandbox numbers list "--app=sup→', '--profile sandbox numbers list --app=support'],
  ['--profile sandbox numbers list +1415555011→2', '--profile sandbox numbers list +14155550112'],
  ['--profile sandbox history --number=+1415555011→2', '--profile sandbox history --number=+14155550112'],
];

/** Characters that break no words. */
const without = (characters: string): string => `COMP_WORDBREAKS=\${COMP_WORDBREAKS//[${characters}]/}`;

describe.skipIf(!SHELLS_HERE.includes('bash'))('characters that break words in bash are not repeated', () => {
  test.each<[string, string]>([
    ["with bash's defaults", ''],
    ['if = and : do not break words', without('=:')],
    ['if : does not break words', without(':')],
    ['if = does not break words', without('=')],
    ...(existsSync(PACKAGE)
      ? [['with the package bash-completion', `source ${PACKAGE}`] as [string, string]]
      : []),
  ])('%s', LIMIT, async (_, before) => {
    const shell = await openShell('bash', newHome(), { before });
    for (const [typed, words] of LINES) {
      const line = await shell.line(`sinchctl ${typed.replaceAll('→', '\t')}`);
      expect.soft(line.join(' '), typed).toBe(words);
    }
  });
});
