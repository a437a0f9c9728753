import type { Home } from './home.ts';
import { type RunOptions, run } from './run.ts';

/** The completions of a word that follows these words: `[value, description]` each. */
export async function completing(
  kind: string,
  line: string,
  word: string,
  home: Home,
  options: RunOptions = {},
): Promise<string[][]> {
  const words = line === '' ? [] : line.split(' ');
  const { code, stdout, stderr, questions } = await run(['__complete', kind, `=${word}`, ...words], {
    // It never prompts, not even on a terminal.
    terminal: true,
    ...options,
    home,
  });
  if (code !== 0 || stderr !== '' || questions.length > 0) {
    throw new Error(`completion was not silent: exit ${code}, ${stderr}${questions.join()}`);
  }
  const lines = stdout.split('\n').slice(0, -1);
  return lines.map((one) => one.split('\t'));
}

/** Only the values. */
export const valuesFor = async (...given: Parameters<typeof completing>): Promise<string[]> =>
  (await completing(...given)).map(([value = '']) => value);
