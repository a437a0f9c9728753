import { nearest } from '../../../core/closest-match.ts';
import type { CommandList } from '../../command-list.ts';
import { commandPaths, lookAt, type Named, nounOf, slipsIn } from '../match-command.ts';
import { commandInstead, notNeeded, nounInstead } from './synonyms.ts';

const pathsOf = (set: CommandList, verb: string | undefined): string[] =>
  commandPaths(set).flatMap(({ path }) => (verb !== undefined && path[1] === verb ? [path.join(' ')] : []));

/** Words that lead on, and whether one of the commands behind them by this name takes something away. */
interface Candidate {
  word: string;
  takesAway: boolean;
}

/** The place in a path that a word would have, at the start of it or behind a noun. */
const candidatesAt = (set: CommandList, place: 0 | 1, noun?: string): Candidate[] =>
  commandPaths(set).flatMap(({ path, command }) => {
    const word = path[place];
    if (word === undefined || (noun !== undefined && path[0] !== noun)) return [];
    return [{ word, takesAway: command.takesAway === true && path.length === place + 1 }];
  });

/** A word that takes something away is meant where one slip is all that tells the words apart. */
function nearestOf(typed: string, candidates: readonly Candidate[]): string | undefined {
  const limit = slipsIn(typed);
  const isSafe = (word: string) => !candidates.some((one) => one.word === word && one.takesAway);
  const words = candidates.map(({ word }) => word);
  const near = nearest(typed, words, limit);
  if (near === undefined || isSafe(near) || nearest(typed, [near], Math.min(limit, 1))) return near;
  return nearest(typed, words.filter(isSafe), limit);
}

/** Commands whose verb is this word, or nearly: somebody has forgotten the noun. */
function withoutNoun(set: CommandList, word: string): string | undefined {
  const verb = word === 'ls' ? 'list' : nearestOf(word, candidatesAt(set, 1));
  return pathsOf(set, verb).join(' or ') || undefined;
}

/** What a verb comes to behind a noun. */
const under = (set: CommandList, noun: string, verb: string): string | undefined =>
  pathsOf(set, verb).find((path) => path.startsWith(`${noun} `)) ?? commandInstead(noun, verb);

/** `get numbers` in the order of kubectl: what would stand there the other way round. */
function turnedRound(set: CommandList, verb: string, second: string): string | undefined {
  const noun = nounOf(set, second);
  return noun && under(set, noun, verb);
}

/** `alias list`: a noun of other programs, with one of our verbs or of theirs. */
function otherNoun(set: CommandList, word: string, second: string): string | undefined {
  const noun = nounInstead(word);
  return noun && under(set, noun, second);
}

/** What is meant where no word leads on yet. */
function meantAtStart(set: CommandList, word: string, second: string): string | undefined {
  const lower = word.toLowerCase();
  return (
    nounOf(set, word) ??
    turnedRound(set, lower, second) ??
    otherNoun(set, lower, second) ??
    commandInstead('', lower) ??
    nearestOf(word, [...candidatesAt(set, 0), { word: 'help', takesAway: false }]) ??
    withoutNoun(set, word)
  );
}

/** What to type instead of a word that is no command. */
export function aboutCommand({ set, noun, second }: Named, word: string): string {
  const lower = word.toLowerCase();
  const why = notNeeded(noun, lower);
  if (why) return why;
  const meant =
    noun === ''
      ? meantAtStart(set, word, second)
      : (commandInstead(noun, lower) ?? nearestOf(word, candidatesAt(set, 1, noun)));
  return meant ? `did you mean ${meant}?` : lookAt(noun);
}
