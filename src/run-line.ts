import type { Outcome } from './commands/define.ts';
import { EXIT } from './core/errors.ts';
import { chooseFormat } from './output/format.ts';
import { safeLines } from './output/safe-text.ts';
import { createStyle, wantsColor } from './output/style.ts';
import { type Invocation, parseLine } from './program.ts';
import { reportError } from './report-error.ts';
import type { Machine } from './system/machine.ts';
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

async function show(outcome: Outcome, run: Run, machine: Machine): Promise<void> {
  const columns = run.command.columnsFor?.(run.options as never) ?? run.command.columns;
  if (!columns) return;
  const { output, json, header, noHeader, noColor } = run.globals;
  const { stdout, stderr, env } = machine;
  const format = chooseFormat(output, json, stdout.isTerminal);
  if (outcome.rows.length === 0 && format === 'table' && !run.globals.quiet) {
    await stderr.write(`note: ${columns.empty}\n`);
  }
  const { render } = await import('./output/render.ts');
  const style = createStyle(wantsColor(env, stdout.isTerminal, noColor));
  const look = { style, header: noHeader ? false : header ? true : undefined };
  await stdout.write(await render(outcome.rows, columns, format, look));
}

/** Parses a line, runs its command, shows what came of it. */
export async function runLine(argv: readonly string[], machine: Machine): Promise<number> {
  const invocation = parseLine(argv);
  if (invocation.kind === 'help') return showHelp(invocation.text, invocation.asked, machine);
  if (invocation.kind === 'version') return showVersion(machine);
  const { command, args, options, globals } = invocation;
  // A contradiction must show before anything is done, not after.
  const format = chooseFormat(globals.output, globals.json, machine.stdout.isTerminal);
  const context = openContext(machine, command, globals);
  const outcome = await command.run(context, args, options as never);
  await show(outcome, invocation, machine);
  if (outcome.error) return reportError(outcome.error, machine, format === 'json');
  return outcome.exitCode ?? 0;
}
