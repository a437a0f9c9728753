import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './home.ts';
import { PROGRAM } from './spawn.ts';

const run = promisify(execFile);

/** A word quoted for sh. */
const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

const SIZE = (columns: number) => ['-x', String(columns), '-y', '20'];

/**
 * The program at the bottom of a window of tmux, which rewraps its lines whenever its width changes, as most
 * terminals do.
 * @param above lines of numbers before it; with only a few of them it is at the top
 */
export async function inTmux(
  argv: readonly string[],
  env: Record<string, string>,
  columns: number,
  above = 30,
) {
  // The server that this starts passes it to the program: in a command line, other users could read it.
  const own = { PATH: process.env.PATH, LANG: 'C.UTF-8', TMUX_TMPDIR: temporaryDirectory(), ...env };
  const tmux = async (...words: string[]) => (await run('tmux', words, { env: own })).stdout;
  const line = [process.execPath, PROGRAM, ...argv].map(quote).join(' ');
  onTestFinished(() => void spawnSync('tmux', ['kill-server'], { env: own }));
  // The window remains when the program has ended.
  const all = `seq ${above}; ${line}; echo "exit $?"; exec cat`;
  await tmux('-f', '/dev/null', 'new-session', '-d', ...SIZE(columns), all);
  /** The content of the window below the numbers, including lines that have scrolled off the top. */
  const screen = async () =>
    (await tmux('capture-pane', '-p', '-S', '-'))
      .replace(new RegExp(`^[\\s\\S]*?\\n${above}\\n`), '')
      .trimEnd();
  return {
    resize: (width: number) => tmux('resize-window', ...SIZE(width)),
    type: (...keys: string[]) => tmux('send-keys', ...keys),
    screen,
    /** Resolves when the window shows the expected text. */
    async until(isShown: (text: string) => boolean): Promise<string> {
      for (;;) {
        const text = await screen();
        if (isShown(text)) return text;
      }
    },
  };
}
