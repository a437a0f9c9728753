import type { Context } from '../../context.ts';
import { usage } from '../../core/errors.ts';
import { type E164, parseNumbers } from '../../core/phone.ts';
import type { MoveFrom } from '../../core/plan.ts';

/** The numbers of the line, in E.164. @throws SinchctlError usage when there are none, or some are malformed */
export async function numbersOf(context: Context, args: readonly string[], verb: string): Promise<E164[]> {
  if (args.length === 0) {
    throw usage('no number given', `name them: sinchctl numbers ${verb} +14155550100`);
  }
  return parseNumbers(args, () => regionOf(context));
}

/** The country for national writing: the line's, else the profile's. */
export async function regionOf(context: Context): Promise<string | undefined> {
  return context.globals.region ?? (await context.credentials()).region ?? undefined;
}

/** Where numbers may be moved from. */
export async function moveFromOf(context: Context, text: string | undefined): Promise<MoveFrom> {
  return text === undefined || text === 'any' ? text : context.application(text);
}
