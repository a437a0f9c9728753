import type { Home } from './home.ts';
import { type RunOptions, run } from './run.ts';

/**
 * The response to a completion script for a partial word after a command line: `[value, about]` each, and its last
 * line.
 */
export async function answerTo(line: string, word: string, home: Home, options: RunOptions = {}) {
  const words = line === '' ? [] : line.split(' ');
  const { code, stdout, stderr, questions } = await run(['__complete', `=${word}`, ...words], {
    // Completion never prompts, even on a terminal.
    terminal: true,
    ...options,
    home,
  });
  if (code !== 0 || stderr !== '' || questions.length > 0) {
    throw new Error(`completion was not silent: exit ${code}, ${stderr}${questions.join()}`);
  }
  const lines = stdout.split('\n').slice(0, -1);
  const last = lines.pop();
  return { last, offers: lines.map((one) => one.split('\t')) };
}

/** The completions of a partial word after a command line: `[value, about]` each. */
export const completing = async (...given: Parameters<typeof answerTo>): Promise<string[][]> =>
  (await answerTo(...given)).offers;

/** Only the values. */
export const valuesFor = async (...given: Parameters<typeof answerTo>): Promise<string[]> =>
  (await completing(...given)).map(([value = '']) => value);
