import type { Choice, Prompts } from '../context.ts';
import { SinchctlError } from '../core/errors.ts';
import { safeLines, safeText } from '../output/safe-text.ts';

/** Minutes until a question counts as unanswered: a forgotten terminal must not hold a lock for ever. */
export const PATIENCE = 10;

type Question =
  | { type: 'confirm'; default: false }
  | { type: 'input' }
  | { type: 'password'; mask: '*' }
  | { type: 'search'; source: (term: string | undefined) => Choice[]; pageSize: number };

type Source = (term: string) => Choice[];

const safely =
  (source: Source): Source =>
  (term) =>
    source(term).map(({ value, name }) => ({ value, name: safeText(name) }));

export const ended = (): SinchctlError =>
  new SinchctlError('interrupted', 'interrupted at a question; nothing was changed', { signal: 'SIGINT' });

export const unanswered = (): SinchctlError =>
  new SinchctlError('refused', `no answer within ${PATIENCE} minutes; nothing was changed`);

/** Rejects when the terminal has nothing more to say: Ctrl-D, a hang-up, or nobody there for a long time. */
function whenOver(): { promise: Promise<never>; stop: () => void } {
  let stop = () => {};
  const promise = new Promise<never>((_, reject) => {
    const onKey = (_text: string, key?: { ctrl?: boolean; name?: string }) => {
      if (key?.ctrl && key.name === 'd') reject(ended());
    };
    const onEnd = () => reject(ended());
    const timer = setTimeout(() => reject(unanswered()), PATIENCE * 60_000);
    process.stdin.on('keypress', onKey).once('end', onEnd).once('close', onEnd);
    stop = () => {
      clearTimeout(timer);
      process.stdin.off('keypress', onKey).off('end', onEnd).off('close', onEnd);
    };
  });
  return { promise, stop };
}

async function ask<T>(question: Question, message: string, isColored: boolean): Promise<T> {
  // inquirer asks the environment once, as it loads.
  if (!isColored) process.env.NO_COLOR = '1';
  const { default: inquirer } = await import('inquirer');
  const { questionScreen, whenContinued } = await import('./question-screen.ts');
  const { output, again } = questionScreen();
  const prompt = inquirer.createPromptModule({ output });
  const running = prompt([{ ...question, name: 'answer', message: safeLines(message) } as never]);
  const over = whenOver();
  const stopContinuing = whenContinued(again);
  try {
    const { answer } = (await Promise.race([running, over.promise])) as { answer?: T };
    if (answer === undefined) throw ended();
    return answer;
  } catch (error) {
    running.catch(() => undefined);
    running.ui.close();
    if ((error as Error).name === 'ExitPromptError') throw ended();
    throw error;
  } finally {
    over.stop();
    stopContinuing();
    over.promise.catch(() => undefined);
  }
}

/** Questions on the terminal, on stderr, so that stdout stays data. inquirer loads when the first one is asked. */
export const terminalPrompts = (isColored: boolean): Prompts => ({
  confirm: (question) => ask<boolean>({ type: 'confirm', default: false }, question, isColored),
  input: (question) => ask<string>({ type: 'input' }, question, isColored),
  password: (question) => ask<string>({ type: 'password', mask: '*' }, question, isColored),
  search(question, source) {
    const found = safely(source);
    const list: Question = { type: 'search', source: (term = '') => found(term), pageSize: 12 };
    return ask<string>(list, question, isColored);
  },
});
