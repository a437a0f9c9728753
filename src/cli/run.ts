import { checkRegion } from '../account/phone-number.ts';
import { asSinchctlError, EXIT, SinchctlError } from '../core/errors.ts';
import { safeLines } from '../core/safe-text.ts';
import { shellLine, shellOf } from '../core/shell-line.ts';
import { chooseFormat, isJsonFormat, isStreamed } from '../output/formats.ts';
import { type Host, thisHost } from '../platform/host.ts';
import { abortNow } from './abort.ts';
import { parseLine, type Run } from './argv/parse.ts';
import { scanArgv } from './argv/scan-argv.ts';
import { checkProfile } from './check-profile.ts';
import type { Command, Outcome } from './command.ts';
import type { Program } from './command-list.ts';
import type { Context } from './context.ts';
import { finish } from './finish.ts';
import { leadOf } from './messages.ts';
import { openContext } from './open-context.ts';
import { openRowStream } from './open-row-stream.ts';
import { type ErrorLook, reportError } from './report-error.ts';
import { resolveSettings } from './settings.ts';

async function showHelp(text: string, asked: boolean, host: Host): Promise<number> {
  await (asked ? host.stdout : host.stderr).write(safeLines(text));
  return asked ? 0 : EXIT.usage;
}

/** Prints a text that was asked for. */
async function print(text: string, host: Host): Promise<number> {
  await host.stdout.write(`${text}\n`);
  return 0;
}

/** Runs the command, and whatever must be done after it, and shows what came of it. */
async function runCommand(
  program: Program<Command>,
  { command, args, options, globals }: Run,
  argv: readonly string[],
  host: Host,
): Promise<number> {
  const settings = resolveSettings(globals, host.env);
  // A contradiction must show before anything is done, not after.
  const format = chooseFormat(settings.output, settings.json, host.stdout.isTerminal);
  // Whether it is needed or not; what knows the countries loads for those only who give one.
  if (globals.region !== undefined) await checkRegion(globals.region);
  const stream = await openRowStream({ command, options, settings }, host);
  const ends: (() => Promise<void>)[] = [];
  const look = {
    version: program.version,
    asJson: isJsonFormat(format),
    noColor: settings.noColor,
    lead: leadOf(settings),
  };
  const writes = (command.writesFor?.(args) ?? command.writes) && options.dryRun !== true;
  const context: Context = openContext(host, {
    program,
    writes,
    settings,
    isDryRun: options.dryRun === true,
    stream,
    isShared: host.stdout.isTerminal && isStreamed(format) && !settings.sort,
    line: shellLine(argv, shellOf(host.platform, host.env)),
    onAbort: (signal, clearing, run) => abortNow(context, host, look, { signal, clearing, run, writes }),
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
  return finish({ outcome, stream, host, look, note: context.messages.note });
}

/** Parses a line, and does what it asks for. */
async function runLine(program: Program<Command>, argv: readonly string[], host: Host): Promise<number> {
  const invocation = parseLine(program, argv);
  if (invocation.kind === 'help') return showHelp(invocation.text, invocation.asked, host);
  if (invocation.kind === 'topic') return print(await program.topicText(invocation.name), host);
  if (invocation.kind === 'version') return print(program.version, host);
  return runCommand(program, invocation, argv, host);
}

/** How errors shall look, read from the bare words: it must hold even when the line cannot be parsed. */
function errorLook(program: Program<Command>, argv: readonly string[]): ErrorLook {
  const { given, end } = scanArgv(program, argv);
  // Also where it was taken for the value that another option lacks.
  const isJson = argv.slice(0, end).some((word) => /^--json(=|$)/.test(word));
  return {
    version: program.version,
    asJson: isJson || (given.get('output') ?? []).some(isJsonFormat),
    noColor: given.has('noColor'),
    lead: leadOf({ curl: given.has('curl') }),
  };
}

/** What went wrong before there was a line to run, told as usual. */
export const reportUnstarted = (error: unknown, version: string): Promise<number> =>
  reportError(error, thisHost(), { version, asJson: false, noColor: false, lead: '' });

/** Reports a command that can never settle, because nothing is left that it could wait for. */
export const stalled = (program: Program<Command>, argv: readonly string[]): Promise<number> => {
  const error = new SinchctlError('failure', 'the command ended without a result', {
    hint: 'this is a bug in sinchctl; please report it, and check the account before you run the command again',
    isBug: true,
  });
  return reportError(error, thisHost(), errorLook(program, argv));
};

/** Runs one line on a machine. Never rejects: what goes wrong is told on stderr and by the exit code. */
export async function run(
  program: Program<Command>,
  argv: readonly string[],
  host: Host = thisHost(),
): Promise<number> {
  try {
    return await runLine(program, argv, host);
  } catch (error) {
    return reportError(error, host, errorLook(program, argv));
  }
}
