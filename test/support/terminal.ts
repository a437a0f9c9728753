import { spawn } from '@lydell/node-pty';
import { onTestFinished } from 'vitest';
import { PROGRAM } from './spawn.ts';

/** The program on a real pseudo-terminal. */
export const terminal = (
  argv: readonly string[],
  env: Record<string, string>,
  size: { columns?: number } = {},
) => onTerminal([process.execPath, PROGRAM, ...argv], env, size);

/** Any program on a real pseudo-terminal. */
export function onTerminal(
  [command = '', ...argv]: readonly string[],
  env: Record<string, string>,
  { columns = 200 }: { columns?: number } = {},
) {
  const pty = spawn(command, argv, {
    name: env.TERM ?? 'xterm',
    cols: columns,
    rows: 40,
    env: { PATH: process.env.PATH, TERM: 'xterm', ...env },
  });
  let text = '';
  let heard = () => {};
  pty.onData((more) => {
    text += more;
    heard();
  });
  let isOver = false;
  const ended = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode }) => {
      isOver = true;
      heard();
      // The last output may arrive after the exit.
      const settle = (before: number) =>
        setTimeout(() => (text.length === before ? resolve(exitCode) : settle(text.length)), 20);
      settle(text.length);
    });
  });
  onTestFinished(() => {
    if (!isOver) pty.kill('SIGKILL');
  });

  /** Resolves when the screen has shown a string. */
  async function until(shown: string): Promise<void> {
    while (!text.includes(shown)) await more(`showing ${shown}`);
  }

  /** Resolves when the screen has changed. */
  async function more(what = 'more'): Promise<void> {
    if (isOver) throw new Error(`the program ended without ${what}: ${text}`);
    await new Promise<void>((resolve) => {
      heard = resolve;
    });
  }

  return {
    until,
    more,
    /** Types a line, or a control character such as Ctrl-C. */
    type: (keys: string) => pty.write(keys),
    /** Closes the terminal, as when a connection drops. */
    hangUp: () => (pty as unknown as { destroy(): void }).destroy(),
    kill: (signal: NodeJS.Signals) => pty.kill(signal),
    resize: (columns: number, rows: number) => pty.resize(columns, rows),
    ended,
    /** All screen output, including control sequences. */
    screen: () => text,
  };
}
