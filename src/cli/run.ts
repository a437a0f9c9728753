import { checkRegion } from '../account/phone-number.ts';
import { asSinchctlError, BUG_HINT, EXIT, SinchctlError } from '../core/errors.ts';
import { shellLine, shellSyntax } from '../core/shell-line.ts';
import { checkProfile } from '../credentials/profile.ts';
import { chooseFormat, hasJsonErrors, streamsRows } from '../output/formats.ts';
import { wantsColor, widthOf } from '../output/style-options.ts';
import { type Host, thisHost } from '../platform/host.ts';
import { parseLine, type Run } from './argv/parse.ts';
import { scanArgv } from './argv/scan-argv.ts';
import { RequestCancellation } from './cancel-requests.ts';
import type { Command, CommandResult } from './command.ts';
import type { HelpPage, Program } from './command-list.ts';
import { finish } from './finish.ts';
import type { Invocation } from './invocation.ts';
import { openMessages } from './messages.ts';
import { openContext } from './open-context.ts';
import { openRowStream } from './open-row-stream.ts';
import { type ErrorStyle, reportError } from './report-error.ts';
import { resolveSettings } from './settings.ts';

/** The longest line of help: longer ones are hard to read. */
const MAX_HELP_WIDTH = 100;

/** Prints a page of help; on stderr, with exit code 2, if a command is missing. */
async function showHelp(program: Program, page: HelpPage, noColor: boolean, host: Host): Promise<number> {
  const sink = page.isRequested ? host.stdout : host.stderr;
  const color = wantsColor(host.env, sink.isTerminal, noColor);
  const width = Math.min(MAX_HELP_WIDTH, widthOf(host.env, sink) ?? 80);
  await sink.write(await program.helpText(page, { width, color }));
  return page.isRequested ? 0 : EXIT.usage;
}

/** Prepares one run of a command, and checks what can be checked before it. */
async function openInvocation(
  program: Program<Command>,
  { command, args, options, globals }: Run,
  argv: readonly string[],
  host: Host,
): Promise<Invocation & { end(): Promise<void> }> {
  const settings = resolveSettings(globals, host.env);
  // Conflicting options must be reported before anything is done.
  const format = chooseFormat(settings.output, settings.json, host.stdout.isTerminal);
  // Checked even if it is not needed. The list of countries loads only for this flag.
  if (globals.region !== undefined) await checkRegion(globals.region);
  const stream = await openRowStream(program, { command, options }, format, settings, host);
  const isShared = host.stdout.isTerminal && streamsRows(format, settings.sort);
  const isDryRun = options.dryRun === true;
  const ends: (() => Promise<void>)[] = [];
  return {
    program,
    host,
    settings,
    format,
    line: shellLine(argv, shellSyntax(host.platform, host.env)),
    isDryRun,
    writes: (command.writesFor?.(args) ?? command.writes) && !isDryRun,
    progress: command.progress ?? 'Processing',
    errorStyle: {
      version: program.version,
      asJson: hasJsonErrors(format),
      noColor: settings.noColor,
      curl: settings.curl,
      debug: settings.debug,
    },
    messages: openMessages(host, settings, isShared),
    stream,
    cancellation: new RequestCancellation(host),
    started: host.now(),
    onEnd: (work) => void ends.push(work),
    async end() {
      for (const end of ends.reverse()) await end();
    },
  };
}

/** Runs a command and the work that it registered for its end, and shows the result. */
async function runCommand(
  program: Program<Command>,
  run: Run,
  argv: readonly string[],
  host: Host,
): Promise<number> {
  const { command, args, options } = run;
  const invocation = await openInvocation(program, run, argv, host);
  const context = openContext(invocation);
  const work = async (): Promise<CommandResult> => {
    try {
      if (command.needsNoProfile) await checkProfile(context);
      return await command.run(context, args, options as never);
    } finally {
      await invocation.end();
    }
  };
  return finish(invocation, await work().catch(asSinchctlError));
}

/** Parses a command line and runs it. */
async function runLine(program: Program<Command>, argv: readonly string[], host: Host): Promise<number> {
  const invocation = await parseLine(program, argv);
  if (invocation.kind === 'help')
    return showHelp(program, invocation, errorStyleOf(program, argv).noColor, host);
  if (invocation.kind === 'run') return runCommand(program, invocation, argv, host);
  await host.stdout.write(`${program.version}\n`);
  return 0;
}

/** How errors appear. Scanned from argv, because errors must appear as requested even if argv cannot be parsed. */
function errorStyleOf(program: Program<Command>, argv: readonly string[]): ErrorStyle {
  const { given, end } = scanArgv(program, argv);
  // Scans each option separately, because it may be parsed as the missing value of the option before it.
  const each = argv
    .slice(0, end)
    .flatMap((word, i) => (word.startsWith('-') ? [scanArgv(program, argv.slice(i, i + 2)).given] : []));
  return {
    version: program.version,
    asJson: each.some((one) => one.has('json') || (one.get('output') ?? []).some(hasJsonErrors)),
    noColor: given.has('noColor'),
    curl: given.has('curl'),
    debug: given.has('debug'),
  };
}

/** Reports an error that occurred before argv was read. */
export const reportUnstarted = (error: unknown, version: string): Promise<number> =>
  reportError(error, thisHost(), { version, asJson: false, noColor: false, curl: false, debug: false });

/** Reports a command that can never finish, because nothing is pending. */
export const stalled = (program: Program<Command>, argv: readonly string[]): Promise<number> => {
  const error = new SinchctlError('failure', 'the command ended without a result', {
    hint: `${BUG_HINT}; check the account before you run it again`,
    isBug: true,
  });
  return reportError(error, thisHost(), errorStyleOf(program, argv));
};

/** Runs one command line. Never rejects: errors go to stderr and the exit code. */
export async function run(
  program: Program<Command>,
  argv: readonly string[],
  host: Host = thisHost(),
): Promise<number> {
  try {
    return await runLine(program, argv, host);
  } catch (error) {
    return reportError(error, host, errorStyleOf(program, argv));
  }
}
