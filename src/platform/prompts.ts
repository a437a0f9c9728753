import { type Interruption, SinchctlError } from '../core/errors.ts';
import { safeLines, safeText } from '../core/safe-text.ts';
import { listen, signalName } from './signals.ts';
import { isTerminal, leaveTerminals } from './streams.ts';

/** One thing to choose. */
export interface Choice {
  value: string;
  /** How it is shown. */
  name: string;
}

/** Questions to a person. Each rejects with `interrupted` on Ctrl-C. */
export interface Prompts {
  confirm(question: string): Promise<boolean>;
  input(question: string): Promise<string>;
  password(question: string): Promise<string>;
  /** One of many things, narrowed down by typing. @param source what a typed term finds, the best first */
  search(question: string, source: (term: string) => Choice[]): Promise<string>;
}

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

function ended(signal: Interruption): SinchctlError {
  // Ctrl-C and Ctrl-D need no name.
  const by = signal === 'SIGINT' ? '' : ` by ${signalName(signal)}`;
  return new SinchctlError('interrupted', `interrupted${by} at a question; nothing was changed`, { signal });
}

const unanswered = (): SinchctlError =>
  new SinchctlError('refused', `no answer within ${PATIENCE} minutes; nothing was changed`);

/** What can come in place of an answer. */
export interface Finish {
  /** Rejects at a signal, or when there has been no answer for a long time. */
  promise: Promise<never>;
  /** Rejects it because of what was typed. */
  interrupt(): void;
  /** Rejects it because nothing more can be typed: at Ctrl-D, or when the terminal has closed. */
  endInput(): void;
  stop(): void;
}

export function watchEnding(): Finish {
  let reject: (error: SinchctlError) => void = () => undefined;
  const promise = new Promise<never>((_, no) => {
    reject = no;
  });
  promise.catch(() => undefined);
  const end = (signal: Interruption) => reject(ended(signal));
  const stopListening = listen(process.platform, end);
  const timer = setTimeout(() => reject(unanswered()), PATIENCE * 60_000);
  return {
    promise,
    interrupt: () => end('SIGINT'),
    endInput() {
      if (isTerminal(0)) return end('SIGINT');
      leaveTerminals();
      end('SIGHUP');
    },
    stop() {
      clearTimeout(timer);
      stopListening();
    },
  };
}

async function ask<T>(question: Question, message: string, isColored: boolean): Promise<T> {
  // inquirer asks the environment once, as it loads.
  if (!isColored) process.env.NO_COLOR = '1';
  const { default: inquirer } = await import('inquirer');
  const { openScreen } = await import('./prompt-screen.ts');
  const ending = watchEnding();
  const { input, output, close } = openScreen(ending.endInput);
  input.on('keypress', (_text: string, key?: { ctrl?: boolean; name?: string }) => {
    if (key?.ctrl && key.name === 'd') ending.interrupt();
  });
  const prompt = inquirer.createPromptModule({ input, output });
  const running = prompt([{ ...question, name: 'answer', message: safeLines(message) } as never]);
  try {
    const { answer } = (await Promise.race([running, ending.promise])) as { answer?: T };
    if (answer === undefined) throw ended('SIGINT');
    return answer;
  } catch (error) {
    running.catch(() => undefined);
    running.ui.close();
    if ((error as Error).name === 'ExitPromptError') throw ended('SIGINT');
    throw error;
  } finally {
    ending.stop();
    close();
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
