import { safeLines, safeText } from '../core/safe-text.ts';
import { type Prompts, terminalPrompts, watchEnding } from './prompts.ts';

/**
 * One line from the terminal, which does the editing: nothing is redrawn, because a screen reader would read all of it
 * again. Ctrl-C and Ctrl-D end it as they end other prompts.
 */
async function readLine(question: string): Promise<string> {
  // By its default export: the build bundles Node's modules as CommonJS.
  const { createInterface } = (await import('node:readline')).default;
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

/** Prompts for screen readers. A password still has its own prompt, because the terminal would show it. */
export const linePrompts = (isColored: boolean): Prompts => ({
  ...terminalPrompts(isColored),
  confirm: async (question) => /^y(es)?$/i.test((await readLine(`${question} (y/N)`)).trim()),
  input: readLine,
});

/** Choices become a numbered list, and the answer is a number in it. */
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
