import type { Outcome } from './commands/define.ts';
import { checkProfile } from './commands/known-profile.ts';
import { ownWords } from './commands/own-words.ts';
import { conclude } from './conclude.ts';
import type { Context } from './context.ts';
import { asSinchctlError, EXIT, SinchctlError } from './core/errors.ts';
import { checkRegion } from './core/phone.ts';
import { shellLine, shellOf } from './core/shell-line.ts';
import { endAtOnce } from './last-words.ts';
import { openFeed } from './open-feed.ts';
import { chooseFormat, isJsonFormat, isStreamed } from './output/format.ts';
import { safeLines } from './output/safe-text.ts';
import { type Invocation, parseLine, type Run } from './program.ts';
import { type ErrorLook, reportError } from './report-error.ts';
import { type Machine, thisMachine } from './system/machine.ts';
import { openContext } from './system/open-context.ts';
import { leadOf } from './system/speech.ts';
import { VERSION } from './version.ts';

type TopicName = Extract<Invocation, { kind: 'topic' }>['name'];

async function showHelp(text: string, asked: boolean, machine: Machine): Promise<number> {
  await (asked ? machine.stdout : machine.stderr).write(safeLines(text));
  return asked ? 0 : EXIT.usage;
}

async function showTopic(name: TopicName, machine: Machine): Promise<number> {
  const { TOPIC_TEXTS } = await import('./docs/topics.ts');
  await machine.stdout.write(`${TOPIC_TEXTS[name]()}\n`);
  return 0;
}

async function showVersion(machine: Machine): Promise<number> {
  await machine.stdout.write(`${VERSION}\n`);
  return 0;
}

/** Runs the command, and whatever must be done after it, and shows what came of it. */
async function runCommand(
  { command, args, options, globals }: Run,
  argv: readonly string[],
  machine: Machine,
): Promise<number> {
  // A contradiction must show before anything is done, not after.
  const format = chooseFormat(globals.output, globals.json, machine.stdout.isTerminal);
  // Whether it is needed or not; what knows the countries loads for those only who give one.
  if (globals.region !== undefined) await checkRegion(globals.region);
  const feed = await openFeed({ command, options, globals }, machine);
  const ends: (() => Promise<void>)[] = [];
  const look = { asJson: isJsonFormat(format), noColor: globals.noColor, lead: leadOf(globals) };
  const writes = (command.writesFor?.(args) ?? command.writes) && options.dryRun !== true;
  const context: Context = openContext(machine, {
    writes,
    globals,
    isDryRun: options.dryRun === true,
    feed,
    isShared: machine.stdout.isTerminal && isStreamed(format) && !globals.sort,
    line: shellLine(argv, shellOf(machine.platform, machine.env)),
    lastWords: (signal, clearing, run) =>
      endAtOnce(context, machine, look, { signal, clearing, run, writes }),
    onEnd: (work) => ends.push(work),
  });
  const work = async (): Promise<Outcome> => {
    try {
      if (command.needsNoProfile) await checkProfile(context);
      return await command.run(context, args, options as never);
    } finally {
      for (const end of ends.reverse()) await end();
    }
  };
  const outcome = await work().catch(asSinchctlError);
  return conclude({ outcome, feed, machine, look, note: context.note });
}

/** Parses a line, and does what it asks for. */
async function runLine(argv: readonly string[], machine: Machine): Promise<number> {
  const invocation = parseLine(argv);
  if (invocation.kind === 'help') return showHelp(invocation.text, invocation.asked, machine);
  if (invocation.kind === 'topic') return showTopic(invocation.name, machine);
  if (invocation.kind === 'version') return showVersion(machine);
  return runCommand(invocation, argv, machine);
}

/** How errors shall look, read from the bare words: it must hold even when the line cannot be parsed. */
function errorLook(argv: readonly string[]): ErrorLook {
  const own = ownWords(argv);
  const formats = own.map((word, i) => {
    if (/^(-[a-z]*o|--output)$/.test(own[i - 1] ?? '')) return word;
    return /^(?:-[a-z]*?o=?|--output=)(.*)$/.exec(word)?.[1] ?? '';
  });
  const asJson = own.some((word) => /^--json(=|$)/.test(word)) || formats.some(isJsonFormat);
  return { asJson, noColor: own.includes('--no-color'), lead: leadOf({ curl: own.includes('--curl') }) };
}

/** What went wrong before there was a line to run, told as usual. */
export const failed = (error: unknown): Promise<number> =>
  reportError(error, thisMachine(), { asJson: false, noColor: false, lead: '' });

/** Reports a command that can never settle, because nothing is left that it could wait for. */
export const stalled = (argv: readonly string[]): Promise<number> => {
  const error = new SinchctlError('failure', 'the command ended without a result', {
    hint: 'this is a bug in sinchctl; please report it, and check the account before you run the command again',
    isBug: true,
  });
  return reportError(error, thisMachine(), errorLook(argv));
};

/** Runs one line on a machine. Never rejects: what goes wrong is told on stderr and by the exit code. */
export async function run(argv: readonly string[], machine: Machine = thisMachine()): Promise<number> {
  try {
    return await runLine(argv, machine);
  } catch (error) {
    return reportError(error, machine, errorLook(argv));
  }
}
