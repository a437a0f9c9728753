import { Command as Commander, CommanderError, Option } from 'commander';
import { usage } from '../../core/errors.ts';
import type { Command } from '../command.ts';
import { type CommandList, commandPath, type HelpPage, splitUsage } from '../command-list.ts';
import { type Globals, globalOptions } from './global-options.ts';
import { type FlagOption, flagOf, type Options, type ValueOption } from './option.ts';
import { type Scan, scanArgv, wordsForCommander } from './scan-argv.ts';

/** A command with its arguments and options from the command line. */
export interface Run {
  command: Command;
  args: string[];
  options: Record<string, unknown>;
  globals: Globals;
}

/** What a command line requests. */
export type ParsedLine = ({ kind: 'run' } & Run) | ({ kind: 'help' } & HelpPage) | { kind: 'version' };

/** Rejects an empty value, which results from an unset shell variable, and a repeated option that is not repeatable. */
function parserOf(name: string, spec: ValueOption<unknown>) {
  return (text: string, previous: unknown) => {
    const where = flagOf(name);
    if (text.trim() === '') throw usage(`${where} is empty`, `pass a value for ${where}, or omit it`);
    const parsed = spec.parse(text, where);
    if (spec.many) return [...((previous as unknown[] | undefined) ?? []), parsed];
    if (previous !== undefined) throw usage(`${where} is specified more than once`, `pass ${where} once`);
    return parsed;
  };
}

function toCommander(name: string, spec: FlagOption | ValueOption<unknown>): Option {
  const long = flagOf(name);
  const flags = spec.short ? `-${spec.short}, ${long}` : long;
  if (spec.type === 'value')
    return new Option(`${flags} <${spec.placeholder}>`).argParser(parserOf(name, spec));
  const option = new Option(flags);
  // commander would store `--no-x` as a false `x`, and the last of the two would win without an error.
  option.negate = false;
  option.attributeName = () => name;
  return option;
}

/**
 * Option values by their names in the command's data.
 * @throws SinchctlError usage when a flag and its opposite are both passed
 */
