import { type ApplicationKey, resolveApplication } from '../../account/application.ts';
import type { CallbackPlan, CallbackUrls, DesiredCallbacks } from '../../account/plan.ts';
import type { Context } from '../../cli/context.ts';
import { isNotFound, messageWithHint, SinchctlError } from '../../core/errors.ts';
import { parseCallback } from '../../core/url.ts';
import type { RejectedLine } from '../../input/entry.ts';
import { emptyInput, inputError } from '../numbers/numbers-from-file.ts';
import { callbackColumns } from './get.ts';

/** The applications to change, and the desired URLs of each. */
export interface CallbackRequest {
  applications: readonly ApplicationKey[];
  desiredFor: (application: ApplicationKey, current: CallbackUrls) => DesiredCallbacks;
  /** The name of a URL's source in messages, such as a line of a file; undefined if it has already been validated. */
  places?: ReadonlyMap<ApplicationKey, string>;
}

/** A callback as written, with a note or a warning about possible problems. */
export function parseCallbackUrl(context: Context, text: string, where: string): string {
  const { url, note, warning } = parseCallback(text, where);
  if (note !== undefined) context.messages.note(note);
  if (warning !== undefined) context.messages.warn(warning);
  return url;
}

/** The callbacks to set, each with its source. */
const urlsOf = (
  desired: Iterable<[ApplicationKey, DesiredCallbacks]>,
  places: ReadonlyMap<ApplicationKey, string>,
) =>
  [...desired].flatMap(([application, urls]) =>
    (['primary', 'fallback'] as const).flatMap((callback) => {
      const { [callback]: url } = urls;
      return typeof url === 'string' ? [{ callback, url, place: places.get(application) ?? '' }] : [];
    }),
  );

/** Why URLs are invalid. */
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
 * Validates the URLs of a file that would be written; unchanged URLs of an account may be invalid.
 * @throws SinchctlError usage with all that are invalid
 */
export function checkUrls(
  context: Context,
  { places }: CallbackRequest,
  plans: readonly CallbackPlan[],
): void {
  if (!places) return;
  const written = plans.flatMap(({ application, steps }) =>
    steps.flatMap(({ change, callback, to }): [ApplicationKey, DesiredCallbacks][] =>
      change === 'set' ? [[application, { [callback]: to }]] : [],
    ),
  );
  const urls = urlsOf(written, places);
  const problems = invalidUrls(urls);
  if (problems.length > 0) throw inputError(problems);
  for (const { callback, url, place } of urls) parseCallbackUrl(context, url, `${callback} of ${place}`);
}

/**
 * The desired callbacks of a file.
 * @throws SinchctlError usage with all rows that are invalid
 */
export async function callbacksFromFile(context: Context, from: string): Promise<CallbackRequest> {
  // Checked before the credentials are opened, which may print a note: nothing may follow an error.
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
      if (before) throw new SinchctlError('usage', `${name} is already listed (${before})`);
      places.set(application, row.place);
      // In JSON, null clears a URL; a missing field leaves it unchanged.
      desired.set(application, { primary: row.fields.primary, fallback: row.fields.fallback });
    } catch (error) {
      const why = messageWithHint(error);
      problems.push({ place: row.place, text: name, why, isUnknown: isNotFound(error) });
    }
  }
  if (problems.length > 0) throw inputError([...problems, ...invalidUrls(urlsOf(desired, places))]);
  return {
    applications: [...desired.keys()],
    desiredFor: (application) => desired.get(application) ?? {},
    places,
  };
}
