import { type Command, splitUsage } from './define.ts';
import { globalOptions } from './globals.ts';
import { COMMANDS } from './index.ts';
import { flagOf, type Options } from './option.ts';

/** What stands on a line so far, right or wrong: somebody is still typing it. */
export interface TypedLine {
  command: Command | undefined;
  args: readonly string[];
  /** What options were given, by their names in the command's data; `''` for a flag. */
  given: ReadonlyMap<string, readonly string[]>;
}

interface Found {
  name: string;
  /** How it takes its value: in the same word, in the next, in all that follow, or not at all. */
  value: string | 'next' | 'rest' | undefined;
}

function findLong(word: string, options: Options): Found | undefined {
  const [flag = '', ...value] = word.split('=');
  const [name, spec] = Object.entries(options).find(([one]) => flagOf(one) === flag) ?? [];
  if (name === undefined || spec === undefined) return undefined;
  if (spec.type === 'flag') return { name, value: undefined };
  if (spec.isRest) return { name, value: 'rest' };
  return { name, value: value.length > 0 ? `=${value.join('=')}` : 'next' };
}

/** The last option of a bundle such as `-qo` or `-ojson`; those before it are flags. */
function findShort(word: string, options: Options): Found | undefined {
  for (let i = 1; i < word.length; i++) {
    const [name, spec] = Object.entries(options).find(([, one]) => one.short === word[i]) ?? [];
    if (name === undefined || spec?.type !== 'value') continue;
    const value = word.slice(i + 1).replace(/^=/, '');
    return { name, value: value === '' ? 'next' : `=${value}` };
  }
  return undefined;
}

const paths = COMMANDS.map((command) => ({ command, path: splitUsage(command)[0] }));

/** Whether a word leads from a path to a command, or to a noun with commands. */
const leadsOn = (path: readonly string[], word: string): boolean =>
  paths.some((one) => [...path, word].every((part, i) => one.path[i] === part));

/** Reads the words of an unfinished line, without the one that is being typed. Nothing is ever wrong with it. */
export function readTyped(words: readonly string[]): TypedLine {
  const path: string[] = [];
  const args: string[] = [];
  const given = new Map<string, string[]>();
  let command: Command | undefined;
  let hasEnded = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--' && !hasEnded) {
      hasEnded = true;
    } else if (/^-./.test(word) && !hasEnded) {
      const options = { ...globalOptions, ...command?.options };
      const found = word.startsWith('--') ? findLong(word, options) : findShort(word, options);
      if (found?.value === 'rest') break;
      if (found?.value === 'next') i += 1;
      const value = found?.value === 'next' ? words[i] : found?.value?.slice(1);
      if (found) given.set(found.name, [...(given.get(found.name) ?? []), value ?? '']);
    } else if (!command && leadsOn(path, word)) {
      path.push(word);
      command = paths.find((one) => one.path.join(' ') === path.join(' '))?.command;
    } else {
      args.push(word);
    }
  }
  return { command, args, given };
}
