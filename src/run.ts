import type { Outcome } from './commands/define.ts';
import type { Globals } from './commands/globals.ts';
import { flagOf } from './commands/option.ts';
import { ownWords } from './commands/own-words.ts';
import { EXIT, usage } from './core/errors.ts';
import { checkRegion } from './core/phone.ts';
import { shellLine, shellOf } from './core/shell-line.ts';
import { chooseColumns } from './output/choose-columns.ts';
import { chooseFormat, isJsonFormat, isStreamed } from './output/format.ts';
import { isAccessible, lookOf } from './output/look.ts';
import type { Reply } from './output/reply.ts';
import type { Block } from './output/rows.ts';
import { safeLines } from './output/safe-text.ts';
import { openWriter, type RowWriter } from './output/writer.ts';
import { type Invocation, parseLine } from './program.ts';
import { type ErrorLook, reportError } from './report-error.ts';
import { Feed } from './system/feed-rows.ts';
import { type Machine, thisMachine } from './system/machine.ts';
import { openContext } from './system/open-context.ts';
import { VERSION } from './version.ts';

type Run = Extract<Invocation, { kind: 'run' }>;
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

async function showReply(reply: Reply, { stdout }: Machine): Promise<void> {
  const { replyText } = await import('./output/reply.ts');
  await stdout.write(replyText(reply, stdout.isTerminal));
}

/** @throws SinchctlError usage for an option about rows where there are none */
function refuseRowOptions(globals: Globals): void {
  const name = (['columns', 'sort', 'header', 'noHeader', 'results'] as const).find((one) => globals[one]);
  if (name === undefined) return;
  throw usage(`${flagOf(name)} does not fit: this command prints no rows`, `leave ${flagOf(name)} out`);
}

/** Where the rows of a line go. @throws SinchctlError when the line says so badly, before anything is done */
async function openFeed({ command, options, globals }: Run, machine: Machine): Promise<Feed> {
  const columns = command.columnsFor ? command.columnsFor(options as never) : command.columns;
  if (!columns) refuseRowOptions(globals);
  const chosen = columns && chooseColumns(columns, globals.columns, globals.sort);
  const { stdout, stderr } = machine;
  const format = chooseFormat(globals.output, globals.json, stdout.isTerminal);
  const open = async (): Promise<RowWriter> => {
    if (!chosen) return { write: async () => undefined, end: async () => undefined };
    const look = lookOf(format, globals, machine);
    const writer = await openWriter(chosen, format, look, (text) => stdout.write(text));
    return {
      async write(rows) {
        if (rows.length === 0 && format === 'table' && !globals.quiet)
          await stderr.write(`note: ${chosen.empty}\n`);
        await writer.write(rows);
      },
      end: () => writer.end(),
    };
  };
  const isGrouped = !globals.columns && !globals.sort && (format === 'markdown' || format === 'table');
  const group = async (blocks: readonly Block[]) => {
    const look = lookOf(format, globals, machine);
    const { drawBlocks, markdownBlocks } = await import('./output/blocks.ts');
    if (format === 'markdown') return stdout.write(markdownBlocks(blocks));
    for (const text of drawBlocks(blocks, look)) await stdout.write(text);
  };
  const { appendTo } = globals.results ? await import('./system/append-file.ts') : {};
  const results = globals.results && appendTo ? await appendTo(globals.results) : undefined;
  const isAccessibleTable = format === 'table' && isAccessible(machine.env, globals.accessible);
  return new Feed({
    columns,
    open,
    group: isGrouped && !isAccessibleTable ? group : undefined,
    streams: isStreamed(format) && !globals.sort,
    results,
  });
}

/** Runs the command and whatever must be done after it. */
async function runCommand(run: Run, argv: readonly string[], machine: Machine, feed: Feed): Promise<Outcome> {
  const { command, args, options, globals } = run;
  const ends: (() => Promise<void>)[] = [];
  const context = openContext(machine, {
    writes: command.writesFor?.(args) ?? command.writes,
    globals,
    isDryRun: options.dryRun === true,
    feed,
    isShared: false,
    line: shellLine(argv, shellOf(machine.platform, machine.env)),
    onEnd: (work) => ends.push(work),
  });
  try {
    return await command.run(context, args, options as never);
  } finally {
    for (const work of ends.reverse()) await work();
  }
}

/** Parses a line, runs its command, shows what came of it. */
async function runLine(argv: readonly string[], machine: Machine): Promise<number> {
  const invocation = parseLine(argv);
  if (invocation.kind === 'help') return showHelp(invocation.text, invocation.asked, machine);
  if (invocation.kind === 'topic') return showTopic(invocation.name, machine);
  if (invocation.kind === 'version') return showVersion(machine);
  const { globals } = invocation;
  // A contradiction must show before anything is done, not after.
  const format = chooseFormat(globals.output, globals.json, machine.stdout.isTerminal);
  // Whether it is needed or not; what knows the countries loads for those only who give one.
  if (globals.region !== undefined) await checkRegion(globals.region);
  const feed = await openFeed(invocation, machine);
  try {
    const outcome = await runCommand(invocation, argv, machine, feed);
    const look = { asJson: isJsonFormat(format), noColor: globals.noColor };
    try {
      await feed.finish(outcome.rows, outcome.blocks);
      if (outcome.reply) await showReply(outcome.reply, machine);
    } catch (error) {
      // What was done matters more than that it could not be shown.
      if (!outcome.error) throw error;
      await reportError(error, machine, { ...look, asJson: false });
    }
    if (outcome.error) return await reportError(outcome.error, machine, look);
    return outcome.exitCode ?? 0;
  } finally {
    await feed.close();
  }
}

/** How errors shall look, read from the bare words: it must hold even when the line cannot be parsed. */
function errorLook(argv: readonly string[]): ErrorLook {
  const own = ownWords(argv);
  const formats = own.map((word, i) => {
    if (/^(-[a-z]*o|--output)$/.test(own[i - 1] ?? '')) return word;
    return /^(?:-[a-z]*?o=?|--output=)(.*)$/.exec(word)?.[1] ?? '';
  });
  const asJson = own.includes('--json') || formats.some(isJsonFormat);
  return { asJson, noColor: own.includes('--no-color') };
}

/** What went wrong before there was a line to run, told as usual. */
export const failed = (error: unknown): Promise<number> =>
  reportError(error, thisMachine(), { asJson: false, noColor: false });

/** Runs one line on a machine. Never rejects: what goes wrong is told on stderr and by the exit code. */
export async function run(argv: readonly string[], machine: Machine = thisMachine()): Promise<number> {
  try {
    return await runLine(argv, machine);
  } catch (error) {
    return reportError(error, machine, errorLook(argv));
  }
}
