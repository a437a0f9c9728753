import type { Prompts } from '../context.ts';
import { SinchctlError } from '../core/errors.ts';
import { safeLines } from '../output/safe-text.ts';

/** Minutes until a question counts as unanswered: a forgotten terminal must not hold a lock for ever. */
const PATIENCE = 10;

type Question = { type: 'confirm'; default: false } | { type: 'input' } | { type: 'password'; mask: '*' };

async function ask<T>(question: Question, message: string): Promise<T> {
  const { default: inquirer } = await import('inquirer');
  const prompt = inquirer.createPromptModule({ output: process.stderr });
  const timer = setTimeout(() => running.ui.close(), PATIENCE * 60_000);
  const running = prompt([{ ...question, name: 'answer', message: safeLines(message) } as never]);
  try {
    const answers = (await running) as { answer?: T };
    if (answers.answer === undefined) throw new Error('closed');
    return answers.answer;
  } catch {
    throw new SinchctlError('interrupted', 'interrupted at a question; nothing was changed', {
      signal: 'SIGINT',
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Questions on the terminal, on stderr, so that stdout stays data. inquirer loads when the first one is asked. */
export const terminalPrompts: Prompts = {
  confirm: (question) => ask<boolean>({ type: 'confirm', default: false }, question),
  input: (question) => ask<string>({ type: 'input' }, question),
  password: (question) => ask<string>({ type: 'password', mask: '*' }, question),
};
