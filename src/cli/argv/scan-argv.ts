import { usage } from '../../core/errors.ts';
import { type CommandData, type CommandList, splitUsage } from '../command-list.ts';
import { globalOptions } from './global-options.ts';
import { flagOf, type Options } from './option.ts';

/** What the words of a command line are, right or wrong: also of one that is unfinished or does not parse. */
export interface Scan {
  /** The command that the words name, if they name one. */
  command: CommandData | undefined;
  /** Every word before `--` that is neither an option nor the value of one: the command's path and its arguments. */
  operands: readonly string[];
  /** Arguments of the command, those after `--` included. */
  args: readonly string[];
  /** Options by the name in the command's data, with their values; `''` for a flag and for a value not typed yet. */
  given: ReadonlyMap<string, readonly string[]>;
  /** Index of the first word that sinchctl does not read as an option: `--`, or another program. */
  end: number;
  /** Index of the first word of the program that the command runs; -1 where it runs none, or `--` comes first. */
  programAt: number;
  /** Index of the option whose value is the rest of the line; -1 for none. */
  restAt: number;
}

interface Match {
  name: string;
  /** In the same word, in the next, in all that follow, or not at all. */
  value: { text: string } | 'next' | 'rest' | 'none';
}

function matchLong(word: string, options: Options): Match[] {
  const [flag = '', ...value] = word.split('=');
  const [name, spec] = Object.entries(options).find(([one]) => flagOf(one) === flag) ?? [];
  if (name === undefined || spec === undefined) return [];
  if (spec.type === 'flag') return [{ name, value: 'none' }];
  if (spec.isRest) return [{ name, value: 'rest' }];
  return [{ name, value: value.length > 0 ? { text: value.join('=') } : 'next' }];
}

/** All options of a bundle: `-qo json`, `-qojson`, and `-qo=json` are two. */
function matchShort(word: string, options: Options): Match[] {
  const found: Match[] = [];
  for (let i = 1; i < word.length; i++) {
    const [name, spec] = Object.entries(options).find(([, one]) => one.short === word[i]) ?? [];
    if (name === undefined || spec === undefined) continue;
    if (spec.type === 'flag') {
      found.push({ name, value: 'none' });
      continue;
    }
    const text = word.slice(i + 1).replace(/^=/, '');
    found.push({ name, value: text === '' ? 'next' : { text } });
    break;
  }
  return found;
}

const startsWith = (path: readonly string[], words: readonly string[]): boolean =>
  words.every((word, i) => path[i] === word);

/** The options that are accepted at a point of the line: those of every command while none is named. */
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
      : this.#set.commands.find((one) => startsWith(splitUsage(one)[0], path));
    if (!found) {
      this.args.push(word);
      return;
    }
    this.#path.push(word);
    this.command = this.#set.commands.find((one) => splitUsage(one)[0].join(' ') === path.join(' '));
  }
}

/** Reads the words of a command line by the data of the commands. Never fails. */
export const scanArgv = (set: CommandList, argv: readonly string[]): Scan => new Scanner(set, argv);

/** commander cannot leave the words of another program alone: they travel after `--`, or as one word of JSON. */
export function protectProgram(argv: readonly string[], { programAt, restAt }: Scan): string[] {
  if (programAt >= 0) return [...argv.slice(0, programAt), '--', ...argv.slice(programAt)];
  const flag = argv[restAt];
  if (flag === undefined) return [...argv];
  const words = argv.slice(restAt + 1);
  if (words[0] === '--') words.shift();
  if ((words[0] ?? '').trim() === '')
    throw usage(`${flag} names no program`, `give it last: ${flag} pass show sinch`);
  return [...argv.slice(0, restAt), flag, JSON.stringify(words)];
}
