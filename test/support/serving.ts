import { once } from 'node:events';
import { PROGRAM, start } from './spawn.ts';

/** `sandbox serve` as a child process, and the variables that it printed for clients. */
export async function startServing(...argv: string[]) {
  const serving = start(process.execPath, [PROGRAM, 'sandbox', 'serve', ...argv]);
  const { child, texts, ended } = serving;
  // Once the last variable has been printed, all of them have.
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
