import { Command as Commander, CommanderError, Option } from 'commander';
import { usage } from '../../core/errors.ts';
import type { Command } from '../command.ts';
import { type CommandList, splitUsage } from '../command-list.ts';
import { type Globals, globalOptions } from './global-options.ts';
import { type FlagOption, flagOf, type Options, type ValueOption } from './option.ts';
import { protectProgram, scanArgv } from './scan-argv.ts';
import { unknownTopic, usageError } from './usage-error.ts';

/** A command, and what the line gives it. */
export interface Run {
  command: Command;
  args: string[];
  options: Record<string, unknown>;
  globals: Globals;
}

/** What a command line asks for. */
export type Invocation =
  | ({ kind: 'run' } & Run)
  /** Help that was asked for goes to stdout; help for want of a command to stderr. */
  | { kind: 'help'; text: string; asked: boolean }
  | { kind: 'topic'; name: string }
  | { kind: 'version' };

/** Rejects what a shell makes of an unset variable, and a second value where one is meant. */
function parserOf(name: string, spec: ValueOption<unknown>) {
  return (text: string, previous: unknown) => {
    const where = flagOf(name);
    if (text.trim() === '') throw usage(`${where} is empty`, `give ${where} a value, or leave it out`);
    const parsed = spec.parse(text, where);
    if (spec.many) return [...((previous as unknown[] | undefined) ?? []), parsed];
    if (previous !== undefined) throw usage(`${where} is given twice`, 'give it once');
    return parsed;
  };
}

function toCommander(name: string, spec: FlagOption | ValueOption<unknown>): Option {
  const long = flagOf(name);
  const flags = spec.short ? `-${spec.short}, ${long}` : long;
  if (spec.type === 'value') {
    return new Option(`${flags} <${spec.placeholder}>`, spec.summary).argParser(parserOf(name, spec));
  }
  const option = new Option(flags, spec.summary);
  // commander would store `--no-x` as a false `x`, and the last of both would win in silence.
  option.negate = false;
  option.attributeName = () => name;
  return option;
}

