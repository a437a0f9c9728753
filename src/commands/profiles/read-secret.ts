import type { Context } from '../../cli/context.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import { Secret } from '../../core/secret.ts';
import type { StoredSecret } from '../../credentials/profile.ts';

export interface SecretSource {
  /** Read it from stdin. */
  stdin: boolean;
  file?: string | undefined;
  /** A program that prints it. It is stored, and run whenever the secret is needed. */
  command?: readonly string[] | undefined;
  /** How to ask for it on a terminal, e.g. `Application secret`. */
  title: string;
  /** The flag to name when nobody can be asked. */
  flag: string;
}

/** A malformed secret that somebody just gave is a mistake in the line, not in stored credentials. */
function parse(text: string, where: string): StoredSecret {
  try {
    return { store: 'file', secret: Secret.fromBase64(text, where) };
  } catch (error) {
    throw error instanceof SinchctlError ? usage(error.message, error.details.hint) : error;
  }
}

/** Whether the line says where the secret comes from. @throws SinchctlError usage when it says so twice */
export function isGiven({ stdin, file, command, flag }: SecretSource): boolean {
  const ways = [
    ...(stdin ? [flag] : []),
    ...(file === undefined ? [] : ['--secret-file']),
    ...(command === undefined ? [] : ['--secret-command']),
  ];
  if (ways.length > 1) throw usage(`${ways.join(' contradicts ')}`, 'give the secret one way');
  return ways.length === 1;
}

/** A secret from stdin, a file, a program or a person; never from the line, since argv is public. */
export async function readSecret(context: Context, source: SecretSource): Promise<StoredSecret> {
  if (source.command !== undefined) return { store: 'command', argv: source.command };
  if (source.file !== undefined)
    return parse(context.input.readText(source.file), `the secret in ${source.file}`);
  if (source.stdin)
    return parse(await context.input.readStdin('the secret'), `the secret on stdin (${source.flag})`);
  if (!context.canAsk) throw usage(`${source.flag} is missing`, `pipe the secret in: ${source.flag} < file`);
  return parse(await context.prompts.password(source.title), 'the secret');
}
