import { type ApplicationKey, resolveApplication } from '../../account/application.ts';
import type { CallbackPlan, DesiredCallbacks } from '../../account/plan.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { parseCallback } from '../../core/url.ts';
import type { RejectedLine } from '../../input/entry.ts';
import { emptyInput, inputError } from '../numbers/numbers-from-file.ts';
import { callbackColumns } from './columns.ts';

/** The desired callbacks, and where a file contains them; those of options are validated already. */
export interface DesiredByApplication {
  desired: Map<ApplicationKey, DesiredCallbacks>;
  places?: ReadonlyMap<ApplicationKey, string>;
}

/** A callback as written, with what may be wrong with it as a note or a warning. */
export function parseCallbackUrl(context: Context, text: string, where: string): string {
  const { url, note, warning } = parseCallback(text, where);
  if (note !== undefined) context.messages.note(note);
  if (warning !== undefined) context.messages.warn(warning);
  return url;
}

/** The callbacks of a file that are to be set, each with its position. */
const urlsOf = ({ desired, places }: DesiredByApplication) =>
  [...desired].flatMap(([application, urls]) =>
    (['primary', 'fallback'] as const).flatMap((callback) => {
      const { [callback]: url } = urls;
      return typeof url === 'string' ? [{ callback, url, place: places?.get(application) ?? '' }] : [];
    }),
  );

/** Why the URLs of a file are invalid. */
function invalidUrls(urls: ReturnType<typeof urlsOf>): RejectedLine[] {
  return urls.flatMap(({ callback, url, place }) => {
    try {
      parseCallback(url, callback);
      return [];
    } catch (error) {
      return [{ place, text: '', why: (error as Error).message }];
    }
  });
}

/**
 * Validates the URLs of a file that would be written: an account may contain others, which stay.
 * @throws SinchctlError usage with all that are invalid
 */
export function checkUrls(
  context: Context,
  { places }: DesiredByApplication,
  plans: readonly CallbackPlan[],
): void {
  if (!places) return;
  const written = plans.flatMap(({ application, steps }) =>
    steps.flatMap(({ change, callback, to }): [ApplicationKey, DesiredCallbacks][] =>
      change === 'set' ? [[application, { [callback]: to }]] : [],
    ),
  );
  const urls = written.flatMap((one) => urlsOf({ desired: new Map([one]), places }));
  const problems = invalidUrls(urls);
  if (problems.length > 0) throw inputError(problems);
  for (const { callback, url, place } of urls) parseCallbackUrl(context, url, `${callback} of ${place}`);
}

/**
 * The desired callbacks of a file, by application.
 * @throws SinchctlError usage with all rows that are invalid
 */
export async function readDesiredCallbacks(context: Context, from: string): Promise<DesiredByApplication> {
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
  if (isEmptyList) context.messages.note('the list of applications is empty');
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
      // Null, in JSON, clears a URL; what the row does not contain stays unchanged.
      desired.set(application, { primary: row.fields.primary, fallback: row.fields.fallback });
    } catch (error) {
      problems.push({ place: row.place, text: name, why: (error as Error).message });
    }
  }
  if (problems.length > 0) throw inputError([...problems, ...invalidUrls(urlsOf({ desired, places }))]);
  return { desired, places };
}
