import { suggestion } from '../core/closest-match.ts';
import { usage } from '../core/errors.ts';
import { chooseFormat, isStreamed } from '../output/formats.ts';
import { type Block, type Columns, field } from '../output/rows.ts';
import type { SortKey } from '../output/sort-rows.ts';
import { styleOptions } from '../output/style-options.ts';
import { openWriter, type RowWriter } from '../output/writer.ts';
import type { Host } from '../platform/host.ts';
import { flagOf } from './argv/option.ts';
import type { Run } from './argv/parse.ts';
import { leadOf } from './messages.ts';
import { RowStream } from './row-stream.ts';
import type { Settings } from './settings.ts';

function checkColumn(where: string, name: string, fields: readonly string[]): void {
  if (fields.includes(name)) return;
  throw usage(`${where} has no column ${name}`, suggestion(name, fields), [name]);
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
  for (const key of sort ?? []) checkColumn('--sort', key.field, columns.fields);
  if (!chosen) return columns;
  for (const name of chosen) checkColumn('--columns', name, columns.fields);
  return { ...columns, fields: chosen, table: chosen.map((name) => field(name)) };
}

/** @throws SinchctlError usage for an option about rows where there are none */
function refuseRowOptions(settings: Settings): void {
  const name = (['columns', 'sort', 'header', 'noHeader', 'results'] as const).find((one) => settings[one]);
  if (name === undefined) return;
  throw usage(`${flagOf(name)} does not fit: this command prints no rows`, `leave ${flagOf(name)} out`);
}

/** The files of items that a command reads. */
function inputsOf(options: Record<string, unknown>): { flag: string; path: string }[] {
  const flags = { from: '--from', file: '-f', against: '--against' } as const;
  return Object.entries(flags).flatMap(([name, flag]) => {
    const path = options[name];
    return typeof path === 'string' ? [{ flag, path }] : [];
  });
}

/** Opens the output of a command's rows. @throws SinchctlError for options that do not fit, before anything is done */
export async function openRowStream(
  { command, options }: Pick<Run, 'command' | 'options'>,
  settings: Settings,
  host: Host,
): Promise<RowStream> {
  const columns = command.columnsFor ? command.columnsFor(options as never) : command.columns;
  if (!columns) refuseRowOptions(settings);
  const chosen = columns && chooseColumns(columns, settings.columns, settings.sort);
  const { stdout, stderr } = host;
  const format = chooseFormat(settings.output, settings.json, stdout.isTerminal);
  const open = async (): Promise<RowWriter> => {
    const nothing = async () => undefined;
    if (!chosen) return { write: nothing, writeGroups: nothing, end: nothing };
    const look = styleOptions(settings, host);
    const writer = await openWriter(chosen, format, look, (text) => stdout.write(text));
    return {
      async write(rows) {
        if (rows.length === 0 && format === 'table' && !settings.quiet)
          await stderr.write(`${leadOf(settings)}note: ${chosen.empty}\n`);
        await writer.write(rows);
      },
      writeGroups: (groups) => writer.writeGroups(groups),
      end: () => writer.end(),
    };
  };
  const isGrouped = !settings.columns && !settings.sort && (format === 'markdown' || format === 'table');
  const showBlocks = async (blocks: readonly Block[]) => {
    const look = styleOptions(settings, host);
    const { drawBlocks, markdownBlocks } = await import('../output/blocks.ts');
    if (format === 'markdown') return stdout.write(markdownBlocks(blocks));
    for (const text of drawBlocks(blocks, look)) await stdout.write(text);
  };
  const { openResults } = settings.results ? await import('../history/results-file.ts') : {};
  const results = settings.results ? await openResults?.(settings.results, inputsOf(options)) : undefined;
  const isAccessibleTable = format === 'table' && settings.isAccessible;
  return new RowStream({
    columns,
    open,
    showBlocks: isGrouped && !isAccessibleTable ? showBlocks : undefined,
    streams: isStreamed(format) && !settings.sort,
    results,
  });
}
