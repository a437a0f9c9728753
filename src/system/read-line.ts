import { createInterface } from 'node:readline';
import { safeLines } from '../output/safe-text.ts';
import { ended, PATIENCE, unanswered } from './prompts.ts';

/**
 * One line from the terminal, which edits it by itself: nothing is drawn again, because screen readers would read all of
 * it again. Ctrl-C and Ctrl-D end it as they end other questions.
 */
export async function readLine(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  let stop = () => {};
  try {
    return await new Promise<string>((resolve, reject) => {
      const end = () => reject(ended());
      const timer = setTimeout(() => reject(unanswered()), PATIENCE * 60_000);
      process.once('SIGINT', end);
      lines.once('line', resolve).once('close', end);
      process.stderr.write(`${safeLines(question)} `);
      stop = () => {
        clearTimeout(timer);
        process.off('SIGINT', end);
      };
    });
  } finally {
    stop();
    lines.close();
  }
}
