import { closestMatch } from '../../core/closest-match.ts';
import type { CommandList } from '../command-list.ts';
import { type CommandMatch, commandPaths, helpHint, nounOf, slipsIn } from './match-command.ts';
import { flagOf } from './option.ts';
import {
  COMMAND_SYNONYMS,
  EXTRA_ARGUMENTS,
  NOT_NEEDED,
  NOUN_SYNONYMS,
  OPTION_SYNONYMS,
  OPTION_SYNONYMS_OF_COMMAND,
} from './synonyms.ts';

/** An entry of a table by a word that a user typed. */
const own = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

/** What to type instead of another tool's command. */
const synonymOf = (noun: string, word: string): string | undefined =>
  own(own(COMMAND_SYNONYMS, noun) ?? {}, word);

const pathsOf = (set: CommandList, verb: string | undefined): string[] =>
  commandPaths(set).flatMap(({ path }) => (verb !== undefined && path[1] === verb ? [path.join(' ')] : []));

/** Words that lead on, and whether one of the commands behind them by this name takes something away. */
interface Candidate {
  word: string;
  destructive: boolean;
}

/** The place in a path that a word would have, at the start of it or behind a noun. */
const candidatesAt = (set: CommandList, place: 0 | 1, noun?: string): Candidate[] =>
  commandPaths(set).flatMap(({ path, command }) => {
    const word = path[place];
    if (word === undefined || (noun !== undefined && path[0] !== noun)) return [];
    return [{ word, destructive: command.destructive === true && path.length === place + 1 }];
  });

/** A word that takes something away is meant where one slip is all that tells the words apart. */
function nearestOf(typed: string, candidates: readonly Candidate[]): string | undefined {
  const limit = slipsIn(typed);
  const isSafe = (word: string) => !candidates.some((one) => one.word === word && one.destructive);
  const words = candidates.map(({ word }) => word);
  const near = closestMatch(typed, words, limit);
  if (near === undefined || isSafe(near) || closestMatch(typed, [near], Math.min(limit, 1))) return near;
  return closestMatch(typed, words.filter(isSafe), limit);
}

/** Commands whose verb is this word, or nearly: somebody has forgotten the noun. */
function withoutNoun(set: CommandList, word: string): string | undefined {
  const verb = word === 'ls' ? 'list' : nearestOf(word, candidatesAt(set, 1));
  return pathsOf(set, verb).join(' or ') || undefined;
}

/** What a verb comes to behind a noun. */
const under = (set: CommandList, noun: string, verb: string): string | undefined =>
  pathsOf(set, verb).find((path) => path.startsWith(`${noun} `)) ?? synonymOf(noun, verb);

/** `get numbers` in the order of kubectl: what would stand there the other way round. */
function turnedRound(set: CommandList, verb: string, second: string): string | undefined {
  const noun = nounOf(set, second);
  return noun && under(set, noun, verb);
}

/** `alias list`: a noun of other programs, with one of our verbs or of theirs. */
function otherNoun(set: CommandList, word: string, second: string): string | undefined {
  const noun = own(NOUN_SYNONYMS, word);
  return noun && under(set, noun, second);
}

/** What is meant where no word leads on yet. */
function meantAtStart(set: CommandList, word: string, second: string): string | undefined {
  const lower = word.toLowerCase();
  return (
    nounOf(set, word) ??
    turnedRound(set, lower, second) ??
    otherNoun(set, lower, second) ??
    synonymOf('', lower) ??
    nearestOf(word, [...candidatesAt(set, 0), { word: 'help', destructive: false }]) ??
    withoutNoun(set, word)
  );
}

/** What to type instead of a word that is no command. */
export function suggestCommand({ set, noun, second }: CommandMatch, word: string): string {
  const lower = word.toLowerCase();
  const why = own(NOT_NEEDED, `${noun} ${lower}`);
  if (why) return why;
  const meant =
    noun === ''
      ? meantAtStart(set, word, second)
      : (synonymOf(noun, lower) ?? nearestOf(word, candidatesAt(set, 1, noun)));
  return meant ? `did you mean ${meant}?` : helpHint(noun);
}

/** A word of another program that is a typing mistake away is meant as well. */
const SLIPS = 2;

/** Where an option was tried. */
interface Here {
  path: string;
  /** Whether the command has an option. */
  has: (flag: string) => boolean;
}

/** What to say of an option of another program; undefined where nothing is known. */
function optionSynonym(option: string, { path, has }: Here): string | undefined {
  const ofCommand = own(own(OPTION_SYNONYMS_OF_COMMAND, path) ?? {}, option);
  if (ofCommand) return ofCommand;
  return [own(OPTION_SYNONYMS, option) ?? []].flat().find((text) => {
    const needed = /^see (--[a-z-]+)/.exec(text)?.[1];
    return needed === undefined || has(needed);
  });
}

/** The same for an option that is nearly one of another program. */
function nearOptionSynonym(option: string, here: Here): string | undefined {
  if (!option.startsWith('--')) return undefined;
  const words = Object.keys(OPTION_SYNONYMS).flatMap((one) => (one.startsWith('--') ? [one.slice(2)] : []));
  const near = closestMatch(option.slice(2), words, Math.min(SLIPS, slipsIn(option.slice(2))));
  return near && optionSynonym(`--${near}`, here);
}

/** Fewer letters of an option say too little. */
const TELLING = 3;

/** An option of ours that a slip, or the rest of its letters, makes of this one. */
function nearOption(option: string, flags: readonly string[]): string | undefined {
  if (!option.startsWith('--')) return undefined;
  const bare = option.slice(2);
  const near = closestMatch(
    bare,
    flags.map((flag) => flag.slice(2)),
    slipsIn(bare),
  );
  if (near !== undefined) return `--${near}`;
  return bare.length >= TELLING ? flags.find((flag) => flag.startsWith(option)) : undefined;
}

/** What to type instead of an unknown option. */
export function suggestOption({ path, options }: CommandMatch, option: string): string {
  const flags = Object.keys(options).map(flagOf);
  const here = { path, has: (flag: string) => flags.includes(flag) };
  const known = optionSynonym(option, here);
  if (known) return known;
  const near = nearOption(option, flags);
  return near ? `did you mean ${near}?` : (nearOptionSynonym(option, here) ?? helpHint(path));
}

/** What may stand on a line. */
export const usageHint = ({ path, line }: CommandMatch): string =>
  line ? `the line is sinchctl ${line}` : helpHint(path);

/** What to type where a word is too many. */
export function suggestForExtra(named: CommandMatch): string {
  return own(EXTRA_ARGUMENTS, named.path)?.(named.extra ?? '') ?? usageHint(named);
}
