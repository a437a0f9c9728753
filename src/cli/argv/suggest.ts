import { closestMatch, typosIn } from '../../core/closest-match.ts';
import { joinWords } from '../../core/text.ts';
import type { CommandList } from '../command-list.ts';
import { type CommandMatch, commandPaths, helpHint, nounOf } from './match-command.ts';
import { flagOf } from './option.ts';
import { COMMAND_SYNONYMS, EXTRA_ARGUMENTS, NOT_NEEDED, NOUN_SYNONYMS, OPTION_SYNONYMS } from './synonyms.ts';

/** The entry of a table for a word that the user typed. */
const own = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

/** The key of a table whose list contains a word. */
const keyOf = (table: Readonly<Record<string, string>>, word: string, separator = ' '): string | undefined =>
  Object.entries(table).find(([, words]) => words.split(separator).includes(word))?.[0];

/** What to type instead of another tool's command. */
const synonymOf = (noun: string, word: string): string | undefined =>
  keyOf(own(COMMAND_SYNONYMS, noun) ?? {}, word);

const pathsWithVerb = (set: CommandList, verb: string | undefined): string[] =>
  commandPaths(set).flatMap(({ path }) => (verb !== undefined && path[1] === verb ? [path.join(' ')] : []));

/** The maximum number of typos: none in very short words, because every word is close to them. */
const maxTypos = (word: string): number => (word.length < 3 ? 0 : typosIn(word));

/** A word of a path, and whether a command that ends with it is destructive. */
interface NearCommand {
  word: string;
  destructive: boolean;
}

/** The words at a position of the paths: the first, or the second after a noun. */
const candidatesAt = (set: CommandList, place: 0 | 1, noun?: string): NearCommand[] =>
  commandPaths(set).flatMap(({ path, command }) => {
    const word = path[place];
    if (word === undefined || (noun !== undefined && path[0] !== noun)) return [];
    return [{ word, destructive: command.destructive === true && path.length === place + 1 }];
  });

/** The closest word; a destructive one only if a single edit separates the words. */
function closestCommand(typed: string, candidates: readonly NearCommand[]): string | undefined {
  const limit = maxTypos(typed);
  const isSafe = (word: string) => !candidates.some((one) => one.word === word && one.destructive);
  const words = candidates.map(({ word }) => word);
  const closest = closestMatch(typed, words, limit);
  if (closest === undefined || isSafe(closest) || closestMatch(typed, [closest], Math.min(limit, 1)))
    return closest;
  return closestMatch(typed, words.filter(isSafe), limit);
}

/** Commands with this verb, or a similar one: the noun is missing. */
function withoutNoun(set: CommandList, word: string): string | undefined {
  const verb = word === 'ls' ? 'list' : closestCommand(word, candidatesAt(set, 1));
  return joinWords(pathsWithVerb(set, verb)) || undefined;
}

/** The command for a noun and a verb, which may be the verb of another tool. */
const under = (set: CommandList, noun: string | undefined, verb: string): string | undefined =>
  noun && (pathsWithVerb(set, verb).find((path) => path.startsWith(`${noun} `)) ?? synonymOf(noun, verb));

/** The command for a first word that is unknown. */
function meantAtStart(set: CommandList, word: string, second: string): string | undefined {
  const lower = word.toLowerCase();
  return (
    nounOf(set, word) ??
    // The word order of kubectl: `get numbers`.
    under(set, nounOf(set, second), lower) ??
    under(set, keyOf(NOUN_SYNONYMS, lower), second) ??
    synonymOf('', lower) ??
    closestCommand(word, [...candidatesAt(set, 0), { word: 'help', destructive: false }]) ??
    withoutNoun(set, word)
  );
}

/** What to type instead of an unknown command. */
export function suggestCommand({ set, noun, second }: CommandMatch, word: string): string {
  const lower = word.toLowerCase();
  const why = keyOf(NOT_NEEDED, `${noun} ${lower}`.trim(), ',');
  if (why) return why;
  const meant =
    noun === ''
      ? meantAtStart(set, word, second)
      : (synonymOf(noun, lower) ?? closestCommand(word, candidatesAt(set, 1, noun)));
  return meant ? `did you mean ${meant}?` : helpHint(noun);
}

/** The maximum number of typos in an option of another tool. */
const MAX_TYPOS = 2;

/** The options that an unknown option is compared with. */
interface Known {
  path: string;
  /** The options of the command. */
  flags: readonly string[];
}

/** What to type instead of an option of another tool; undefined for an unknown one. */
function optionSynonym(option: string, { path, flags }: Known): string | undefined {
  const [, ...hints] = OPTION_SYNONYMS.find(([names]) => names.split(' ').includes(option)) ?? [];
  for (const hint of hints) {
    const [, command, text = hint] = /^\[(.*?)\] (.*)$/.exec(hint) ?? [];
    const needed = /^use (--[a-z-]+)/.exec(hint)?.[1];
    if (command === undefined ? needed === undefined || flags.includes(needed) : command === path)
      return text;
  }
  return undefined;
}

/** The same for a misspelled option of another tool. */
function misspelledSynonym(option: string, known: Known): string | undefined {
  const words = OPTION_SYNONYMS.flatMap(([names]) => names.match(/(?<=--)[a-z-]+/g) ?? []);
  const word = option.slice(2);
  const closest = closestMatch(word, words, Math.min(MAX_TYPOS, maxTypos(word)));
  return closest && optionSynonym(`--${closest}`, known);
}

/** The shortest start of an option that can identify it, and the most options to suggest. */
const [SHORTEST_START, MAX_OPTIONS] = [2, 3];

/** The closest options of the command, or those that start as typed. */
function closestOptions(option: string, flags: readonly string[]): string[] {
  const word = option.slice(2);
  const names = flags.map((flag) => flag.slice(2));
  const closest = closestMatch(word, names, maxTypos(word));
  if (closest !== undefined) return [`--${closest}`];
  const starting = word.length < SHORTEST_START ? [] : flags.filter((flag) => flag.startsWith(option));
  return starting.length > MAX_OPTIONS ? [] : starting;
}

/** What to type instead of an unknown option. */
export function suggestOption({ path, options }: CommandMatch, option: string): string {
  const known = { path, flags: Object.keys(options).map(flagOf) };
  const synonym = optionSynonym(option, known);
  if (synonym || !option.startsWith('--')) return synonym ?? helpHint(path);
  const closest = closestOptions(option, known.flags);
  if (closest.length > 0) return `did you mean ${joinWords(closest)}?`;
  return misspelledSynonym(option, known) ?? helpHint(path);
}

/** The usage of the command. */
export const usageHint = ({ path, line }: CommandMatch): string =>
  line ? `usage: sinchctl ${line}` : helpHint(path);

/** The likely meaning of an extra argument. */
export const suggestForExtra = (match: CommandMatch): string =>
  own(EXTRA_ARGUMENTS, match.path)?.(match.extra ?? '') ?? usageHint(match);
