import type { Aliases } from '../account/application.ts';
import { suggestion } from '../core/closest-match.ts';
import { usage } from '../core/errors.ts';
import { FORMATS, type Format, streamsRows } from '../output/formats.ts';
import type { GroupedRows } from '../output/plan-view.ts';
import { type Columns, field, type Row, type SortKey, sortRows } from '../output/rows.ts';
import { styleOptions } from '../output/style-options.ts';
import { openWriter, type RowWriter } from '../output/writer.ts';
import type { Host } from '../platform/host.ts';
import { flagOf } from './argv/option.ts';
import type { Run } from './argv/parse.ts';
import type { CommandData, Program } from './command-list.ts';
import { messageLine } from './messages.ts';
import { RowStream } from './row-stream.ts';
import type { Settings } from './settings.ts';

function checkField(where: string, name: string, fields: readonly string[]): void {
  if (fields.includes(name)) return;
  throw usage(`unknown field for ${where}: ${name}`, suggestion(name, fields), [name]);
}

/**
 * The columns to print: those of `--columns`, in its order, or all of the command.
 * @throws SinchctlError usage for a column that the command does not have
 */
function chooseColumns(
  columns: Columns,
  chosen: readonly string[] | undefined,
  sort: readonly SortKey[] | undefined,
): Columns {
  for (const key of sort ?? []) checkField('--sort', key.field, columns.fields);
  if (!chosen) return columns;
  for (const name of chosen) checkField('--columns', name, columns.fields);
  return { ...columns, fields: chosen, table: chosen.map((name) => field(name)), draw: undefined };
}

/** @throws SinchctlError usage for an option about rows if the command prints none */
function refuseRowOptions(settings: Settings): void {
  const name = (['columns', 'sort', 'header', 'noHeader', 'results'] as const).find((one) => settings[one]);
  if (name === undefined) return;
  throw usage(`${flagOf(name)} does not apply: this command prints no rows`, `omit ${flagOf(name)}`);
}

/** The files of numbers, callbacks, or state that a command reads, with their flags. */
function inputsOf(options: Record<string, unknown>): { flag: string; path: string }[] {
  const flags = { from: '--from', file: '-f', against: '--against' } as const;
  return Object.entries(flags).flatMap(([name, flag]) => {
    const path = options[name];
    return typeof path === 'string' ? [{ flag, path }] : [];
  });
}

/** The writer of stdout, with a note on stderr in place of an empty table, and about columns that do not fit. */
function openStdout(
  columns: Columns,
  format: Format,
  settings: Settings,
  host: Host,
  aliases: Aliases | undefined,
): RowWriter {
  const { stdout, stderr } = host;
  const note = async (text: string) => {
    if (!settings.quiet) await stderr.write(messageLine(host, settings, `note: ${text}`));
  };
  let omitted: readonly string[] = [];
  const style = Object.assign(styleOptions(settings, host), {
    aliases,
    onOmitted: (titles: readonly string[]) => {
      omitted = titles;
    },
  });
  const writer = openWriter(columns, format, style, (text) => stdout.write(text));
  return {
    ...writer,
    async write(rows) {
      if (rows.length === 0 && FORMATS[format].hasEmptyNote) await note(columns.empty);
      await writer.write(rows);
    },
    async end() {
      await writer.end();
      if (omitted.length > 0)
        await note(`omitted columns that do not fit: ${omitted.join(', ')}; to see them, add -o json`);
    },
  };
}

/** Shows grouped rows and plans, unless the format or the options require separate rows. */
function groupedWriter(columns: Columns | null | undefined, format: Format, settings: Settings, host: Host) {
  const { plan: drawPlan, blocks: drawBlocks } = FORMATS[format];
  return async ({ plan, blocks }: GroupedRows, rows: readonly Row[]) => {
    const isShaped = settings.columns !== undefined || settings.sort !== undefined;
    const shaped = isShaped
      ? { fields: columns?.fields ?? [], rows: sortRows(rows, settings.sort ?? []) }
      : undefined;
    const isPlan = plan && settings.output === undefined && !isShaped;
    const pieces =
      (isPlan && drawPlan?.(plan(), styleOptions(settings, host))) ||
      (blocks && drawBlocks?.(blocks, shaped));
    if (!pieces) return false;
    for (const text of await pieces) await host.stdout.write(text);
    return true;
  };
}

async function openResultsFile(
  path: string | undefined,
  options: Run['options'],
  own: Columns | null | undefined,
  commands: readonly CommandData[],
) {
  if (!path || !own) return undefined;
  const { openResults } = await import('../history/results-file.ts');
  const shapes = [own, ...commands.map(({ columns }) => columns)].flatMap((one) => (one ? [one.fields] : []));
  return openResults(path, inputsOf(options), shapes);
}

const writeNothing = async () => undefined;

/** Opens the output of a command's rows. @throws SinchctlError for invalid options, before anything is done */
export async function openRowStream(
  { commands }: Pick<Program, 'commands'>,
  { command, options }: Pick<Run, 'command' | 'options'>,
  format: Format,
  settings: Settings,
  host: Host,
): Promise<RowStream> {
  const columns = command.columnsFor ? command.columnsFor(options as never) : command.columns;
  if (!columns) refuseRowOptions(settings);
  const chosen = columns && chooseColumns(columns, settings.columns, settings.sort);
  return new RowStream({
    columns,
    open: (aliases) =>
      chosen
        ? openStdout(chosen, format, settings, host, aliases)
        : { write: writeNothing, writeGroups: writeNothing, end: writeNothing },
    showGrouped: groupedWriter(chosen, format, settings, host),
    streams: streamsRows(format, settings.sort),
    results: await openResultsFile(settings.results, options, columns, commands),
  });
}
