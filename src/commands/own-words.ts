import { usage } from '../core/errors.ts';
import { splitUsage } from './define.ts';
import { globalOptions } from './globals.ts';
import { COMMANDS } from './index.ts';
import { flagOf, type Options } from './option.ts';

const isValued = (options: Options, flag: string): boolean =>
  Object.entries(options).some(
    ([name, spec]) =>
      spec.type === 'value' &&
      (flag === flagOf(name) || (spec.short !== undefined && flag === `-${spec.short}`)),
  );

/** Whether an option's value is the next word: not for `--app=support` and `-ojson`, but for `-qo json`. */
function takesNext(options: Options, word: string): boolean {
  if (word.startsWith('--')) return isValued(options, word);
  const letters = [...word.slice(1)];
  const at = letters.findIndex((letter) => isValued(options, `-${letter}`));
  return at >= 0 && at === letters.length - 1;
}

/** The places of the words before any `--` that are neither options nor values of options. */
function operandPlaces(argv: readonly string[], options: Options): number[] {
  const places: number[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--') break;
    if (!/^-./.test(word)) places.push(i);
    else if (takesNext(options, word)) i++;
  }
  return places;
}

/** The words that name a command, and its arguments, as far as that can be told without knowing the command. */
export const operands = (argv: readonly string[]): readonly string[] =>
  operandPlaces(argv, Object.assign({}, ...COMMANDS.map(({ options }) => options), globalOptions)).map(
    (place) => argv[place] ?? '',
  );

/** Where the words of another program begin, behind an option that takes the rest of the line; -1 for nowhere. */
function restAt(argv: readonly string[]): number {
  const flags = COMMANDS.flatMap(({ options }) =>
    Object.entries(options).flatMap(([name, spec]) =>
      spec.type === 'value' && spec.isRest ? [flagOf(name)] : [],
    ),
  );
  const end = argv.indexOf('--');
  return argv.findIndex((word, i) => flags.includes(word) && (end < 0 || i < end));
}

/**
 * Where the words of another program begin that a command runs, with no `--` before them; -1 for nowhere. PowerShell
 * takes a `--` away before anybody sees it.
 */
function programAt(argv: readonly string[]): number {
  for (const command of COMMANDS) {
    if (!command.runsProgram) continue;
    const [path] = splitUsage(command);
    const places = operandPlaces(argv, { ...globalOptions, ...command.options });
    if (path.every((word, i) => argv[places[i] ?? -1] === word)) return places[path.length] ?? -1;
  }
  return -1;
}

/** The words that are sinchctl's own, and not those of another program. */
export function ownWords(argv: readonly string[]): readonly string[] {
  const ends = [argv.indexOf('--'), restAt(argv), programAt(argv)].filter((at) => at >= 0);
  return argv.slice(0, Math.min(argv.length, ...ends));
}

/** commander cannot leave the words of another program alone: they travel behind `--`, or as one word of JSON. */
export function foldRest(argv: readonly string[]): string[] {
  const program = programAt(argv);
  if (program >= 0) return [...argv.slice(0, program), '--', ...argv.slice(program)];
  const at = restAt(argv);
  const flag = argv[at];
  if (flag === undefined) return [...argv];
  const words = argv.slice(at + 1);
  if (words[0] === '--') words.shift();
  if ((words[0] ?? '').trim() === '')
    throw usage(`${flag} names no program`, `give it last: ${flag} pass show sinch`);
  return [...argv.slice(0, at), flag, JSON.stringify(words)];
}
