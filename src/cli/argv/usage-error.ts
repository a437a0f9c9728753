import { suggestion } from '../../core/closest-match.ts';
import { type SinchctlError, usage } from '../../core/errors.ts';
import type { CommandList } from '../command-list.ts';
import { commandPaths, lookAt, namedIn } from './match-command.ts';
import { theLine, tooMany } from './suggest/extra-arguments.ts';
import { aboutCommand } from './suggest/unknown-command.ts';
import { aboutOption } from './suggest/unknown-option.ts';

/** What the parser of command lines has against a line, with what to type instead. */
export function complaint(set: CommandList, text: string, argv: readonly string[]): SinchctlError {
  const said = text.replace(/^error: /, '');
  const named = namedIn(set, argv);
  const command = /^unknown command '(.*)'$/s.exec(said)?.[1];
  if (command !== undefined) return usage(said, aboutCommand(named, command), [command]);
  const option = /^unknown option '(.*)'$/s.exec(said)?.[1];
  if (option !== undefined) return aboutOption(named, option);
  if (said.startsWith('too many arguments')) return usage(said, tooMany(named));
  return usage(said, said.startsWith('missing required argument') ? theLine(named) : lookAt(named.path));
}

/** What is said of words that `help` does not know, with the nearest of those that may stand there. */
export function noHelp(set: CommandList, words: readonly string[]): SinchctlError {
  const [noun = '', verb] = words;
  const lines = commandPaths(set);
  const topics = Object.keys(set.topics);
  const line = words.map((word) => word || "''").join(' ');
  // What stands before the words that are too many is a line that can be explained.
  const known = [...topics, ...lines.map(({ path }) => path.join(' '))];
  const start = known.find((one) => line.startsWith(`${one} `));
  if (start !== undefined) return usage(`no help on ${line}`, `sinchctl help ${start}`, [line]);
  const verbs = lines.flatMap(({ path }) => (path[0] === noun ? (path[1] ?? []) : []));
  if (verb !== undefined && verbs.length > 0) {
    return usage(`no help on ${line}`, suggestion(verb, verbs), [verb]);
  }
  const names = [...topics, ...new Set(lines.map(({ path }) => path[0] ?? ''))];
  return usage(`no help on ${line}`, suggestion(noun, names), [...words]);
}
