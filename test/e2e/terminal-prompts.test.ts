import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  changes,
  free,
  freeVoice,
  ours,
  serving,
  support,
  supportVoice,
  UNCHANGED,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { lines, serve } from '../support/serve.ts';
import { hasProgram, PROGRAM } from '../support/spawn.ts';
import { withState } from '../support/state.ts';
import { onTerminal, terminal } from '../support/terminal.ts';

const TIMEOUT = { timeout: 60_000 };

const CTRL_C = '\x03';
const CTRL_D = '\x04';

describe('a confirmation on a terminal', () => {
  async function asked() {
    const home = newHome();
    const screen = terminal(['--profile', 'sandbox', 'numbers', 'unassign', ours], home.env);
    await screen.until('Unassign');
    return { home, ...screen };
  }

  test.each(['y\r', 'Y\r', 'yes\r'])('%j confirms', { timeout: 60_000 }, async (keys) => {
    const { home, type, ended, screen } = await asked();
    type(keys);
    expect(await ended, screen()).toBe(0);
    expect(serving(home.world(), support)).toEqual(supportVoice.slice(1));
  });

  test.each(['n\r', 'no\r', '\r'])('%j does not confirm', { timeout: 60_000 }, async (keys) => {
    const { home, type, ended, screen } = await asked();
    type(keys);
    expect(await ended, screen()).toBe(7);
    expect(changes(home.world())).toEqual(UNCHANGED);
    expect(screen()).toContain('No changes made.');
    // The mark and the color of success.
    expect(screen()).not.toMatch(/✔|\u001b\[32m\S/);
  });

  test('a choice wider than the terminal is truncated to one line', TIMEOUT, async () => {
    const home = newHome();
    const sandboxed = ['--profile', 'sandbox'];
    const assign = [...sandboxed, 'numbers', 'assign', free, freeVoice, '--app', 'support'];
    await terminal(assign, home.env).ended;
    const { until, type, ended, screen } = terminal([...sandboxed, 'undo'], home.env, { columns: 70 });
    await until('Enter to select');
    type(CTRL_C);
    expect(await ended).toBe(130);
    const asked = screen().replace(/\u001b\[[?\d;]*[a-zA-Z]/g, '');
    expect(asked).toMatch(/\s2\d{7}-\d{6}-[0-9a-f]{4} {2}.*\+2 support {2}num.*\.\.\.\r?\n/);
    // In any locale.
    expect(asked.match(/[^ -~\s].*/g)).toBeNull();
  });

  test('a prompt wider than the terminal is wrapped between words', TIMEOUT, async () => {
    const home = newHome();
    const argv = ['--profile', 'sandbox', 'numbers', 'unassign', ours];
    const { until, type, ended, screen } = terminal(argv, home.env, { columns: 60 });
    await until('[y/N');
    type('\r');
    expect(await ended).toBe(7);
    const asked = screen().replace(/\u001b\[[?\d;]*[a-zA-Z]/g, '');
    expect(asked).toMatch(/from support \(profile sandbox\)\?\s*\n\[y\/N\]/);
  });

  test.each([[[]], [['--accessible']]])(
    'a question without a plan has the same form %j',
    TIMEOUT,
    async (flags) => {
      const home = newHome();
      const argv = ['--profile', 'sandbox', 'apps', 'alias', 'sales', support.key, ...flags];
      const { until, type, ended, screen } = terminal(argv, home.env);
      await until('/N');
      type('\r');
      expect(await ended).toBe(7);
      expect(screen()).toContain('[y/N]');
    },
  );

  test('output after an answer starts on its own line', TIMEOUT, async () => {
    const { type, until, more, ended, screen } = await asked();
    await until('[y/N]');
    type('d\r');
    // The second plan, and the prompt below it.
    while (!/Plan for.*Plan for.*\[y\/N\]/s.test(screen())) await more();
    type('\r');
    expect(await ended).toBe(7);
    // Without the sequences that set colors and show the cursor.
    const text = screen().replace(/\u001b\[[?\d;]*[a-zA-Z]/g, '');
    expect(text.match(/Plan for/g)).toHaveLength(2);
    expect(text).not.toMatch(/[^\n]Plan for/);
  });

  test.each([
    ['Ctrl-D', CTRL_D],
    ['Ctrl-D behind a y', `y${CTRL_D}`],
    ['Ctrl-C', CTRL_C],
    ['Ctrl-C behind a y', `y${CTRL_C}`],
  ])('%s is 130, and no changes are made', { timeout: 60_000 }, async (_, keys) => {
    const { home, type, ended, screen } = await asked();
    type(keys);
    expect(await ended, screen()).toBe(130);
    expect(changes(home.world())).toEqual(UNCHANGED);
    expect(existsSync(home.statePath)).toBe(false);
    expect(screen()).toContain('No changes made');
    expect(screen()).not.toMatch(/\n\s+at /);
  });
});

test(
  'a change by another user during the prompt causes exit code 7, and no changes are made',
  TIMEOUT,
  async () => {
    const { env, world, requests } = await serve();
    const { until, type, ended, screen } = terminal(
      ['numbers', 'overwrite', ...supportVoice, free, '--app', support.key, '--api', 'portal'],
      { ...newHome().env, ...env },
    );
    await until('Overwrite');
    world.assign(freeVoice, 'voice', support.key);
    type('y\r');
    expect(await ended, screen()).toBe(7);
    expect(screen()).toContain('the account has changed since the plan was shown');
    expect(screen()).toContain(`${freeVoice} is now assigned to`);
    expect(lines(requests).filter((line) => !line.startsWith('GET'))).toEqual([]);
    expect(serving(world, support)).toContain(freeVoice);
  },
);

describe('the name that confirms an overwrite', () => {
  async function asked() {
    const home = newHome();
    const screen = terminal(
      ['--profile', 'sandbox', 'numbers', 'overwrite', ours, '--app', 'support'],
      home.env,
    );
    await screen.until('to cancel:');
    return { home, ...screen };
  }

  test.each(['support\r', ' support \r'])('%j confirms', TIMEOUT, async (keys) => {
    const { home, type, ended, screen } = await asked();
    type(keys);
    expect(await ended, screen()).toBe(0);
    expect(serving(home.world(), support)).toEqual([ours]);
  });

  test.each(['\r', 'y\r', 'yes\r', 'suport\r', 'sales\r'])('%j does not confirm', TIMEOUT, async (keys) => {
    const { home, type, ended, screen } = await asked();
    type(keys);
    expect(await ended, screen()).toBe(7);
    expect(changes(home.world())).toEqual(UNCHANGED);
  });
});

test(
  'apply shows its plan before it prompts, and makes no changes without confirmation',
  TIMEOUT,
  async () => {
    const { home, file } = withState({
      version: 1,
      applications: [{ application: 'support', numbers: { voice: [free] } }],
    });
    const { until, type, ended, screen } = terminal(['--profile', 'sandbox', 'apply', '-f', file], home.env);
    await until('Apply this plan?');
    expect(screen().replace(/\u001b\[\d+m/g, '')).toContain(`    +   1  unassigned  ${free}\r\n`);
    type('\r');
    expect(await ended, screen()).toBe(7);
    expect(changes(home.world())).toEqual(UNCHANGED);
  },
);

describe('the prompts of profiles set on a terminal', () => {
  test('Ctrl-D at the key is 130, and no changes are made', { timeout: 60_000 }, async () => {
    const home = newHome();
    const { until, type, ended, screen } = terminal(['profiles', 'set', 'prod'], home.env);
    await until('Application key');
    type(CTRL_D);
    expect(await ended, screen()).toBe(130);
    expect(existsSync(home.configPath)).toBe(false);
  });

  test.each([
    ['at once', ''],
    ['after a part of it', support.secret.slice(0, 8)],
  ])('Ctrl-D at the secret %s is 130, and no changes are made', { timeout: 60_000 }, async (_, typed) => {
    const home = newHome();
    const argv = ['profiles', 'set', 'prod', '--key', support.key];
    const { until, type, ended, screen } = terminal(argv, home.env);
    await until('Application secret');
    if (typed !== '') {
      type(typed);
      await until('*');
    }
    type(CTRL_D);
    expect(await ended, screen()).toBe(130);
    expect(existsSync(home.configPath)).toBe(false);
    expect(screen()).not.toContain(support.secret.slice(0, 8));
    expect(screen()).not.toMatch(/\n\s+at /);
  });
});

describe.each([[[]], [['--accessible']]])('the answers of profiles set on a terminal %j', (flags) => {
  async function asked() {
    const home = newHome();
    const screen = terminal(['profiles', 'set', 'prod', ...flags], home.env);
    await screen.until('Application key');
    return { home, ...screen };
  }

  test('a secret in place of the key is rejected and never shown', TIMEOUT, async () => {
    const { home, type, until, ended, screen } = await asked();
    type(`${support.secret}\r`);
    await until('looks like a secret');
    type(`${support.key}\r`);
    await until('Application secret');
    type(`${support.secret}\r`);
    expect(await ended, screen()).toBe(0);
    expect(screen()).not.toContain(support.secret.slice(0, 8));
    expect(screen()).toContain(support.key);
    expect(existsSync(home.configPath)).toBe(true);
  });

  test('a secret is masked, and no key reveals it', TIMEOUT, async () => {
    const { home, type, until, ended, screen } = await asked();
    type(`${support.key}\r`);
    await until('Application secret');
    type(support.secret);
    await until('*'.repeat(support.secret.length));
    const CTRL_T = '\x14';
    type(`${CTRL_T}\r`);
    expect(await ended, screen()).toBe(0);
    expect(screen()).not.toContain(support.secret.slice(0, 8));
    expect(existsSync(home.configPath)).toBe(true);
  });
});

describe('with --accessible', () => {
  async function asked() {
    const home = newHome();
    const argv = ['--profile', 'sandbox', '--accessible', 'numbers', 'unassign', ours];
    const screen = terminal(argv, home.env);
    await screen.until('[y/N');
    return { home, ...screen };
  }

  test('a prompt and its answer are lines, and nothing is redrawn', TIMEOUT, async () => {
    const { home, type, ended, screen } = await asked();
    type('y\r');
    expect(await ended, screen()).toBe(0);
    expect(serving(home.world(), support)).toEqual(supportVoice.slice(1));
    expect(screen().replace(/\u001b\[(?:1|22|2|3\d)m/g, '')).not.toContain('\u001b');
  });

  test.each(['n\r', '\r', 'yesterday\r'])('%j does not confirm', TIMEOUT, async (keys) => {
    const { home, type, ended, screen } = await asked();
    type(keys);
    expect(await ended, screen()).toBe(7);
    expect(changes(home.world())).toEqual(UNCHANGED);
  });

  test.each([
    ['Ctrl-D', CTRL_D],
    ['Ctrl-C', CTRL_C],
    ['Ctrl-C behind a y', `y${CTRL_C}`],
  ])('%s is 130, and no changes are made', TIMEOUT, async (_, keys) => {
    const { home, type, ended, screen } = await asked();
    type(keys);
    expect(await ended, screen()).toBe(130);
    expect(changes(home.world())).toEqual(UNCHANGED);
    // On a line of its own.
    expect(screen()).toMatch(/\n(?:\u001b\[\d+m)*error:.*No changes made/);
  });
});

test.each([
  [['--no-color'], {}],
  [[], { NO_COLOR: '1' }],
  [[], { TERM: 'dumb' }],
])('a prompt has no color with %j %j', TIMEOUT, async (flags, env) => {
  const argv = ['--profile', 'sandbox', 'numbers', 'unassign', ours, ...flags];
  const { until, type, ended, screen } = terminal(argv, {
    ...newHome().env,
    ...(env as Record<string, string>),
  });
  await until('[y/N');
  type('n\r');
  expect(await ended).toBe(7);
  expect(screen()).not.toMatch(/\u001b\[[\d;]*m/);
  // A dumb terminal would show all other control sequences too.
  if ('TERM' in env) expect(screen()).not.toContain('\u001b');
});

describe.runIf(hasProgram('bash'))('Ctrl-Z and fg at a prompt', () => {
  /** A command in a shell with job control, stopped at its prompt and continued. */
  async function continued(argv: readonly string[], question: string) {
    const home = newHome();
    const shell = onTerminal(['bash', '--norc', '--noprofile', '-i'], { ...home.env, PS1: '> ' });
    const shown = async (text: string, times: number) => {
      while (shell.screen().split(text).length <= times) await shell.more(`${text} ${times} times`);
    };
    await shown('> ', 1);
    shell.type(`"${process.execPath}" "${PROGRAM}" ${argv.join(' ')}; echo "exit=$?"\r`);
    await shown(question, 1);
    // Twice, because the first run may leave files.
    for (const time of [1, 2]) {
      shell.type('\x1a');
      await shown('Stopped', time);
      // bash discards text that is typed before its prompt.
      while (!shell.screen().endsWith('> ')) await shell.more('a prompt');
      const before = shell.screen().split(question).length - 1;
      shell.type('fg; echo "ended=$?"\r');
      await shown(question, before + 1);
    }
    return { home, shown, ...shell };
  }
  const unassign = ['--profile', 'sandbox', 'numbers', 'unassign', ours];

  test('the prompt is repeated, and its answer is accepted', TIMEOUT, async () => {
    const { home, shown, type } = await continued(unassign, '[y/N');
    type('y\r');
    await shown('Undo:', 1);
    await shown('ended=0', 1);
    expect(serving(home.world(), support)).toEqual(supportVoice.slice(1));
  });

  test('Ctrl-C ends it, and no changes are made', TIMEOUT, async () => {
    const { home, shown, type } = await continued(unassign, '[y/N');
    type(CTRL_C);
    await shown('No changes made', 1);
    await shown('ended=130', 1);
    expect(changes(home.world())).toEqual(UNCHANGED);
  });

  test('a secret stays hidden, and is read', TIMEOUT, async () => {
    const argv = ['profiles', 'set', 'prod', '--key', support.key];
    const { home, shown, type, screen } = await continued(argv, 'Application secret');
    type(support.secret);
    type('\r');
    await shown('saved profile prod', 1);
    await shown('ended=0', 1);
    expect(existsSync(home.configPath)).toBe(true);
    expect(screen()).not.toContain(support.secret.slice(0, 8));
  });

  test('a list is drawn below the output of the shell', TIMEOUT, async () => {
    const argv = ['--profile', 'sandbox', 'numbers', 'assign', '--app', 'spare'];
    const { shown, type } = await continued(argv, 'available');
    type(freeVoice.slice(-4));
    await shown(`> [ ] ${freeVoice}`, 1);
    type(' ');
    await shown('1 selected', 1);
    type('\r');
    await shown('Undo:', 1);
    await shown('ended=0', 1);
  });

  test('a typed confirmation is accepted, and the program exits', TIMEOUT, async () => {
    const argv = ['--profile', 'sandbox', 'numbers', 'overwrite', ours, '--app', 'support'];
    const { home, shown, type } = await continued(argv, 'to cancel:');
    type('support\r');
    await shown('ended=0', 1);
    expect(serving(home.world(), support)).toEqual([ours]);
  });
});

test('a secret stays hidden after Ctrl-Z if no shell can stop the program', TIMEOUT, async () => {
  const home = newHome();
  const argv = ['profiles', 'set', 'prod', '--key', support.key];
  const { until, more, type, ended, screen } = terminal(argv, home.env);
  await until('Application secret');
  type('\x1a');
  while (screen().split('Application secret').length < 3) await more('the question again');
  type(`${support.secret}\r`);
  expect(await ended, screen()).toBe(0);
  expect(screen()).not.toContain(support.secret.slice(0, 8));
});

describe('a terminal that closes at a prompt', () => {
  const confirm = ['--profile', 'sandbox', 'numbers', 'unassign', ours];

  /** The exit code that the shell of the terminal reports. */
  async function hungUp(argv: readonly string[], question: string, script: string) {
    const home = newHome();
    const exit = home.path('exit');
    const { until, hangUp } = onTerminal(
      ['sh', '-c', script, exit, process.execPath, PROGRAM, ...argv],
      home.env,
    );
    await until(question);
    hangUp();
    while (!existsSync(exit) || readFileSync(exit, 'utf8') === '') await pause(20);
    return { home, code: readFileSync(exit, 'utf8').trim() };
  }

  test.each([
    ['a confirmation', confirm, '[y/N'],
    ['a line', ['--profile', 'sandbox', '--accessible', 'numbers', 'unassign', ours], '[y/N'],
    [
      'a typed confirmation',
      ['--profile', 'sandbox', 'numbers', 'overwrite', ours, '--app', 'support'],
      'to cancel:',
    ],
    ['a secret', ['profiles', 'set', 'prod', '--key', support.key], 'Application secret'],
    ['the picker', ['--profile', 'sandbox', 'numbers', 'assign', '--app', 'spare'], 'available'],
  ])('(%s) causes exit code 129, and no changes are made', TIMEOUT, async (_, argv, question) => {
    // Without the signal, the end of the input ends the prompt.
    for (const script of ['trap : HUP; "$@"; echo $? >"$0"', 'trap "" HUP; "$@"; echo $? >"$0"']) {
      const { home, code } = await hungUp(argv, question, script);
      expect(code).toBe('129');
      expect(existsSync(home.statePath)).toBe(false);
      expect(existsSync(home.configPath)).toBe(false);
    }
  });
});

test.each([
  ['SIGHUP', 129, 'SIGHUP (the terminal closed)'],
  ['SIGTERM', 143, 'SIGTERM'],
  ['SIGINT', 130, 'interrupted at a prompt'],
] as const)(
  '%s at a prompt is exit %i, and no changes are made',
  TIMEOUT,
  async (signal, exitCode, words) => {
    const home = newHome();
    const argv = ['--profile', 'sandbox', 'numbers', 'unassign', ours];
    const { until, kill, ended, screen } = terminal(argv, home.env);
    await until('[y/N');
    kill(signal);
    expect(await ended, screen()).toBe(exitCode);
    expect(screen()).toContain(words);
    expect(changes(home.world())).toEqual(UNCHANGED);
  },
);
