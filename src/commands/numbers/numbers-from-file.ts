import { resolveApplication } from '../../account/application.ts';
import { parseCapability } from '../../account/capability.ts';
import { invalidInput } from '../../account/group-by-reason.ts';
import {
  type AccountNumber,
  displayText,
  isVerbatim,
  numberReader,
  type ReadVerbatim,
} from '../../account/phone-number.ts';
import type { Context } from '../../cli/context.ts';
import { suggestion } from '../../core/closest-match.ts';
import { type SinchctlError, usage } from '../../core/errors.ts';
import { countOf } from '../../core/text.ts';
import type { AmbiguousColumn, Entries, NumberEntry, RejectedLine } from '../../input/entry.ts';
import type { RoutedEntries } from '../../input/route.ts';
import { IGNORABLE } from '../options.ts';
import { type NumberSelection, regionOf, verbatimOf } from './resolve-numbers.ts';

/**
 * The numbers in the arguments and in a file, as written.
 * @throws SinchctlError usage for an empty file
 */
async function entriesOf(
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
  if (hasNoEntries(read) && !read.isEmptyList) throw emptyInput(from);
  if (args.length === 0) return read;
  return {
    ...read,
    good: [...args.map((number, i) => ({ place: `argument ${i + 1}`, number })), ...read.good],
  };
}

const hasNoEntries = ({ good, bad }: Entries): boolean => good.length === 0 && bad.length === 0;

export const emptyInput = (from: string, what = 'numbers'): SinchctlError =>
  usage(
    `${from === '-' ? 'stdin' : from} contains no ${what}`,
    'to pass an empty list, use [] or a header without rows',
  );

/** Reports the rows of a file that are neither numbers nor errors, and an empty list, which may be a mistake. */
function noteSkipped(context: Context, { callbacks = 0, cutOff, isEmptyList }: Entries): void {
  if (isEmptyList) context.messages.note('the list of numbers is empty');
  if (callbacks > 0) context.messages.note(`skipped ${countOf(callbacks, 'callback row')}`);
  if (cutOff) context.messages.warn(`skipped ${cutOff.place}, which is incomplete: ${cutOff.text}`);
}

const HEADER = 'the first line of a table must contain column names, such as number,application,capability';

/** All rejected lines as one error. */
export function inputError(bad: readonly RejectedLine[]): SinchctlError {
  const isHeadless = bad.some(({ text }) => /^\+[\d\s().-]{7,}[,;\t]/.test(text));
  return invalidInput(isHeadless ? bad.map((line) => ({ ...line, hint: HEADER })) : bad, 'entries');
}

/** The entries without the columns of `--ignore-column`. @throws SinchctlError usage for an unknown column */
function ignoreColumns(entries: Entries, ignored: readonly string[] = []): Entries {
  for (const name of ignored) {
    if (!(IGNORABLE as readonly string[]).includes(name)) {
      throw usage(`unknown column for --ignore-column: ${name}`, suggestion(name, IGNORABLE), [name]);
    }
  }
  if (ignored.length === 0) return entries;
  const keepsApplication = !ignored.includes('application');
  const keepsCapability = !ignored.includes('capability');
  const good = entries.good.map(
    ({
      place,
      application,
      applicationKey,
      isRemoved,
      capability,
      missingFields,
      ...entry
    }): NumberEntry => ({
      ...entry,
      // May be a getter of a class, which a spread does not copy.
      place,
      ...(keepsApplication && application !== undefined && { application }),
      ...(keepsApplication && applicationKey !== undefined && { applicationKey }),
      ...(keepsApplication && isRemoved && { isRemoved }),
      ...(keepsCapability && capability !== undefined && { capability }),
      ...(missingFields && { missingFields: missingFields.filter((column) => !ignored.includes(column)) }),
    }),
  );
  const ambiguousColumns = entries.ambiguousColumns?.filter(({ column }) => !ignored.includes(column));
  return { ...entries, good, ...(ambiguousColumns && { ambiguousColumns }) };
}

const FLAGS = { application: '--app <APP>', capability: '--capability <CAPABILITY>' } as const;

const flagName = (column: keyof typeof FLAGS): string => FLAGS[column].split(' ')[0] ?? '';

function ambiguousColumnError({ column, name, reason }: AmbiguousColumn): SinchctlError {
  const flags = `to use ${flagName(column)} instead, add ${FLAGS[column]} --ignore-column ${column}`;
  if (reason === 'twice')
    return usage(`the table has two columns named ${name}`, `rename one of them; ${flags}`, [name]);
  if (reason === 'beside')
    return usage(`${name} is outside the list of numbers`, `move it into each item; ${flags}`, [name]);
  if (reason === 'alike')
    return usage(`unknown column ${name} (did you mean ${column}?)`, `rename it to ${column}; ${flags}`, [
      name,
    ]);
  return usage(
    `without a header, the columns are number, application, alias, and capability, but ${name} is not an alias`,
    'export the rows with --header, or without --columns',
    [name],
  );
}

