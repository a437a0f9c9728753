import { usage } from '../core/errors.ts';
import { globalOptions } from './globals.ts';
import { COMMANDS } from './index.ts';
import { type FlagOption, flagOf, type ValueOption } from './option.ts';

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

/** The words that are sinchctl's own, and not those of another program. */
export function ownWords(argv: readonly string[]): readonly string[] {
  const ends = [argv.indexOf('--'), restAt(argv)].filter((at) => at >= 0);
  return argv.slice(0, Math.min(argv.length, ...ends));
}

/** commander cannot leave the words of another program alone, so they travel as one word of JSON. */
export function foldRest(argv: readonly string[]): string[] {
  const at = restAt(argv);
  const flag = argv[at];
  if (flag === undefined) return [...argv];
  const words = argv.slice(at + 1);
  if (words[0] === '--') words.shift();
  if ((words[0] ?? '').trim() === '')
    throw usage(`${flag} names no program`, `give it last: ${flag} pass show sinch`);
  return [...argv.slice(0, at), flag, JSON.stringify(words)];
}

/** The line without the options of the program that stand before its first word. */
export function fromFirstWord(argv: readonly string[]): readonly string[] {
  const specs: [string, FlagOption | ValueOption<unknown>][] = Object.entries(globalOptions);
  const widthOf = (word: string): number => {
    const found = specs.find(([name, { short }]) => word === flagOf(name) || (short && word === `-${short}`));
    return found ? (found[1].type === 'value' ? 2 : 1) : 0;
  };
  let at = 0;
  for (let width = widthOf(argv[0] ?? ''); width > 0; width = widthOf(argv[at] ?? '')) at += width;
  return argv.slice(at);
}
