import { type ApplicationKey, asApplicationKey, resolveApplication } from '../../account/application.ts';
import type { DesiredCallbacks } from '../../account/callback-plan.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { parseCallback } from '../../core/url.ts';
import type { BadLine } from '../../input/entry.ts';
import type { Entry } from '../../input/records.ts';
import { badInput, nothingIn } from '../numbers/entries.ts';
import { callbackColumns } from './columns.ts';

/** A callback as written, and a note where its events would travel unencrypted. */
export function parseCallbackUrl(context: Context, text: string, where: string): string {
  const { url, plain } = parseCallback(text, where);
  if (plain) context.messages.note(`${where} is plain http: calls' events will travel unencrypted`);
  return url;
}

/** What a row asks for: null clears, as JSON says it; what is not there is left alone. */
function desiredCallbacksOf(context: Context, { place, fields }: Entry): DesiredCallbacks {
  const read = (name: 'primary' | 'fallback'): string | null | undefined => {
    const text = fields[name];
    return typeof text === 'string' ? parseCallbackUrl(context, text, `${name} of ${place}`) : text;
  };
  return { primary: read('primary'), fallback: read('fallback') };
}

/**
 * The callbacks that a file asks for, by application.
 * @throws SinchctlError usage when some rows are no good, all of them named
 */
export async function readDesiredCallbacks(
  context: Context,
  from: string,
): Promise<Map<ApplicationKey, DesiredCallbacks>> {
  // Before credentials are opened, which may speak: nothing comes after the error.
  const bytes = await context.input.readBytes(from);
  const [{ decodeText }, { readRecords }, { aliases }] = await Promise.all([
    import('../../input/decode.ts'),
    import('../../input/records.ts'),
    context.credentials(),
  ]);
  const text = decodeText(bytes, from === '-' ? 'stdin' : from);
  const { good, bad, isEmptyList } = await readRecords(text, {
    columns: callbackColumns.fields,
    some: ['primary', 'fallback'],
    isFirst: (cell) => asApplicationKey(cell) !== undefined,
  });
  if (good.length + bad.length === 0 && !isEmptyList) throw nothingIn(from, 'no application');
  const desiredStates = new Map<ApplicationKey, DesiredCallbacks>();
  const places = new Map<ApplicationKey, string>();
  const problems: BadLine[] = [...bad];
  for (const entry of good) {
    const name = entry.fields.application ?? '';
    try {
      const application = resolveApplication(name, aliases);
      const before = places.get(application);
      if (before) throw new SinchctlError('usage', `${name} stands in ${before} too`);
      places.set(application, entry.place);
      desiredStates.set(application, desiredCallbacksOf(context, entry));
    } catch (error) {
      problems.push({ place: entry.place, text: name, why: (error as Error).message });
    }
  }
  if (problems.length > 0) throw badInput(problems);
  return desiredStates;
}