/**
 * @throws SinchctlError usage if a column may be intended to select the application or capability: using the default
 * instead could change the wrong application
 */
function refuseAmbiguousColumns(
  context: Context,
  { ambiguousColumns = [] }: Entries,
  { app, capability }: NumberSelection,
): void {
  const isGiven = { application: app !== undefined, capability: capability !== undefined };
  const isDoubted = (reason: string) => reason === 'alike' || reason === 'beside';
  const ambiguous = ambiguousColumns.find(({ column, reason }) => !isDoubted(reason) || !isGiven[column]);
  if (ambiguous) throw ambiguousColumnError(ambiguous);
  for (const { name, column } of ambiguousColumns)
    context.messages.note(`ignoring column ${name}, because ${flagName(column)} is specified`);
}

/**
 * Reads entries, with the short codes and sender IDs of the account if an entry may be one. If other entries are
 * certainly invalid, all are reported without reading the account, unless the valid ones are to be processed.
 */
async function withVerbatim<T extends { bad: readonly RejectedLine[] }>(
  { good }: Entries,
  readVerbatim: ReadVerbatim | undefined,
  read: (readVerbatim?: ReadVerbatim) => Promise<T>,
  keepGoing = false,
): Promise<T> {
  const result = await read();
  const mayBeVerbatim = readVerbatim && good.some(({ number }) => isVerbatim(String(number).trim()));
  const isReportable = !keepGoing && result.bad.some(({ text }) => !isVerbatim(text));
  return mayBeVerbatim && !isReportable ? read(readVerbatim) : result;
}

/**
 * The numbers in the arguments and in a file, by application and capability.
 * @param isCompleteSet whether numbers that are missing will be removed, so that every row counts
 * @returns with `--keep-going` also the rejected lines
 * @throws SinchctlError usage with all rejected lines
 */
export async function desiredStatesOfFile(
  context: Context,
  args: readonly string[],
  selection: NumberSelection,
  isCompleteSet: boolean,
): Promise<RoutedEntries> {
  const read = await entriesOf(context, args, selection);
  // The command decides whether an empty list is a mistake.
  if (isCompleteSet && hasNoEntries(read)) return { desiredStates: [], bad: [] };
  const entries = ignoreColumns(read, selection.ignoreColumn);
  refuseAmbiguousColumns(context, entries, selection);
  if (isCompleteSet && entries.cutOff) throw inputError([...entries.bad, entries.cutOff]);
  noteSkipped(context, entries);
  const { routeEntries } = await import('../../input/route.ts');
  const flags = {
    application: selection.app === undefined ? undefined : await context.application(selection.app),
    capability: selection.capability,
  };
  const route = (readVerbatim?: ReadVerbatim) =>
    routeEntries(entries, {
      readNumber: numberReader(() => regionOf(context), readVerbatim),
      application: async (text) => resolveApplication(text, (await context.credentials()).aliases),
      capability: parseCapability,
      defaultApplication: () => context.application(undefined),
      flags,
      isCompleteSet,
    });
  const readVerbatim = selection.noCheck ? undefined : verbatimOf(context);
  const routed = await withVerbatim(entries, readVerbatim, route, selection.keepGoing);
  if (routed.bad.length > 0 && !selection.keepGoing) throw inputError(routed.bad);
  return routed;
}

/**
 * Only the numbers in the arguments and in a file, without their targets.
 * @throws SinchctlError usage with all rejected lines
 */
export async function numbersOfFile(
  context: Context,
  args: readonly string[],
  selection: NumberSelection,
  readVerbatim: ReadVerbatim | undefined,
): Promise<AccountNumber[]> {
  const entries = await entriesOf(context, args, selection);
  noteSkipped(context, entries);
  const readAll = async (verbatim?: ReadVerbatim) => {
    const read = numberReader(() => regionOf(context), verbatim);
    const numbers = new Set<AccountNumber>();
    const bad = [...entries.bad];
    for (const { place, number, error, hint } of entries.good) {
      const result = await read(number);
      const text = displayText(number);
      if (error !== undefined) bad.push({ place, text, why: error });
      else if ('complaint' in result)
        bad.push({ place, text, why: result.complaint, hint: hint ?? result.hint });
      else for (const one of result.numbers) numbers.add(one);
    }
    return { numbers, bad };
  };
  const { numbers, bad } = await withVerbatim(entries, readVerbatim, readAll);
  if (bad.length > 0) throw inputError(bad);
  return [...numbers];
}
