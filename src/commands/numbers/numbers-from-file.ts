import type { Capability } from '../../account/capability.ts';
import type { Context } from '../../cli/context.ts';
import { suggestion } from '../../core/closest-match.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import type { AmbiguousColumn, Entries, NumberEntry, RejectedLine } from '../../input/entry.ts';
import { IGNORABLE } from '../options.ts';

/** The options that select numbers, and where the columns of a file send them. */
export interface NumberSelection {
  from?: string | undefined;
  numberColumn?: string | undefined;
  ignoreColumn?: readonly string[] | undefined;
  app?: string | undefined;
  capability?: Capability | undefined;
  keepGoing?: boolean;
}

/** The numbers of the arguments and of a file, as written there. @throws SinchctlError usage for an empty file */
export async function entriesOf(
  context: Context,
  args: readonly string[],
  { from = '-', numberColumn }: NumberSelection,
): Promise<Entries> {
  const [bytes, { decodeText }, { readEntries }] = await Promise.all([
    context.input.readBytes(from),
    import('../../input/decode.ts'),
    import('../../input/detect-format.ts'),
  ]);
  const read = await readEntries(decodeText(bytes, from === '-' ? 'stdin' : from), numberColumn);
  if (isEmpty(read) && !read.isEmptyList) throw emptyInput(from);
  if (args.length === 0) return read;
  return { ...read, good: [...args.map((number) => ({ place: 'the line', number })), ...read.good] };
}

const describeRejected = ({ place, text, why }: RejectedLine): string =>
  why.includes(text) ? `${place}: ${why}` : `${place}: ${why}: ${text}`;

const isEmpty = ({ good, bad }: Entries): boolean => good.length === 0 && bad.length === 0;

export const emptyInput = (from: string, what = 'no number'): SinchctlError =>
  usage(
    `${from === '-' ? 'stdin' : from} holds ${what}`,
    'to pass an empty list, write [] or a header without rows',
  );

/** Whether there is no number in the arguments and in the file. @throws SinchctlError usage for an empty file */
export async function isEmptyInput(
  context: Context,
  args: readonly string[],
  selection: NumberSelection,
): Promise<boolean> {
  return isEmpty(await entriesOf(context, args, selection));
}

/** Reports the rows of a file that are neither numbers nor errors. */
export function noteSkipped(context: Context, { callbacks = 0, cutOff }: Entries): void {
  const rows = callbacks === 1 ? '1 row about a callback' : `${callbacks} rows about callbacks`;
  if (callbacks > 0) context.messages.note(`skipped ${rows}`);
  if (cutOff) context.messages.warn(`skipped ${cutOff.place}, which is cut off: ${cutOff.text}`);
}

const HEADER = 'a table needs the names of its columns on the first line, e.g. number,application,capability';

/** All rejected lines as one error. */
export function inputError(bad: readonly RejectedLine[]): SinchctlError {
  const lines = bad.map((line) => (line.place === 'the line' ? line.why : describeRejected(line)));
  const isHeadless = bad.some(({ text }) => /^\+[\d\s().-]{7,}[,;\t]/.test(text));
  const hint = isHeadless ? HEADER : bad.find(({ hint: one }) => one !== undefined)?.hint;
  const items = bad.map(({ text }) => text);
  if (lines.length <= 3) return new SinchctlError('usage', lines.join('; '), { hint, items });
  return new SinchctlError('usage', `${lines.length} lines are no good; nothing was sent`, {
    hint,
    items,
    lines,
  });
}

/** The entries without the columns of `--ignore-column`. @throws SinchctlError usage for an unknown column */
export function ignoreColumns(entries: Entries, ignored: readonly string[] = []): Entries {
  for (const name of ignored) {
    if (!(IGNORABLE as readonly string[]).includes(name)) {
      throw usage(`--ignore-column knows no column ${name}`, suggestion(name, IGNORABLE), [name]);
    }
  }
  if (ignored.length === 0) return entries;
  const keepsApplication = !ignored.includes('application');
  const keepsCapability = !ignored.includes('capability');
  const good = entries.good.map(
    ({ place, number, application, capability, isRemoved, missingFields, error, hint }): NumberEntry => ({
      place,
      number,
      ...(keepsApplication && application !== undefined && { application }),
      ...(keepsApplication && isRemoved && { isRemoved }),
      ...(keepsCapability && capability !== undefined && { capability }),
      ...(missingFields && { missingFields: missingFields.filter((column) => !ignored.includes(column)) }),
      ...(error !== undefined && { error }),
      ...(hint !== undefined && { hint }),
    }),
  );
  const ambiguousColumns = entries.ambiguousColumns?.filter(({ column }) => !ignored.includes(column));
  return { ...entries, good, ...(ambiguousColumns && { ambiguousColumns }) };
}

const FLAGS = { application: '--app A', capability: '--capability C' } as const;

function ambiguousColumnError({ column, name, reason }: AmbiguousColumn): SinchctlError {
  const flags = `say ${FLAGS[column]} --ignore-column ${column} to go by the flag`;
  if (reason === 'twice')
    return usage(`the table has two columns ${name}`, `rename one, or ${flags}`, [name]);
  if (reason === 'alike')
    return usage(`nothing reads the column ${name}`, `rename it to ${column}, or ${flags}`, [name]);
  return usage(
    `without a header the columns are number, application, alias, capability, and ${name} is no alias`,
    'add --header where the rows are made, or leave --columns out',
    [name],
  );
}

/**
 * @throws SinchctlError usage where a column may have been meant to route the lines: using the default instead would
 * silently change the wrong application
 */
export function refuseAmbiguousColumns(
  { ambiguousColumns = [] }: Entries,
  { app, capability }: NumberSelection,
): void {
  const isGiven = { application: app !== undefined, capability: capability !== undefined };
  const ambiguous = ambiguousColumns.find(({ column, reason }) => reason !== 'alike' || !isGiven[column]);
  if (ambiguous) throw ambiguousColumnError(ambiguous);
}
