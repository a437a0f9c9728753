import { once } from 'node:events';
import { PROGRAM, start } from './spawn.ts';

/** `sandbox serve` as a child, and the variables that it printed for its clients. */
export async function startServing(...argv: string[]) {
  const serving = start(process.execPath, [PROGRAM, 'sandbox', 'serve', ...argv]);
  const { child, texts, ended } = serving;
  // When the last variable of the list is there, all of them are.
  while (!/SINCH_ORGANISATION_ID=.*\n/.test(texts.stdout)) {
    const isGone = await Promise.race([
      ended.then(() => true),
      once(child.stdout ?? child, 'data').then(() => false),
    ]);
    if (isGone) throw new Error(`sandbox serve ended: ${texts.stderr}`);
  }
  const env = Object.fromEntries(
    [...texts.stdout.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  return { ...serving, env: env as Record<string, string> };
}
