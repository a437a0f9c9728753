import { type SinchctlError, usage } from '../core/errors.ts';
import { nearest, suggestion } from '../core/nearest.ts';
import { splitUsage } from './define.ts';
import { nearlyOption, optionInstead } from './foreign-options.ts';
import { commandInstead, notNeeded } from './foreign-words.ts';
import { globalOptions } from './globals.ts';
import { COMMANDS, GROUPS, TOPICS } from './index.ts';
import { flagOf } from './option.ts';
import { operands } from './own-words.ts';

const LINES = COMMANDS.map((command) => ({
  line: command.usage,
  path: splitUsage(command)[0],
  options: command.options,
}));

interface Named {
  noun: string;
  path: string;
  /** The command's whole usage. */
  line?: string | undefined;
  /** Options that may stand here. */
  flags: readonly string[];
  /** The second word, which may be the noun where the first is a verb. */
  second: string;
}

/** How far a line names a command: its whole usage, or its noun, or nothing. */
function namedIn(argv: readonly string[]): Named {
  const words = operands(argv);
  const found = LINES.find(({ path }) => path.every((word, i) => words[i] === word));
  const [first = '', second = ''] = words;
  const noun = nounOf(first) === first ? first : '';
  const flags = Object.keys({ ...globalOptions, ...found?.options }).map(flagOf);
  return { noun, path: found?.path.join(' ') ?? noun, line: found?.line, flags, second };
}

/** The noun that a word is, in the plural or not. */
const nounOf = (word: string): string | undefined =>
  [word, `${word}s`].find((one) => Object.hasOwn(GROUPS, one));

/** Where to look for what can be said here. */
const lookAt = (path: string): string =>
  `sinchctl ${path === '' ? '' : `${path} `}--help shows what there is`;

const pathsOf = (verb: string | undefined): string[] =>
  LINES.flatMap(({ path }) => (verb !== undefined && path[1] === verb ? [path.join(' ')] : []));

/** Commands whose verb is this word, or nearly: somebody has forgotten the noun. */
function withoutNoun(word: string): string | undefined {
  const verb = word === 'ls' ? 'list' : nearest(word, pathsOfVerbs());
  return pathsOf(verb).join(' or ') || undefined;
}

const pathsOfVerbs = (): string[] => LINES.flatMap(({ path }) => path[1] ?? []);

/** `get numbers` in the order of kubectl: what would stand there the other way round. */
function turnedRound(verb: string, second: string): string | undefined {
  const noun = nounOf(second);
  if (noun === undefined) return undefined;
  return pathsOf(verb).find((path) => path.startsWith(`${noun} `)) ?? commandInstead(noun, verb);
}

function aboutCommand({ noun, second }: Named, word: string, near: string | undefined): string {
  const lower = word.toLowerCase();
  const why = notNeeded(noun, lower);
  if (why) return why;
  const isFirst = noun === '';
  const instead =
    (isFirst ? (nounOf(word) ?? turnedRound(lower, second)) : undefined) ??
    commandInstead(noun, lower) ??
    near?.replaceAll(', ', ' or ');
  const meant = instead ?? (isFirst ? withoutNoun(word) : undefined);
  return meant ? `did you mean ${meant}?` : lookAt(noun);
}

/** Fewer letters of an option say too little. */
const TELLING = 3;

function aboutOption({ path, flags }: Named, option: string, near: string | undefined): string {
  const isHere = (flag: string) => flags.includes(flag);
  const longer = option.length >= 2 + TELLING ? flags.find((flag) => flag.startsWith(option)) : undefined;
  const meant = near ?? longer;
  return (
    optionInstead(option, isHere) ??
    (meant ? `did you mean ${meant}?` : (nearlyOption(option, isHere) ?? lookAt(path)))
  );
}

/** What the parser of command lines has against a line, with what to type instead. */
export function complaint(text: string, argv: readonly string[]): SinchctlError {
  const [first = '', ...rest] = text.replace(/^error: /, '').split('\n');
  const near = rest.join(' ').match(/Did you mean (?:one of )?(.*)\?\)/)?.[1];
  const named = namedIn(argv);
  const command = /^unknown command '(.*)'$/.exec(first)?.[1];
  if (command !== undefined) return usage(first, aboutCommand(named, command, near), [command]);
  // What follows an equals sign, or one letter, may be anybody's secret.
  const option = /^unknown option '(--[^=']*|-[^-'])/.exec(first)?.[1];
  if (option !== undefined) {
    return usage(`unknown option '${option}'`, aboutOption(named, option, near), [option]);
  }
  const isAboutArguments = /^(missing required argument|too many arguments)/.test(first);
  return usage(
    first,
    isAboutArguments && named.line ? `the line is sinchctl ${named.line}` : lookAt(named.path),
  );
}

/** What is said of words that `help` does not know, with the nearest of those that may stand there. */
export function noHelp(words: readonly string[]): SinchctlError {
  const [noun = '', verb] = words;
  const line = words.map((word) => word || "''").join(' ');
  // What stands before the words that are too many is a line that can be explained.
  const known = [...Object.keys(TOPICS), ...LINES.map(({ path }) => path.join(' '))];
  const start = known.find((one) => line.startsWith(`${one} `));
  if (start !== undefined) return usage(`no help on ${line}`, `sinchctl help ${start}`, [line]);
  const verbs = LINES.flatMap(({ path }) => (path[0] === noun ? (path[1] ?? []) : []));
  if (verb !== undefined && verbs.length > 0) {
    return usage(`no help on ${line}`, suggestion(verb, verbs), [verb]);
  }
  const names = [...Object.keys(TOPICS), ...new Set(LINES.map(({ path }) => path[0] ?? ''))];
  return usage(`no help on ${line}`, suggestion(noun, names), [...words]);
}