/** Option values by our names. @throws SinchctlError usage when a flag and its opposite are both given */
function readOptions(specs: Options, raw: Record<string, unknown>): Record<string, unknown> {
  for (const name of Object.keys(specs)) {
    const opposite = `no${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    if (raw[name] && raw[opposite]) {
      throw usage(`${flagOf(name)} contradicts ${flagOf(opposite)}`, 'give one of them');
    }
  }
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      spec.type === 'value' ? (raw[name] ?? spec.default) : raw[name] === true,
    ]),
  );
}

function afterHelp(command: Command): string {
  const parts = [];
  if (command.description) parts.push(command.description);
  parts.push(`Examples:\n${command.examples.map((line) => `  ${line}`).join('\n')}`);
  parts.push('Global options: sinchctl --help');
  return `\n${parts.join('\n\n')}`;
}

/** One command under its noun, reporting to `found` when the line names it. */
function addCommand(
  parent: Commander,
  command: Command,
  name: string,
  args: string,
  found: (args: string[], options: Record<string, unknown>) => void,
): void {
  const child = parent.command(args === '' ? name : `${name} ${args}`).summary(command.summary);
  child.description(command.summary).addHelpText('after', afterHelp(command));
  for (const [key, spec] of Object.entries(command.options)) child.addOption(toCommander(key, spec));
  child.action(() => found(child.args, readOptions(command.options, child.opts())));
}

type Found = (invocation: Invocation) => void;

/** The program without its commands: global options, and where help goes. */
function createRoot(
  set: CommandList<Command>,
  found: Found,
  write: (text: string, asked: boolean) => void,
): Commander {
  const root = new Commander('sinchctl')
    .description('Administer the phone numbers and callback URLs of a Sinch account')
    .exitOverride()
    // What is near is looked for where it is known what a word does.
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: (text) => write(text, true),
      writeErr: (text) => write(text, false),
      outputError: () => {},
      // Fixed, because asking the streams of this process would open them, which takes milliseconds.
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText(
      'after',
      `\nMore: sinchctl help ${Object.keys(set.topics).join('|')}\nStart without an account: sinchctl --profile sandbox numbers list`,
    );
  for (const [name, spec] of Object.entries(globalOptions)) root.addOption(toCommander(name, spec));
  return root
    .option('-V, --version', 'the version, and nothing else')
    .on('option:version', () => found({ kind: 'version' }));
}

/** `help` with whatever follows; under a noun it is that noun's and not listed. */
function addHelp(set: CommandList<Command>, parent: Commander, path: readonly string[], found: Found): void {
  const child = parent.helpCommand(false).command('help [command...]', { hidden: path.length > 0 });
  child.description('Explain a command, or a topic').helpOption(false).allowUnknownOption();
  child.action(() => found(parseHelp(set, [...path, ...child.args])));
}

function addGroup(
  set: CommandList<Command>,
  root: Commander,
  argv: readonly string[],
  noun: string,
  found: Found,
): Commander {
  const group = root
    .command(noun)
    .description(set.groups[noun] ?? '')
    .helpCommand(false);
  if (argv.includes('help')) addHelp(set, group, [noun], found);
  return group;
}

/** Commands join their noun's group. Groups that the line does not mention stay empty: building them takes time. */
function addCommands(
  set: CommandList<Command>,
  root: Commander,
  argv: readonly string[],
  found: Found,
): void {
  const groups = new Map<string, Commander>();
  for (const command of set.commands) {
    const [path, args] = splitUsage(command);
    const [noun = '', verb] = path;
    const parent = verb === undefined ? root : (groups.get(noun) ?? addGroup(set, root, argv, noun, found));
    if (verb !== undefined) groups.set(noun, parent);
    if (!argv.includes(noun)) {
      if (verb === undefined) root.command(noun).description(command.summary);
      continue;
    }
    addCommand(parent, command, verb ?? noun, args.join(' '), (given, options) => {
      const globals = readOptions(globalOptions, root.opts()) as unknown as Globals;
      found({ kind: 'run', command, args: given, options, globals });
    });
  }
}

/** `help numbers list` is `numbers list --help`. @throws SinchctlError usage */
function parseHelp(set: CommandList<Command>, given: readonly string[]): Invocation {
  const words = scanArgv(
    set,
    given.filter((word) => word !== '--'),
  ).operands;
  const [noun = '', ...more] = words;
  if (noun === 'help') return parseHelp(set, more);
  if (Object.hasOwn(set.topics, noun) && more.length === 0) return { kind: 'topic', name: noun };
  const line = words.join(' ');
  const isKnown =
    line === '' ||
    Object.hasOwn(set.groups, line) ||
    set.commands.some((one) => splitUsage(one)[0].join(' ') === line);
  if (!isKnown || words.includes('')) throw unknownTopic(set, words);
  return parseLine(set, [...words, '--help']);
}

/**
 * Reads a command line.
 * @throws SinchctlError usage, with the nearest command or flag where one is near
 */
export function parseLine(set: CommandList<Command>, argv: readonly string[]): Invocation {
  // Without building the program first, only to build it again.
  if (argv[0] === 'help') return parseHelp(set, argv.slice(1));
  let invocation: Invocation | undefined;
  let help: { text: string; asked: boolean } | undefined;
  const found: Found = (one) => {
    if (invocation?.kind !== 'version') invocation = one;
  };
  const root = createRoot(set, found, (text, asked) => {
    help = { text: (help?.text ?? '') + text, asked };
  });
  addCommands(set, root, argv, found);
  addHelp(set, root, [], found);
  try {
    root.parse(protectProgram(argv, scanArgv(set, argv)), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (invocation?.kind !== 'version' && (!help || !error.code.startsWith('commander.help')))
      throw usageError(set, error.message, argv);
  }
  if (invocation) return invocation;
  return { kind: 'help', text: help?.text ?? root.helpInformation(), asked: help?.asked ?? false };
}
