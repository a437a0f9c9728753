import { type Interruption, SinchctlError } from '../core/errors.ts';
import { foldWords, safeLines, safeText, truncate } from '../core/text.ts';
import { listenForSignals, signalName } from './process-end.ts';
import { type CheckAnswer, type ChoiceSource, type Prompts, problemOf } from './prompts.ts';
import { isTerminal, leaveTerminals } from './streams.ts';

/** Minutes until a prompt times out: a forgotten terminal must not hold a lock forever. */
export const ANSWER_LIMIT = 10;

type Question =
  | { type: 'confirm'; default: false; theme: { style: { defaultAnswer: (text: string) => string } } }
  | {
      type: 'input';
      validate: (text: string) => string | true;
      transformer?: (text: string) => string;
      theme: { validationFailureMode: 'keep' | 'clear' };
    }
  | { type: 'search'; source: ChoiceSource; pageSize: number; theme: typeof ASCII_SEARCH }
  | { type: 'pick'; source: ChoiceSource; pageSize: number };

/** The maximum number of lines of a list. */
const PAGE = 12;

/** Columns for the mark before a question and the space after it. */
const MARK_WIDTH = 3;

/** A string for the terminal, without broken words: neither inquirer nor the terminal wraps between words. */
const fitted = (text: string): string =>
  safeLines(text)
    .split('\n')
    .flatMap((line) => foldWords(line, (process.stderr.columns ?? 80) - MARK_WIDTH))
    .join('\n');

/** Also after the answer: inquirer's green tick would look like success where the answer is no. */
const QUESTION_MARK = '\u001b[34m?\u001b[39m';

/** Columns for the cursor and the checkbox before a choice, and for the ellipsis. */
const CHOICE_WIDTH = 9;

/** ASCII in place of inquirer's cursor and help, for any locale. */
const ASCII_SEARCH = {
  icon: { cursor: '>' },
  style: { keysHelpTip: () => 'Type to filter, Enter to select' },
};

/** Choices of one line each, in ASCII: inquirer would wrap longer ones within words. */
const safely =
  (source: ChoiceSource): ChoiceSource =>
  (term = '') =>
    source(term).map(({ value, name }) => ({
      value,
      name: truncate(safeText(name), (process.stderr.columns ?? 80) - CHOICE_WIDTH).replace(/\u2026$/, '...'),
    }));

function ended(signal: Interruption): SinchctlError {
  // Ctrl-C and Ctrl-D need no signal name.
  const by = signal === 'SIGINT' ? '' : ` by ${signalName(signal)}`;
  return new SinchctlError('interrupted', `interrupted${by} at a prompt. No changes made.`, { signal });
}

const unanswered = (): SinchctlError =>
  new SinchctlError('refused', `no answer to the prompt within ${ANSWER_LIMIT} minutes. No changes made.`);

/** Events other than an answer that end a prompt. */
interface PromptEnding {
  /** Rejects at a signal, or when the prompt times out. */
  promise: Promise<never>;
  /** Rejects it because of Ctrl-C or Ctrl-D. */
  interrupt(): void;
  /** Rejects it because the input has ended: at Ctrl-D, or when the terminal has closed. */
  endInput(): void;
  stop(): void;
}

