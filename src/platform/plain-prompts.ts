import { safeText } from '../core/safe-text.ts';
import { type Prompts, terminalPrompts } from './prompts.ts';

const ask = async (question: string): Promise<string> => (await import('./read-line.ts')).readLine(question);

/** Questions for screen readers. A password is typed as ever, since the terminal itself would show it. */
export const linePrompts = (isColored: boolean): Prompts => ({
  ...terminalPrompts(isColored),
  confirm: async (question) => /^y(es)?$/i.test((await ask(`${question} (y/N)`)).trim()),
  input: ask,
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
