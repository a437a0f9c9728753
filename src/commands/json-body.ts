import type { Context } from '../cli/context.ts';
import { usage } from '../core/errors.ts';

const WHERE = '--data';

/** Text as it will be sent, and what errors call it. */
async function textOf(context: Context, data: string): Promise<{ text: string; name: string }> {
  if (data !== '-' && !data.startsWith('@')) return { text: data, name: WHERE };
  const path = data.replace(/^@/, '');
  if (path === '') throw usage(`${WHERE} @ names no file`, `give ${WHERE} @body.json`);
  const name = path === '-' ? 'stdin' : path;
  const [bytes, { decodeText }] = await Promise.all([
    context.input.readBytes(path, WHERE),
    import('../input/decode.ts'),
  ]);
  return { text: decodeText(bytes, name), name };
}

/** Where JSON goes wrong, without a word of it: it may hold a password. */
function placeIn(text: string, error: unknown): string {
  const at = /position (\d+)/.exec((error as Error).message)?.[1];
  if (at === undefined) return '';
  const lines = text.slice(0, Number(at)).split('\n');
  return `, line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

/** The JSON that `--data` gives, names by @FILE or, by -, leaves to stdin; exactly as it stands. @throws SinchctlError usage */
export async function readJsonBody(context: Context, data: string): Promise<string> {
  const { text, name } = await textOf(context, data);
  if (text.trim() === '') throw usage(`${name} is empty`, 'leave --data out to send no body');
  try {
    JSON.parse(text);
  } catch (error) {
    throw usage(`${name} is no JSON${placeIn(text, error)}`, `give ${WHERE} JSON, @FILE, or - for stdin`);
  }
  return text;
}
