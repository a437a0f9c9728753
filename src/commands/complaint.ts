import { type SinchctlError, usage } from '../core/errors.ts';
import { nearest, suggestion } from '../core/nearest.ts';
import { splitUsage } from './define.ts';
import { commandInstead, optionInstead } from './foreign-words.ts';
import { COMMANDS, GROUPS, TOPICS } from './index.ts';
import { operands } from './own-words.ts';

const LINES = COMMANDS.map((command) => ({ line: command.usage, path: splitUsage(command)[0] }));

/** How far a line names a command: its whole usage, or its noun, or nothing. */
function namedIn(argv: readonly string[]): { noun: string; path: string; line: string | undefined } {
  const words = operands(argv);
  const found = LINES.find(({ path }) => path.every((word, i) => words[i] === word));
  const [first = ''] = words;
  const noun = Object.hasOwn(GROUPS, first) ? first : '';
  return { noun, path: found?.path.join(' ') ?? noun, line: found?.line };
}

/** Where to look for what can be said here. */
const lookAt = (path: string): string =>
  `sinchctl ${path === '' ? '' : `${path} `}--help shows what there is`;

/** Commands whose verb is this word, or nearly: somebody has forgotten the noun. */
function withoutNoun(word: string): string | undefined {
  const verbs = LINES.flatMap(({ path }) => path[1] ?? []);
  const verb = nearest(word, verbs);
  const found = LINES.filter(({ path }) => path[1] === verb && verb !== undefined);
  return found.length > 0 ? found.map(({ path }) => path.join(' ')).join(' or ') : undefined;
}

function aboutCommand(noun: string, word: string, near: string | undefined): string {
  const plural = noun === '' && Object.hasOwn(GROUPS, `${word}s`) ? `${word}s` : undefined;
  const instead = plural ?? commandInstead(noun, word.toLowerCase()) ?? near?.replaceAll(', ', ' or ');
  const meant = instead ?? (noun === '' ? withoutNoun(word) : undefined);
  return meant ? `did you mean ${meant}?` : lookAt(noun);
}

/** What the parser of command lines has against a line, with what to type instead. */
export function complaint(text: string, argv: readonly string[]): SinchctlError {
  const [first = '', ...rest] = text.replace(/^error: /, '').split('\n');
  const near = rest.join(' ').match(/Did you mean (?:one of )?(.*)\?\)/)?.[1];
  const { noun, path, line } = namedIn(argv);
  const command = /^unknown command '(.*)'$/.exec(first)?.[1];
  if (command !== undefined) return usage(first, aboutCommand(noun, command, near), [command]);
  // What follows an equals sign may be anybody's secret.
  const option = /^unknown option '(-[^=']*)/.exec(first)?.[1];
  if (option !== undefined) {
    const hint = optionInstead(option) ?? (near ? `did you mean ${near}?` : lookAt(path));
    return usage(`unknown option '${option}'`, hint, [option]);
  }
  const isAboutArguments = /^(missing required argument|too many arguments)/.test(first);
  return usage(first, isAboutArguments && line ? `the line is sinchctl ${line}` : lookAt(path));
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
