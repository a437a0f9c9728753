import { suggestion } from '../../core/closest-match.ts';
import { type SinchctlError, usage } from '../../core/errors.ts';
import { type CommandList, commandPath, splitUsage } from '../command-list.ts';
import { type CommandMatch, commandPaths, helpHint, matchCommand } from './match-command.ts';
import { flagOf } from './option.ts';
import { scanArgv } from './scan-argv.ts';
import { suggestCommand, suggestForExtra, suggestOption, usageHint } from './suggest.ts';

/** @param word the option as typed; its value may be a secret, and is not shown */
function unknownOption(match: CommandMatch, word: string): SinchctlError {
  // The text after an equals sign, or after a single letter, may be a secret.
  const option = /^(?:--[^=]*|-[^-])/.exec(word)?.[0] ?? word;
  if (option === '-=')
    return usage('missing option name before =', 'add the option name, or omit = and the value');
  const [, spec] = Object.entries(match.options).find(([name]) => flagOf(name) === option) ?? [];
  if (spec?.type === 'flag' && word.includes('='))
    return usage(`${option} does not take a value`, 'omit the value', [option]);
  if (spec && match.line !== undefined) {
    const value = spec.type === 'value' ? ` <${spec.placeholder}>` : '';
    const example = `sinchctl ${match.path} ${option}${value}`;
    return usage(`unknown option '${option}'`, `${option} must come after the command: ${example}`, [option]);
  }
  return usage(`unknown option '${option}'`, suggestOption(match, option), [option]);
}

/** The error for a command line that the parser rejects, with the suggested input. */
export function usageError(set: CommandList, text: string, argv: readonly string[]): SinchctlError {
  const message = text.replace(/^error: /, '');
  const match = matchCommand(set, argv);
  const command = /^unknown command '(.*)'$/s.exec(message)?.[1];
  if (command !== undefined) return usage(message, suggestCommand(match, command), [command]);
  const option = /^unknown option '(.*)'$/s.exec(message)?.[1];
  if (option !== undefined) return unknownOption(match, option);
  const valued = /^option '(?:-., )?(.*)' argument missing$/.exec(message)?.[1];
  if (valued !== undefined) return usage(`missing value for ${valued}`, helpHint(match.path));
  if (message.startsWith('too many arguments')) return usage(message, suggestForExtra(match));
  return usage(
    message,
    message.startsWith('missing required argument') ? usageHint(match) : helpHint(match.path),
  );
}

/** The error for the fields of gh's `--json number,alias`; undefined if the word after `--json` may be an argument. */
export function jsonFieldsError(
  set: CommandList,
  argv: readonly string[],
  at: number,
  word: string,
): SinchctlError | undefined {
  const { command } = scanArgv(
    set,
    argv.filter((one, i) => i !== at && !(i === at + 1 && one === word)),
  );
  const names = word.split(',');
  if (!command?.columns || names.some((name) => !command.columns?.fields.includes(name))) return undefined;
  // A single field may be, for example, a profile name, but never a number.
  const [, args] = splitUsage(command);
  if (names.length === 1 && args.some((one) => one !== '[number...]')) return undefined;
  return usage('--json does not take field names', `to choose fields, add --columns ${word}`, [word]);
}

/** The error for words that `help` does not know, with the closest ones that it does. */
export function unknownTopic(set: CommandList, words: readonly string[]): SinchctlError {
  const [noun = '', verb] = words;
  const commands = commandPaths(set);
  const topics = Object.keys(set.topics);
  const line = words.map((word) => word || "''").join(' ');
  const message = `unknown command or help topic '${line}'`;
  // The words before the extra ones have a help page.
  const known = [...topics, ...set.commands.map(commandPath)];
  const start = known.find((one) => line.startsWith(`${one} `));
  if (start !== undefined) return usage(message, `run sinchctl help ${start}`, [line]);
  const verbs = commands.flatMap(({ path }) => (path[0] === noun ? (path[1] ?? []) : []));
  if (verb !== undefined && verbs.length > 0) return usage(message, suggestion(verb, verbs), [verb]);
  const names = [...topics, ...new Set(commands.map(({ path }) => path[0] ?? ''))];
  return usage(message, suggestion(noun, names), [...words]);
}
