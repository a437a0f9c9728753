import { globalOptions } from '../cli/argv/global-options.ts';
import { type CompletionHint, flagOf, type Options, type OptionValues } from '../cli/argv/option.ts';
import { optionsAt, type Scan, scanArgv } from '../cli/argv/scan-argv.ts';
import { type CommandData, type CommandList, splitUsage } from '../cli/command-list.ts';

/** A word that completion offers, and its description. */
export interface Candidate {
  value: string;
  about: string;
  /** Whether it is only the start of several numbers, if there are too many to offer. */
  isStart?: boolean;
}

/** What is expected at the cursor. */
export type Position =
  /** One of these words: a command, a topic, or an option. */
  | { kind: 'word'; words: readonly Candidate[] }
  /** A value or an argument. `lead` is the part of the typed word before it, such as `--app=` or `-o`. */
  | { kind: 'value'; offer: CompletionHint; lead: string; fields: readonly string[]; line: Scan }
  /** Another program and its arguments; `first` is the index of the program among the typed words. */
  | { kind: 'program'; first: number };

/** A placeholder for the word at the cursor, which shows where the scanner puts it. */
const MARK = '\0';

/** The words that can follow a path, in the order of help. */
function wordsAfter({ commands, groups }: CommandList, path: readonly string[]): Candidate[] {
  const found = new Map<string, string>();
  for (const command of commands) {
    const [words] = splitUsage(command);
    const next = words[path.length];
    if (next === undefined || path.some((word, i) => words[i] !== word) || found.has(next)) continue;
    found.set(next, words.length > path.length + 1 ? (groups[next]?.summary ?? '') : command.summary);
  }
  return [...found].map(([value, about]) => ({ value, about }));
}

/** The words that can follow: none after a complete command, undefined after words that are not a command. */
function nextWords(set: CommandList, { command, operands }: Scan): Candidate[] | undefined {
  const [first, ...rest] = operands;
  if (first === 'help') {
    const topics = Object.entries(set.topics).map(([value, about]) => ({ value, about }));
    return [...wordsAfter(set, rest), ...(rest.length === 0 ? topics : [])];
  }
  if (command) return splitUsage(command)[0].every((word, i) => operands[i] === word) ? [] : undefined;
  const words = wordsAfter(set, operands);
  if (first === undefined) return [...words, { value: 'help', about: 'Show help for a command or topic' }];
  return words.length > 0 ? words : undefined;
}

/** The options that can be added. One that is already present is offered again only if it is repeatable. */
function optionWords({ command, given, operands }: Scan, words: readonly string[], isShort: boolean) {
  const own: Options = operands[0] === 'help' ? {} : (command?.options ?? {});
  const hasRows = operands[0] !== 'help' && command?.columns != null;
  const found: Candidate[] = [];
  const add = (flag: string, short: string | undefined, about: string) => {
    found.push({ value: flag, about });
    if (isShort && short !== undefined) found.push({ value: `-${short}`, about });
  };
  for (const [name, spec] of Object.entries({ ...own, ...globalOptions }) as [string, Options[string]][]) {
    const isRepeatable = spec.type === 'value' && spec.many === true;
    const isOfRows = spec.type === 'value' && (spec.completes === 'fields' || spec.completes === 'order');
    if ((given.has(name) && !isRepeatable) || (isOfRows && !hasRows)) continue;
    add(flagOf(name), spec.short, spec.summary);
  }
  const isGiven = (...flags: string[]) => flags.some((flag) => words.includes(flag));
  if (!isGiven('--help', '-h')) add('--help', 'h', 'show help');
  if (operands.length === 0 && !isGiven('--version', '-V')) add('--version', 'V', 'print the version');
  return found;
}

/** The part of a word before a value: nothing, `--app=`, or a group of short options such as `-qo`. */
function leadsOf(word: string): string[] {
  const [long] = /^--[^=]+=/.exec(word) ?? [];
  if (long !== undefined) return ['', long];
  if (!/^-[^-]/.test(word)) return [''];
  const ends = [...word].map((_, i) => i).slice(2);
  return ['', ...ends.map((end) => word.slice(0, word[end] === '=' ? end + 1 : end))];
}

/** The fields that a command prints with the given options. */
function fieldsOfRows(command: CommandData | undefined, given: Scan['given']): readonly string[] {
  const options = Object.fromEntries([...given].map(([name, [text]]) => [name, text || true]));
  const columns = command?.columnsFor?.(options as OptionValues<Options>) ?? command?.columns;
  return columns?.fields ?? [];
}

/** The option whose value is at the cursor. */
function optionValue(set: CommandList, words: readonly string[], current: string): Position | undefined {
  const line = scanArgv(set, words);
  for (const lead of leadsOf(current)) {
    const { command, given } = scanArgv(set, [...words, lead + MARK]);
    const [name] = [...given].find(([, texts]) => texts.at(-1) === MARK) ?? [];
    const spec = name === undefined ? undefined : optionsAt(set, command)[name];
    if (spec?.type === 'value')
      return { kind: 'value', offer: spec, lead, fields: fieldsOfRows(command, line.given), line };
  }
  return undefined;
}

/** The index of the first word of another program; -1 if there is none yet. */
function programStart({ command, programAt, restAt, end }: Scan, words: readonly string[]): number {
  if (restAt >= 0) return words[restAt + 1] === '--' ? restAt + 2 : restAt + 1;
  if (programAt >= 0) return programAt;
  return command?.runsProgram && end < words.length ? end + 1 : -1;
}

function argument({ args, command }: Scan): CompletionHint | undefined {
  if (!command) return undefined;
  const [, names] = splitUsage(command);
  const last = names.length - 1;
  const isVariadic = names[last]?.includes('...') ?? false;
  return args.length <= last || isVariadic ? command.arguments?.[Math.min(args.length, last)] : undefined;
}

/** What is expected at the cursor, after some words; undefined if unknown. */
export function findPosition(
  set: CommandList,
  words: readonly string[],
  current: string,
): Position | undefined {
  const line = scanArgv(set, words);
  const next = nextWords(set, line);
  if (!next) return undefined;
  const first = programStart(line, words);
  if (first >= 0) return { kind: 'program', first };
  const value = optionValue(set, words, current);
  if (value) return value;
  if (current.startsWith('-') && line.end === words.length)
    return { kind: 'word', words: optionWords(line, words, /^-.?$/.test(current)) };
  if (next.length > 0) return { kind: 'word', words: next };
  if (line.command?.runsProgram) return { kind: 'program', first: words.length };
  const offer = line.operands[0] === 'help' ? undefined : argument(line);
  return offer && { kind: 'value', offer, lead: '', fields: [], line };
}
