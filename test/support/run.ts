import { scanArgv } from '../../src/cli/argv/scan-argv.ts';
import { COMMAND_LIST } from '../../src/commands/index.ts';
import { EXIT, SIGNAL_EXIT } from '../../src/core/errors.ts';
import { UNIVERSAL_ERRORS } from '../../src/docs/exit-codes.ts';
import { main } from '../../src/main.ts';
import { type Host, thisHost } from '../../src/platform/host.ts';
import type { Prompts } from '../../src/platform/prompts.ts';
import type { Sink } from '../../src/platform/streams.ts';
import type { World } from '../../src/sandbox/world.ts';
import { type Home, newHome } from './home.ts';

export type Row = Record<string, string | number | boolean | null>;

/** `error` of the last line of stderr under --json. */
export interface ErrorLine {
  kind: string;
  message: string;
  hint: string | null;
  exitCode: number;
  httpStatus: number | null;
  errorCode: number | null;
  reference: string | null;
  retryable: boolean;
  items: string[];
}

export interface RunOptions {
  home?: Home;
  /** In addition to the variables of the home directory and a UTF-8 locale; there are no others. */
  env?: Record<string, string>;
  /** The piped input; empty if absent. */
  stdin?: string | Uint8Array;
  /** All three streams are a terminal, as for an interactive user. */
  terminal?: boolean;
  /** Columns of the terminal. */
  width?: number;
  stdinIsTerminal?: boolean;
  stdoutIsTerminal?: boolean;
  stderrIsTerminal?: boolean;
  /** One answer per prompt, in order; an additional prompt fails the run. */
  answers?: readonly (string | boolean)[];
  /** Changes the account while a prompt waits. */
  whileAsked?: () => void;
  now?: () => Date;
  /** 0 up to 1, in place of a random number. */
  random?: () => number;
  /** A platform other than this one. */
  platform?: string;
  /** Ends a command that runs until it is stopped. */
  untilStopped?: () => Promise<void>;
  /** Waits between retries; no wait if absent. */
  sleep?: (seconds: number) => Promise<void>;
}

export interface Result {
  code: number;
  stdout: string;
  stderr: string;
  /** The prompts that were shown. */
  questions: string[];
  home: Home;
  /** stdout as JSON. */
  json(): Row[];
  error(): ErrorLine;
  /** The rows of headerless tsv. */
  cells(): string[][];
  /** The embedded sandbox after the run. */
  world(): World;
}

// Once per file, because each call listens on the real streams.
const real = thisHost();

function capture(isTerminal: boolean, columns: number): Sink & { text: string } {
  return {
    isTerminal,
    columns: isTerminal ? columns : undefined,
    text: '',
    async write(text) {
      this.text += text;
    },
    writeNow(text) {
      this.text += text;
    },
  };
}

/** Answers from a list, and records a prompt that the test did not expect. */
function scripted(
  { answers = [], whileAsked }: RunOptions,
  questions: string[],
  surprises: string[],
): Prompts {
  const left = [...answers];
  async function next(question: string, type: 'boolean' | 'string'): Promise<never> {
    questions.push(question);
    whileAsked?.();
    const answer = left.shift();
    const given: string = typeof answer;
    if (given === type) return answer as never;
    surprises.push(question);
    throw new Error(`unexpected question: ${question}`);
  }
  return {
    confirm: (question) => next(question, 'boolean'),
    input: (question) => next(question, 'string'),
    password: (question) => next(question, 'string'),
    async pick(question, source) {
      // The answer is typed word by word, each followed by the space bar.
      const terms: string = await next(question, 'string');
      return terms.split(' ').flatMap((term) =>
        source(term)
          .slice(0, 1)
          .map(({ value }) => value),
      );
    },
    async search(question, source) {
      // The answer is typed, and the first match is selected, as with Enter.
      const term: string = await next(question, 'string');
      const [first] = source(term);
      if (first) return first.value;
      surprises.push(`nothing to choose for ${term} at ${question}`);
      throw new Error('nothing to choose');
    },
  };
}

/** The exit codes that help lists for a command must be complete: every test of a command checks this. */
function checkExitCode(argv: readonly string[], code: number): void {
  const { command } = scanArgv(COMMAND_LIST, argv);
  if (!command || command.runsProgram) return;
  const kinds = [...UNIVERSAL_ERRORS, ...command.errors];
  const known: number[] = [0, ...Object.values(SIGNAL_EXIT), ...kinds.map((kind) => EXIT[kind])];
  if (!known.includes(code)) throw new Error(`${command.usage} does not declare exit code ${code}`);
}

/** Runs the real program in this process, with only its streams, prompts, and waits replaced. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Result> {
  const { home = newHome(), env = {}, terminal = false, stdin = '', width = 200 } = options;
  const stdout = capture(options.stdoutIsTerminal ?? terminal, width);
  const stderr = capture(options.stderrIsTerminal ?? terminal, width);
  const questions: string[] = [];
  const surprises: string[] = [];
  const prompts = scripted(options, questions, surprises);
  const host: Host = {
    ...real,
    env: { LANG: 'C.UTF-8', ...home.env, ...env },
    stdout,
    stderr,
    stdinIsTerminal: options.stdinIsTerminal ?? terminal,
    readStdin: async () => Buffer.from(stdin),
    prompts: () => prompts,
    linePrompts: () => prompts,
    sleep: options.sleep ?? (async () => undefined),
    ...(options.now ? { now: options.now } : {}),
    ...(options.random ? { random: options.random } : {}),
    ...(options.platform ? { platform: options.platform } : {}),
    ...(options.untilStopped ? { untilStopped: options.untilStopped } : {}),
  };
  const code = await main(argv, host);
  // The program turns every error into an exit code, so an unexpected one is thrown here.
  if (surprises.length > 0) throw new Error(`nobody expected to be asked: ${surprises.join('; ')}`);
  checkExitCode(argv, code);
  return {
    code,
    stdout: stdout.text,
    stderr: stderr.text,
    questions,
    home,
    json: () => JSON.parse(stdout.text),
    error: () => JSON.parse(stderr.text.trimEnd().split('\n').at(-1) ?? '').error,
    cells: () => {
      const lines = stdout.text.split('\n').slice(0, -1);
      return lines.map((line) => line.split('\t'));
    },
    world: () => home.world(),
  };
}

/** The same on the built-in sandbox. */
export const sandbox = (argv: readonly string[], options: RunOptions = {}): Promise<Result> =>
  run(['--profile', 'sandbox', ...argv], options);
