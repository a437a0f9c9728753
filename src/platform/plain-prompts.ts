import { safeLines, safeText } from '../core/safe-text.ts';
import { type Prompts, terminalPrompts, watchEnding } from './prompts.ts';

/**
 * One line from the terminal, which edits it by itself: nothing is drawn again, because screen readers would read all of
 * it again. Ctrl-C and Ctrl-D end it as they end other questions.
 */
async function readLine(question: string): Promise<string> {
  const { createInterface } = await import('node:readline');
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

/** Questions for screen readers. A password is typed as ever, since the terminal itself would show it. */
export const linePrompts = (isColored: boolean): Prompts => ({
  ...terminalPrompts(isColored),
  confirm: async (question) => /^y(es)?$/i.test((await readLine(`${question} (y/N)`)).trim()),
  input: readLine,
});

/** What is to be chosen becomes a numbered list, and the answer is a place in it. */
export const plainPrompts = (prompts: Prompts): Prompts => ({
  ...prompts,
  async search(question, source) {
    for (let before = ''; ; before = 'Nothing matches. ') {
      const term = await prompts.input(`${before}${question}; a part of it, or nothing for all`);
      const choices = source(term);
      const list = choices.map(({ name }, i) => `${i + 1}: ${safeText(name)}`);
      if (choices.length === 0) continue;
      const answer = await prompts.input(
        `${list.join('\n')}\nIts place in the list, or nothing to look again`,
      );
      const chosen = choices[Number(answer) - 1];
      if (chosen) return chosen.value;
    }
  },
});
