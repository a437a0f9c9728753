import { createInterface } from 'node:readline';
import { safeLines } from '../core/safe-text.ts';
import { watchEnding } from './prompts.ts';

/**
 * One line from the terminal, which edits it by itself: nothing is drawn again, because screen readers would read all of
 * it again. Ctrl-C and Ctrl-D end it as they end other questions.
 */
export async function readLine(question: string): Promise<string> {
  const ending = watchEnding();
  const { stdin, stderr } = process;
  stdin.on('error', ending.endInput);
  const lines = createInterface({ input: stdin, terminal: false });
  const line = new Promise<string>((resolve) => {
    lines.once('line', resolve).once('close', ending.endInput);
  });
  stderr.write(`${safeLines(question)} `);
  try {
    return await Promise.race([line, ending.promise]);
  } finally {
    ending.stop();
    lines.close();
    stdin.off('error', ending.endInput);
  }
}
