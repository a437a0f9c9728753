import { usage } from '../../core/errors.ts';
import { type CommandData, type CommandList, commandPath, splitUsage } from '../command-list.ts';
import { globalOptions } from './global-options.ts';
import { flagOf, type Options } from './option.ts';

/** The words of a command line by their role. The command line may be unfinished or invalid. */
export interface Scan {
  /** The command of the words, if there is one. */
  command: CommandData | undefined;
  /** All words before `--` that are neither an option nor its value: the command's path and its arguments. */
  operands: readonly string[];
  /** The arguments of the command, including those after `--`. */
  args: readonly string[];
  /** Options by the name in the command's data, with their values; `''` for a flag and for a missing value. */
  given: ReadonlyMap<string, readonly string[]>;
  /** Index of the first word that sinchctl does not read as an option: `--`, or another program. */
  end: number;
  /** Index of the first word of the program that the command runs; -1 if there is none, or if it follows `--`. */
  programAt: number;
  /** The options of each word that bundles several, such as `-nq`, as separate words, by its index. */
  bundles: ReadonlyMap<number, readonly string[]>;
  /** Index of the option whose value is the rest of the command line; -1 if there is none. */
  restAt: number;
}

interface Match {
  name: string;
  /** The option, as a word of its own. */
  word: string;
  /** Where the value is: in the same word, in the next word, or in all words that follow. */
  value: { text: string } | 'next' | 'rest' | 'none';
}

function matchLong(word: string, options: Options): Match[] {
  const [flag = '', ...value] = word.split('=');
  const [name, spec] = Object.entries(options).find(([one]) => flagOf(one) === flag) ?? [];
  if (name === undefined || spec === undefined) return [];
  if (spec.type === 'flag') return [{ name, word, value: 'none' }];
  if (spec.isRest) return [{ name, word, value: 'rest' }];
  return [{ name, word, value: value.length > 0 ? { text: value.join('=') } : 'next' }];
}

/** All options of a bundle: `-qo json`, `-qojson`, and `-qo=json` each contain two. */
function matchShort(word: string, options: Options): Match[] {
  const found: Match[] = [];
  for (let i = 1; i < word.length; i++) {
    const [name, spec] = Object.entries(options).find(([, one]) => one.short === word[i]) ?? [];
    if (name === undefined || spec === undefined) continue;
    if (spec.type === 'flag') {
      found.push({ name, word: `-${word[i]}`, value: 'none' });
      continue;
    }
    const text = word.slice(i + 1).replace(/^=/, '');
    found.push({ name, word: `-${word.slice(i)}`, value: text === '' ? 'next' : { text } });
    break;
  }
  return found;
}

const startsWithWords = (path: readonly string[], words: readonly string[]): boolean =>
  words.every((word, i) => path[i] === word);

/** The options that are valid after a command; before it, the options of all commands are. */
export const optionsAt = (set: CommandList, command: CommandData | undefined): Options =>
  command
    ? { ...globalOptions, ...command.options }
    : Object.assign({}, ...set.commands.map(({ options }) => options), globalOptions);

/** One pass over the words, from left to right. */
class Scanner implements Scan {
  command: CommandData | undefined;
  readonly operands: string[] = [];
  readonly args: string[] = [];
  readonly given = new Map<string, string[]>();
  end: number;
  programAt = -1;
  readonly bundles = new Map<number, readonly string[]>();
  restAt = -1;
  readonly #set: CommandList;
  readonly #argv: readonly string[];
  readonly #path: string[] = [];

  constructor(set: CommandList, argv: readonly string[]) {
    this.#set = set;
    this.#argv = argv;
    this.end = argv.length;
    for (let i = 0; i < this.end; ) i = this.#read(i);
  }

  /** Reads the word at an index. @returns the index of the next one */
  #read(i: number): number {
    const word = this.#argv[i] ?? '';
    if (word === '--') {
      this.args.push(...this.#argv.slice(i + 1));
      this.end = i;
    } else if (/^-./.test(word)) {
      return this.#readOption(word, i);
    } else if (this.command?.runsProgram) {
      this.operands.push(word);
      this.programAt = i;
      this.end = i;
    } else {
      this.#readOperand(word);
    }
    return i + 1;
  }

  #readOption(word: string, i: number): number {
    const options = optionsAt(this.#set, this.command);
    const matches = word.startsWith('--') ? matchLong(word, options) : matchShort(word, options);
    const words = matches.map((match) => match.word);
    // A bundle with an unknown option is not split, so that the error can show it.
    if (words.length > 1 && words.map((one) => one.slice(1)).join('') === word.slice(1))
      this.bundles.set(i, words);
    let next = i + 1;
    for (const { name, value } of matches) {
      if (value === 'rest') {
        this.restAt = i;
        this.end = i;
        break;
      }
      const text = value === 'next' ? this.#argv[next++] : value === 'none' ? undefined : value.text;
      this.given.set(name, [...(this.given.get(name) ?? []), text ?? '']);
    }
    return next;
  }

  #readOperand(word: string): void {
    this.operands.push(word);
    const path = [...this.#path, word];
    const found = this.command
      ? undefined
      : this.#set.commands.find((one) => startsWithWords(splitUsage(one)[0], path));
    if (!found) {
      this.args.push(word);
      return;
    }
    this.#path.push(word);
    this.command = this.#set.commands.find((one) => commandPath(one) === path.join(' '));
  }
}

/** Reads the words of a command line by the data of the commands. Never fails. */
export const scanArgv = (set: CommandList, argv: readonly string[]): Scan => new Scanner(set, argv);

/**
 * The words for commander. It would parse those of another program, so they are passed after `--`, or as one word of
 * JSON; and it finds no global option in a bundle after an option of the command.
 */
export function wordsForCommander(argv: readonly string[], { bundles, programAt, restAt }: Scan): string[] {
  const split = (end?: number) => argv.slice(0, end).flatMap((word, i) => bundles.get(i) ?? [word]);
  if (programAt >= 0) return [...split(programAt), '--', ...argv.slice(programAt)];
  const flag = argv[restAt];
  if (flag === undefined) return split();
  const words = argv.slice(restAt + 1);
  if (words[0] === '--') words.shift();
  if ((words[0] ?? '').trim() === '')
    throw usage(`${flag} requires a program`, `pass it last: ${flag} pass show sinch`);
  return [...split(restAt), flag, JSON.stringify(words)];
}