function readOptions(specs: Options, raw: Record<string, unknown>): Record<string, unknown> {
  for (const name of Object.keys(specs)) {
    const opposite = `no${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    if (raw[name] && raw[opposite])
      throw usage(`${flagOf(name)} conflicts with ${flagOf(opposite)}`, 'pass only one of them');
  }
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      spec.type === 'value' ? (raw[name] ?? spec.default) : raw[name] === true,
    ]),
  );
}

type OnParsed = (invocation: ParsedLine) => void;

/** The path of a command in commander. */
const wordsOf = (command: Commander): string[] =>
  command.parent ? [...wordsOf(command.parent), command.name()] : [];

/** The program without its commands. Instead of the text of a help page, commander gets its words. */
function createRoot(found: OnParsed): Commander {
  const help = (isRequested: boolean) => (text: string) =>
    found({ kind: 'help', words: text.split(' ').filter(Boolean), isRequested });
  const root = new Commander('sinchctl')
    .exitOverride()
    // The program's own suggestions include the options and words of other tools.
    .showSuggestionAfterError(false)
    .configureHelp({ formatHelp: (command) => wordsOf(command).join(' ') })
    .configureOutput({
      writeOut: help(true),
      writeErr: help(false),
      outputError: () => {},
      // Fixed, because querying the streams of this process would open them, which takes milliseconds.
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
      getOutHasColors: () => true,
      getErrHasColors: () => true,
    });
  for (const [name, spec] of Object.entries(globalOptions)) root.addOption(toCommander(name, spec));
  return root.option('-V, --version').on('option:version', () => found({ kind: 'version' }));
}

/** `help` and its words, at the start or after a group. */
function addHelp(
  set: CommandList<Command>,
  parent: Commander,
  path: readonly string[],
  found: OnParsed,
): void {
  const child = parent.helpCommand(false).command('help [command...]').helpOption(false).allowUnknownOption();
  child.action(async () => found(await parseHelp(set, [...path, ...child.args])));
}

function addGroup(
  set: CommandList<Command>,
  root: Commander,
  argv: readonly string[],
  noun: string,
  found: OnParsed,
): Commander {
  const group = root.command(noun).helpCommand(false);
  if (argv.includes('help')) addHelp(set, group, [noun], found);
  return group;
}

/**
 * Commands are added to their group. Groups that are not on the command line remain empty, because building them takes
 * time.
 */
function addCommands(
  set: CommandList<Command>,
  root: Commander,
  argv: readonly string[],
  found: OnParsed,
): void {
  const groups = new Map<string, Commander>();
  for (const command of set.commands) {
    const [path, args] = splitUsage(command);
    const [noun = '', verb] = path;
    const parent = verb === undefined ? root : (groups.get(noun) ?? addGroup(set, root, argv, noun, found));
    if (verb !== undefined) groups.set(noun, parent);
    if (!argv.includes(noun)) {
      if (verb === undefined) root.command(noun);
      continue;
    }
    const child = parent.command([verb ?? noun, ...args].join(' '));
    for (const [key, spec] of Object.entries(command.options)) child.addOption(toCommander(key, spec));
    child.action(() => {
      const globals = readOptions(globalOptions, root.opts()) as unknown as Globals;
      const options = readOptions(command.options, child.opts());
      found({ kind: 'run', command, args: child.args, options, globals });
    });
  }
}

/** `help numbers list` is `numbers list --help`. @throws SinchctlError usage */
async function parseHelp(set: CommandList<Command>, given: readonly string[]): Promise<ParsedLine> {
  const words = scanArgv(
    set,
    given.filter((word) => word !== '--'),
  ).operands;
  if (words[0] === 'help') return parseHelp(set, words.slice(1));
  const line = words.join(' ');
  const isKnown =
    line === '' ||
    Object.hasOwn(set.topics, line) ||
    Object.hasOwn(set.groups, line) ||
    set.commands.some((one) => commandPath(one) === line);
  if (isKnown && !words.includes('')) return { kind: 'help', words, isRequested: true };
  const { unknownTopic } = await import('./usage-error.ts');
  throw unknownTopic(set, words);
}

/** Rejects the fields of gh's `--json number,alias`. @throws SinchctlError usage */
async function refuseJsonFields(set: CommandList, argv: readonly string[], scan: Scan): Promise<void> {
  const at = argv.slice(0, scan.end).findIndex((word) => /^--json(=|$)/.test(word));
  const word = at < 0 ? '' : argv[at]?.slice('--json='.length) || argv[at + 1] || '';
  const isFirst = scan.operands[0] === word && !word.includes(',');
  if (!/^[a-z]+(,[a-z]+)*$/i.test(word) || isFirst) return;
  const error = (await import('./usage-error.ts')).jsonFieldsError(set, argv, at, word);
  if (error) throw error;
}

/** The command or group of a command line. */
function pageOf(set: CommandList, { command, operands: [first = ''] }: Scan): readonly string[] | undefined {
  if (command) return splitUsage(command)[0];
  return Object.hasOwn(set.groups, first) ? [first] : undefined;
}

/**
 * Parses a command line.
 * @throws SinchctlError usage, with the closest command or option in its hint
 */
export async function parseLine(set: CommandList<Command>, argv: readonly string[]): Promise<ParsedLine> {
  // Without building the program.
  if (argv[0] === 'help') return parseHelp(set, argv.slice(1));
  let invocation: ParsedLine | undefined;
  const found: OnParsed = (one) => {
    if (invocation?.kind !== 'version') invocation = one;
  };
  const root = createRoot(found);
  addCommands(set, root, argv, found);
  addHelp(set, root, [], found);
  const scan = scanArgv(set, argv);
  await refuseJsonFields(set, argv, scan);
  try {
    await root.parseAsync(wordsForCommander(argv, scan), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const isHelp = error.code.startsWith('commander.help') && invocation?.kind === 'help';
    if (invocation?.kind !== 'version' && !isHelp) {
      const { usageError } = await import('./usage-error.ts');
      throw usageError(set, error.message, argv);
    }
  }
  // commander shows the help of the words before --help.
  if (invocation?.kind === 'help' && invocation.isRequested)
    return { ...invocation, words: pageOf(set, scan) ?? invocation.words };
  return invocation ?? { kind: 'help', words: [], isRequested: false };
}
