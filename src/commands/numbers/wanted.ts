import type { BadLine } from '../../bulk/input/entry.ts';
import type { Context } from '../../context.ts';
import { resolveApplication } from '../../core/application.ts';
import { parseCapability } from '../../core/capability.ts';
import { usage } from '../../core/errors.ts';
import { type E164, numberReader, parseNumbers, shown } from '../../core/phone.ts';
import type { MoveFrom, Wish } from '../../core/plan.ts';
import { badInput, entriesOf, noteSkipped, refuseDoubts, type Wanted, without } from './entries.ts';

/** The country for national writing: the line's, else the profile's. */
export async function regionOf(context: Context): Promise<string | undefined> {
  return context.globals.region ?? (await context.credentials()).region ?? undefined;
}

/** Where numbers may be moved from. */
export async function moveFromOf(context: Context, text: string | undefined): Promise<MoveFrom> {
  return text === undefined || text === 'any' ? text : context.application(text);
}

/** The numbers of the line alone: they all go the same way. */
async function wishOfLine(
  context: Context,
  args: readonly string[],
  wanted: Wanted,
  verb: string,
): Promise<Wish> {
  if (wanted.numberColumn !== undefined || wanted.ignoreColumn !== undefined) {
    throw usage('--number-column and --ignore-column go with --from', 'name the file');
  }
  if (args.length === 0) {
    throw usage('no number given', `name them: sinchctl numbers ${verb} +14155550100, or --from FILE`);
  }
  return {
    numbers: await parseNumbers(args, () => regionOf(context)),
    capability: wanted.capability ?? 'voice',
    application: await context.application(wanted.app),
  };
}

/**
 * The numbers that are meant, by application and capability.
 * @returns with `--keep-going` also the lines that are no good
 * @throws SinchctlError usage when there are none, or some are no good, all of them named
 */
export async function wishesOf(
  context: Context,
  args: readonly string[],
  wanted: Wanted,
  verb: string,
): Promise<{ wishes: Wish[]; bad: BadLine[] }> {
  if (wanted.from === undefined) return { wishes: [await wishOfLine(context, args, wanted, verb)], bad: [] };
  const entries = without(await entriesOf(context, args, wanted), wanted.ignoreColumn);
  refuseDoubts(entries, wanted);
  const isWholeSet = verb === 'overwrite';
  // What is not in the complete set is removed, so there every row counts.
  if (isWholeSet && entries.cutOff) throw badInput([...entries.bad, entries.cutOff]);
  noteSkipped(context, entries);
  const { routeEntries } = await import('../../bulk/input/route.ts');
  const routed = await routeEntries(entries, {
    readNumber: numberReader(() => regionOf(context)),
    application: async (text) => resolveApplication(text, (await context.credentials()).aliases),
    capability: parseCapability,
    defaultApplication: () => context.application(undefined),
    flags: {
      application: wanted.app === undefined ? undefined : await context.application(wanted.app),
      capability: wanted.capability,
    },
    isWholeSet,
  });
  if (routed.bad.length > 0 && !wanted.keepGoing) throw badInput(routed.bad);
  return routed;
}

/** Just the numbers, for what asks about them and sends them nowhere; none also for a file that is an empty list. */
export async function namedNumbers(
  context: Context,
  args: readonly string[],
  wanted: Wanted,
): Promise<E164[]> {
  if (wanted.from === undefined) return parseNumbers(args, () => regionOf(context));
  const entries = await entriesOf(context, args, wanted);
  noteSkipped(context, entries);
  const { good, bad } = entries;
  const read = numberReader(() => regionOf(context));
  const numbers = new Set<E164>();
  for (const { place, number, wrong, hint } of good) {
    const result = await read(number);
    const text = shown(number);
    if (wrong !== undefined) bad.push({ place, text, why: wrong });
    else if ('complaint' in result)
      bad.push({ place, text, why: result.complaint, hint: hint ?? result.hint });
    else numbers.add(result.number);
  }
  if (bad.length > 0) throw badInput(bad);
  return [...numbers];
}

/** Locks what the wishes write to, and the application that numbers are taken from, before the account is read. */
export function holdFor(context: Context, wishes: readonly Wish[], moveFrom?: MoveFrom): Promise<void> {
  const extra = moveFrom === undefined || moveFrom === 'any' ? [] : [moveFrom];
  return context.hold(
    wishes.flatMap(({ application, capability }) =>
      [application, ...extra].map((key) => ({ application: key, part: capability })),
    ),
  );
}
