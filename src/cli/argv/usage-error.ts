import { suggestion } from '../../core/closest-match.ts';
import { type SinchctlError, usage } from '../../core/errors.ts';
import type { CommandList } from '../command-list.ts';
import { type CommandMatch, commandPaths, helpHint, matchCommand } from './match-command.ts';
import { flagOf } from './option.ts';
import { suggestCommand, suggestForExtra, suggestOption, usageHint } from './suggest.ts';

/**
 * What is said of an option that does not fit.
 * @param word the option as it stands on the line; what it was given may be a secret, and is not told
 */
function unknownOption(named: CommandMatch, word: string): SinchctlError {
  // What follows an equals sign, or one letter, may be anybody's.
  const option = /^(?:--[^=]*|-[^-])/.exec(word)?.[0] ?? word;
  if (option === '-=') return usage('a flag takes no value behind =', 'give the flag alone');
  const [, spec] = Object.entries(named.options).find(([name]) => flagOf(name) === option) ?? [];
  if (spec?.type === 'flag' && word.includes('=')) {
    return usage(`${option} takes no value`, `give ${option} alone`, [option]);
  }
  if (spec && named.line !== undefined) {
    const value = spec.type === 'value' ? ` ${spec.placeholder}` : '';
    const line = `sinchctl ${named.path} ${option}${value}`;
    return usage(`unknown option '${option}'`, `it stands behind the command: ${line}`, [option]);
  }
  return usage(`unknown option '${option}'`, suggestOption(named, option), [option]);
}

/** What the parser of command lines has against a line, with what to type instead. */
export function usageError(set: CommandList, text: string, argv: readonly string[]): SinchctlError {
  const said = text.replace(/^error: /, '');
  const named = matchCommand(set, argv);
  const command = /^unknown command '(.*)'$/s.exec(said)?.[1];
  if (command !== undefined) return usage(said, suggestCommand(named, command), [command]);
  const option = /^unknown option '(.*)'$/s.exec(said)?.[1];
  if (option !== undefined) return unknownOption(named, option);
  if (said.startsWith('too many arguments')) return usage(said, suggestForExtra(named));
  return usage(said, said.startsWith('missing required argument') ? usageHint(named) : helpHint(named.path));
}

/** What is said of words that `help` does not know, with the nearest of those that may stand there. */
export function unknownTopic(set: CommandList, words: readonly string[]): SinchctlError {
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
