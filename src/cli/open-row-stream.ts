import { suggestion } from '../core/closest-match.ts';
import { usage } from '../core/errors.ts';
import { chooseFormat, FORMATS, type Format } from '../output/formats.ts';
import { type Block, type Columns, field, type SortKey } from '../output/rows.ts';
import { styleOptions } from '../output/style-options.ts';
import { openWriter, type RowWriter } from '../output/writer.ts';
import type { Host } from '../platform/host.ts';
import { flagOf } from './argv/option.ts';
import type { Run } from './argv/parse.ts';
import { stderrLine } from './messages.ts';
import { RowStream } from './row-stream.ts';
import type { Settings } from './settings.ts';

function checkColumn(where: string, name: string, fields: readonly string[]): void {
  if (fields.includes(name)) return;
  throw usage(`${where}: unknown column ${name}`, suggestion(name, fields), [name]);
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

/** @throws SinchctlError usage for an option about rows if the command prints none */
function refuseRowOptions(settings: Settings): void {
  const name = (['columns', 'sort', 'header', 'noHeader', 'results'] as const).find((one) => settings[one]);
  if (name === undefined) return;
  throw usage(`${flagOf(name)} does not apply: this command prints no rows`, `omit ${flagOf(name)}`);
}

/** The files of items that a command reads. */
function inputsOf(options: Record<string, unknown>): { flag: string; path: string }[] {
  const flags = { from: '--from', file: '-f', against: '--against' } as const;
  return Object.entries(flags).flatMap(([name, flag]) => {
    const path = options[name];
    return typeof path === 'string' ? [{ flag, path }] : [];
  });
}

/** The writer of stdout, with a note on stderr in place of an empty table. */
function openStdout(columns: Columns, format: Format, settings: Settings, host: Host): RowWriter {
  const { stdout, stderr } = host;
  const style = styleOptions(settings, host);
  const writer = openWriter(columns, format, style, (text) => stdout.write(text));
  return {
    ...writer,
    async write(rows) {
      if (rows.length === 0 && FORMATS[format].hasEmptyNote && !settings.quiet)
        await stderr.write(stderrLine(settings, `note: ${columns.empty}`));
      await writer.write(rows);
    },
  };
}

/** Shows grouped rows; undefined if the format or the options require separate rows. */
function blocksWriter(format: Format, settings: Settings, host: Host) {
  const { blocks: draw } = FORMATS[format];
  if (!draw || settings.columns || settings.sort) return undefined;
  return async (blocks: readonly Block[]) => {
    const pieces = await draw(blocks, styleOptions(settings, host));
    for (const text of pieces ?? []) await host.stdout.write(text);
    return pieces !== undefined;
  };
}

async function openResultsFile(
  path: string | undefined,
  options: Run['options'],
  columns: Columns | null | undefined,
) {
  if (!path || !columns) return undefined;
  const { openResults } = await import('../history/results-file.ts');
  return openResults(path, inputsOf(options), columns.fields);
}

const writeNothing = async () => undefined;

/** Opens the output of a command's rows. @throws SinchctlError for invalid options, before anything is done */
export async function openRowStream(
  { command, options }: Pick<Run, 'command' | 'options'>,
  settings: Settings,
  host: Host,
): Promise<RowStream> {
  const columns = command.columnsFor ? command.columnsFor(options as never) : command.columns;
  if (!columns) refuseRowOptions(settings);
  const chosen = columns && chooseColumns(columns, settings.columns, settings.sort);
  const format = chooseFormat(settings.output, settings.json, host.stdout.isTerminal);
  return new RowStream({
    columns,
    open: () =>
      chosen
        ? openStdout(chosen, format, settings, host)
        : { write: writeNothing, writeGroups: writeNothing, end: writeNothing },
    showBlocks: blocksWriter(format, settings, host),
    streams: FORMATS[format].isStreamed === true && !settings.sort,
    results: await openResultsFile(settings.results, options, columns),
  });
}
