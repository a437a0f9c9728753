import { type ApplicationKey, resolveApplication } from '../../account/application.ts';
import type { DesiredCallbacks } from '../../account/plan.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { parseCallback } from '../../core/url.ts';
import type { CallbackRow } from '../../input/callback-rows.ts';
import type { RejectedLine } from '../../input/entry.ts';
import { emptyInput, inputError } from '../numbers/numbers-from-file.ts';
import { callbackColumns } from './columns.ts';

/** A callback as written, with a note if its events would be sent unencrypted. */
export function parseCallbackUrl(context: Context, text: string, where: string): string {
  const { url, plain } = parseCallback(text, where);
  if (plain) context.messages.note(`${where} uses http, so call events are sent unencrypted`);
  return url;
}

/** The desired callbacks of a row: null, in JSON, clears a URL; what the row does not contain is unchanged. */
function desiredCallbacksOf(context: Context, { place, fields }: CallbackRow): DesiredCallbacks {
  const read = (name: 'primary' | 'fallback'): string | null | undefined => {
    const text = fields[name];
    return typeof text === 'string' ? parseCallbackUrl(context, text, `${name} of ${place}`) : text;
  };
  return { primary: read('primary'), fallback: read('fallback') };
}

/**
 * The desired callbacks of a file, by application.
 * @throws SinchctlError usage with all rows that are invalid
 */
export async function readDesiredCallbacks(
  context: Context,
  from: string,
): Promise<Map<ApplicationKey, DesiredCallbacks>> {
  // Before the credentials are opened, which may print a note: nothing may follow an error.
  const bytes = await context.input.readBytes(from);
  const [{ decodeText }, { readCallbackRows }, { aliases }] = await Promise.all([
    import('../../input/decode.ts'),
    import('../../input/callback-rows.ts'),
    context.credentials(),
  ]);
  const text = decodeText(bytes, from === '-' ? 'stdin' : from);
  const { good, bad, isEmptyList } = await readCallbackRows(text, callbackColumns.fields);
  if (good.length + bad.length === 0 && !isEmptyList) throw emptyInput(from, 'applications');
  const desired = new Map<ApplicationKey, DesiredCallbacks>();
  const places = new Map<ApplicationKey, string>();
  const problems: RejectedLine[] = [...bad];
  for (const row of good) {
    const name = row.fields.application ?? '';
    try {
      const application = resolveApplication(name, aliases);
      const before = places.get(application);
      if (before) throw new SinchctlError('usage', `${name} is already listed in ${before}`);
      places.set(application, row.place);
      desired.set(application, desiredCallbacksOf(context, row));
    } catch (error) {
      problems.push({ place: row.place, text: name, why: (error as Error).message });
    }
  }
  if (problems.length > 0) throw inputError(problems);
  return desired;
}