function watchEnding(): PromptEnding {
  let reject: (error: SinchctlError) => void = () => undefined;
  const promise = new Promise<never>((_, no) => {
    reject = no;
  });
  promise.catch(() => undefined);
  const end = (signal: Interruption) => reject(ended(signal));
  const stopListening = listenForSignals(process.platform, end);
  const timer = setTimeout(() => reject(unanswered()), ANSWER_LIMIT * 60_000);
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

async function askInquirer<T>(question: Question, message: string, isColored: boolean): Promise<T> {
  // inquirer reads the environment once, when it loads.
  if (!isColored) process.env.NO_COLOR = '1';
  const { default: inquirer } = await import('inquirer');
  const { openScreen } = await import('./prompt-screen.ts');
  const ending = watchEnding();
  const { input, output, close } = openScreen(ending.endInput);
  input.on('keypress', (_text: string, key?: { ctrl?: boolean; name?: string }) => {
    if (key?.ctrl && key.name === 'd') ending.interrupt();
  });
  const prompt = inquirer.createPromptModule({ input, output });
  if (question.type === 'pick') prompt.registerPrompt('pick', (await import('./pick-prompt.ts')).pickPrompt);
  const theme = { ...('theme' in question && question.theme), prefix: isColored ? QUESTION_MARK : '?' };
  const running = prompt([{ ...question, theme, name: 'answer', message: fitted(message) } as never]);
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

/** A line of text. A hidden text cannot be corrected, so it is removed if it is invalid. */
const inputQuestion = (check: CheckAnswer | undefined, mayShow?: (text: string) => boolean): Question => ({
  type: 'input',
  validate(text) {
    const problem = problemOf(text, check);
    return problem === undefined ? true : fitted(problem);
  },
  ...(mayShow && { transformer: (text: string) => (mayShow(text) ? text : '*'.repeat(text.length)) }),
  theme: { validationFailureMode: mayShow ? 'clear' : 'keep' },
});

/** The brackets are those of confirmations of a plan, which are lines of text. */
const CONFIRMATION: Question = {
  type: 'confirm',
  default: false,
  theme: { style: { defaultAnswer: (text: string) => `[${text}]` } },
};

/** Prompts on stderr, so that stdout contains only data. inquirer loads at the first prompt. */
export const terminalPrompts = (isColored: boolean): Prompts => ({
  confirm: (question) => askInquirer<boolean>(CONFIRMATION, question, isColored),
  input: (question, { check, mayShow } = {}) =>
    askInquirer<string>(inputQuestion(check, mayShow), question, isColored),
  // inquirer's password prompt cannot remove an invalid password from the line.
  password: (question, check) =>
    askInquirer<string>(
      inputQuestion(check, () => false),
      question,
      isColored,
    ),
  search: (question, source) =>
    askInquirer<string>(
      { type: 'search', source: safely(source), pageSize: PAGE, theme: ASCII_SEARCH },
      question,
      isColored,
    ),
  pick: (question, source) =>
    askInquirer<string[]>({ type: 'pick', source: safely(source), pageSize: PAGE }, question, isColored),
});

/**
 * One line, edited by the terminal: nothing is redrawn, because a screen reader would read it again. Ctrl-C and Ctrl-D
 * end it like other prompts.
 */
async function readLine(question: string): Promise<string> {
  // Uses the default export, because the build bundles Node's modules as CommonJS.
  const { createInterface } = (await import('node:readline')).default;
  const ending = watchEnding();
  const { stdin, stderr } = process;
  stdin.on('error', ending.endInput);
  const lines = createInterface({ input: stdin, terminal: false });
  const line = new Promise<string>((resolve) => {
    lines.once('line', resolve).once('close', ending.endInput);
  });
  stderr.write(`${fitted(question)} `);
  try {
    return await Promise.race([line, ending.promise]);
  } catch (error) {
    // A terminal that has closed cannot be written to.
    if (error instanceof SinchctlError && error.details.signal === 'SIGINT') stderr.write('\n');
    throw error;
  } finally {
    ending.stop();
    lines.close();
    stdin.off('error', ending.endInput);
  }
}

/** Prompts for screen readers. Hidden input uses inquirer's prompt, because the terminal would display it. */
export function linePrompts(isColored: boolean): Prompts {
  const drawn = terminalPrompts(isColored);
  return {
    ...drawn,
    confirm: async (question) => /^y(es)?$/i.test((await readLine(`${question} [y/N]`)).trim()),
    input: (question, options) => (options?.mayShow ? drawn.input(question, options) : readLine(question)),
  };
}
