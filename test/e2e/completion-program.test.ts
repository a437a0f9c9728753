import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { free } from '../support/account.ts';
import { type Home, newHome } from '../support/home.ts';
import { serve } from '../support/serve.ts';
import { openShell, SHELLS_HERE } from '../support/shell.ts';
import { sinchctl } from '../support/spawn.ts';

const LIMIT = { timeout: 60_000 };

function script(home: Home, name: string, ...lines: string[]): string {
  writeFileSync(home.path(name), `#!/bin/sh\n${lines.join('\n')}\n`);
  chmodSync(home.path(name), 0o755);
  return home.path(name);
}

/** Prints its arguments, and responds to every TAB with the same word. */
const other = (home: Home, name: string) =>
  script(
    home,
    name,
    `[ "$1" = __complete ] && printf 'other\\tof another program\\n:\\n' && exit`,
    `exec sinchctl "$@"`,
  );

describe.skipIf(SHELLS_HERE.length === 0).each(SHELLS_HERE)('%s', (name) => {
  const of = async (home: Home, after = '') => openShell(name, home, { after });

  test('runs the program that is typed', LIMIT, async () => {
    const home = newHome();
    mkdirSync(home.path('tools'));
    other(home, 'tools/sinchctl');
    const shell = await of(home);
    expect(await shell.line(`${home.path('tools')}/sinchctl o\t`)).toEqual(['other']);
    expect(await shell.line('./tools/sinchctl o\t')).toEqual(['other']);
    expect(await shell.line('~/tools/sinchctl o\t')).toEqual(['other']);
    expect(await shell.line('sinchctl numbers as\t')).toEqual(['numbers', 'assign']);
  });

  // fish completes such a program like sinchctl.
  test.skipIf(name === 'fish')(
    'runs a program of another name with the same completions',
    LIMIT,
    async () => {
      const home = newHome();
      mkdirSync(home.path('tools'));
      other(home, 'tools/phones');
      const same = name === 'bash' ? 'complete -F' : 'compdef';
      const shell = await of(home, `PATH=$HOME/tools:$PATH\n${same} _sinchctl phones`);
      expect(await shell.line('phones o\t')).toEqual(['other']);
    },
  );

  test.each([
    ['hangs', 'exec sleep 300'],
    ['hangs in a child process', "printf 'numbers\\t\\n'; sleep 300"],
    ['never ends its output', 'while :; do echo; sleep 0.1; done'],
    ['ignores SIGTERM', "trap '' TERM INT HUP; exec sleep 300"],
  ])('offers nothing after a second if the program %s', LIMIT, async (_, line) => {
    const home = newHome();
    const pid = home.path('pid');
    const shell = await openShell(name, home, { answer: `echo $$ > ${pid}; ${line}` });
    expect((await shell.line('sinchctl xyz\t \t')).at(0)).toBe('xyz');
    const running = Number(readFileSync(pid, 'utf8'));
    expect(() => process.kill(running, 0)).toThrow('ESRCH');
  });

  test.skipIf(name !== 'zsh')('runs the program once for all completers and matchers', LIMIT, async () => {
    const home = newHome();
    const asked = home.path('asked');
    const shell = await openShell(name, home, {
      before:
        "zstyle ':completion:*' completer _complete _correct _approximate; zstyle ':completion:*' matcher-list '' 'm:{a-z}={A-Z}'",
      answer: `echo asked >> ${asked}; printf 'list\\t\\n: unmatched\\n'`,
    });
    expect(await shell.line('sinchctl lsit\t')).toEqual(['list']);
    expect(readFileSync(asked, 'utf8')).toBe('asked\n');
    expect(await shell.line('sinchctl lxst\t')).toEqual(['list']);
  });

  test('offers nothing if the program does not exist', LIMIT, async () => {
    const home = newHome();
    const shell = await of(home);
    rmSync(home.path('bin/sinchctl'));
    const before = shell.screen().length;
    shell.type('sinchctl numbers as\t\x15');
    shell.type('echo is""-alive\r');
    await shell.until('is-alive');
    expect(shell.screen().slice(before)).not.toMatch(/sinchctl.*(not found|such file)/);
  });

  test('no word before the command is run, and none in its path', LIMIT, async () => {
    const home = newHome();
    symlinkSync(home.path('bin'), home.path('$(touch pwned)'));
    const shell = await of(home);
    for (const word of ['$(touch pwned)/sinchctl', '`touch pwned`/sinchctl', '"$(touch pwned)/sinchctl"'])
      shell.type(`${word} numbers a\t\t\x15`);
    expect(await shell.line('sinchctl numbers as\t')).toEqual(['numbers', 'assign']);
    expect(existsSync(home.path('pwned'))).toBe(false);
  });
});

/** Node's hook that takes longer to load the transport than TAB waits for Sinch, as on a busy computer. */
const SLOW_HOOK = `export async function load(url, context, next) {
  if (url.includes('/got-send-')) await new Promise((resolve) => setTimeout(resolve, 1500));
  return next(url, context);
}`;

test('the time in which Sinch must respond starts when the program is loaded', LIMIT, async () => {
  const { env, requests } = await serve();
  const dataUrl = (text: string) => `data:text/javascript,${encodeURIComponent(text)}`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(dataUrl(SLOW_HOOK))});`;
  const { code, stdout } = await sinchctl(['__complete', '=', 'numbers', 'assign'], {
    env: { ...newHome().env, ...env, NODE_OPTIONS: `--import=${dataUrl(register)}` },
  });
  expect(code).toBe(0);
  expect(stdout).toContain(free);
  expect(requests).toHaveLength(1);
});
