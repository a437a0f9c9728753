import type { Outcome } from './commands/define.ts';
import { ownWords } from './commands/own-words.ts';
import { EXIT } from './core/errors.ts';
import { shellLine } from './core/shell-line.ts';
import { wantsColor } from './output/color.ts';
import { chooseFormat } from './output/format.ts';
import { render } from './output/render.ts';
import { safeLines } from './output/safe-text.ts';
import { type Invocation, parseLine } from './program.ts';
import { type ErrorLook, reportError } from './report-error.ts';
import { Feed, type RowWriter } from './system/feed-rows.ts';
import { type Machine, thisMachine } from './system/machine.ts';
import { openContext } from './system/open-context.ts';
import { VERSION } from './version.ts';

type Run = Extract<Invocation, { kind: 'run' }>;

async function showHelp(text: string, asked: boolean, machine: Machine): Promise<number> {
  await (asked ? machine.stdout : machine.stderr).write(safeLines(text));
  return asked ? 0 : EXIT.usage;
}

async function showVersion(machine: Machine): Promise<number> {
  await machine.stdout.write(`${VERSION}\n`);
  return 0;
}

/** Where the rows of a line go. @throws SinchctlError when the line says so badly, before anything is done */
async function openFeed({ command, options, globals }: Run, machine: Machine): Promise<Feed> {
  const columns = command.columnsFor?.(options as never) ?? command.columns;
  const { output, json, header, noHeader, noColor } = globals;
  const { stdout, stderr, env } = machine;
  const format = chooseFormat(output, json, stdout.isTerminal);
  const look = {
    color: wantsColor(env, stdout.isTerminal, noColor),
    header: noHeader ? false : header ? true : undefined,
  };
  const open = async (): Promise<RowWriter> => ({
    async write(rows) {
      if (!columns) return;
      if (rows.length === 0 && format === 'table' && !globals.quiet)
        await stderr.write(`note: ${columns.empty}\n`);
      await stdout.write(await render(rows, columns, format, look));
    },
    end: async () => undefined,
  });
  const { appendTo } = globals.results ? await import('./system/append-file.ts') : {};
  const results = globals.results && appendTo ? await appendTo(globals.results) : undefined;
  return new Feed({ columns, open, streams: false, results });
}

/** Runs the command and whatever must be done after it. */
async function runCommand(run: Run, argv: readonly string[], machine: Machine, feed: Feed): Promise<Outcome> {
  const { command, args, options, globals } = run;
  const ends: (() => Promise<void>)[] = [];
  const context = openContext(machine, {
    command,
    globals,
    isDryRun: options.dryRun === true,
    feed,
    isShared: false,
    line: shellLine(argv),
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
  if (invocation.kind === 'version') return showVersion(machine);
  const { globals } = invocation;
  // A contradiction must show before anything is done, not after.
  const format = chooseFormat(globals.output, globals.json, machine.stdout.isTerminal);
  const feed = await openFeed(invocation, machine);
  try {
    const outcome = await runCommand(invocation, argv, machine, feed);
    const look = { asJson: format === 'json', noColor: globals.noColor };
    try {
      await feed.finish(outcome.rows);
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
  const asJson = own.some(
    (word, i) =>
      word === '--json' ||
      /^(-[a-z]*o=?|--output=)json$/.test(word) ||
      (word === 'json' && /^(-[a-z]*o|--output)$/.test(own[i - 1] ?? '')),
  );
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
