import { numberReader } from '../../account/phone-number.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import type { Credentials } from '../../credentials/credentials.ts';
import type { State } from '../../state-file/plan.ts';

/** The aliases and the region. A comparison of two files works without credentials, and then has none. */
async function readNames(
  context: Context,
  isOptional: boolean,
): Promise<Pick<Credentials, 'name' | 'aliases' | 'region'>> {
  try {
    return await context.credentials();
  } catch (error) {
    if (!isOptional || !(error instanceof SinchctlError) || error.kind !== 'auth') throw error;
    return { name: '', aliases: new Map(), region: null };
  }
}

/**
 * Reads a state file.
 * @param isAlone whether it is compared with another file, which needs no credentials
 * @throws SinchctlError usage with every problem; notFound if all of them are unknown aliases
 */
export async function readState(context: Context, path: string | undefined, isAlone = false): Promise<State> {
  if (path === undefined) {
    throw usage(
      'no state file is named',
      'name it with -f account.yaml; sinchctl export > account.yaml writes one',
    );
  }
  // The file comes first: opening the credentials may warn, and no warning must follow the error.
  const bytes = await context.input.readBytes(path, '-f');
  const [{ decodeText }, { parseState }, known] = await Promise.all([
    import('../../input/decode.ts'),
    import('../../state-file/parse.ts'),
    readNames(context, isAlone),
  ]);
  const name = path === '-' ? 'stdin' : path;
  const region = async () => (await context.settings.region(async () => known))?.value;
  const readNumber = numberReader(region);
  const { state, problems, warnings } = await parseState(decodeText(bytes, name), {
    aliases: known.aliases,
    readNumber,
  });
  const located = ({ line, column, message }: (typeof problems)[number]) =>
    `${name}:${line}:${column}: ${message}`;
  for (const one of warnings) context.messages.warn(located(one));
  if (problems.length === 0) return state;
  const lines = problems.map(located);
  const kind = problems.every(({ isUnknownAlias }) => isUnknownAlias) ? 'notFound' : 'usage';
  const message = lines.length === 1 ? (lines[0] ?? '') : `${name} has ${lines.length} problems`;
  throw new SinchctlError(kind, message, {
    hint: 'sinchctl help state-file explains the format, apply --print-schema prints it for editors',
    items: lines,
    ...(lines.length > 1 ? { lines } : {}),
  });
}
