import { scanArgv } from '../cli/argv/scan-argv.ts';
import type { CommandList } from '../cli/command-list.ts';
import { redact } from '../core/redact.ts';
import { type Host, thisHost } from '../platform/host.ts';
import { leave } from '../platform/process-end.ts';
import type { Candidate } from './candidates.ts';
import { openScene } from './environment.ts';
import { LOOK_UP } from './sources.ts';

/** Names, aliases, keys and numbers look like this. Nothing else is offered: a shell might do something with it. */
const PLAIN = /^[A-Za-z0-9+][A-Za-z0-9._+-]{0,63}$/;

/** `value`, what is said about it, and `more` for the start of several, between tabs. */
const asLine = ({ value, about, isStart }: Candidate): string =>
  `${value}\t${redact(about)
    .replace(/[^ -~]/g, '')
    .slice(0, 120)}${isStart ? '\tmore' : ''}\n`;

/** The value that is being typed: `--app=su` and `su` are both about `su`. */
const startOf = (word: string): string => word.replace(/^=(--[a-z-]+=)?/, '');

async function find(set: CommandList, [kind = '', current = '=', ...words]: readonly string[], host: Host) {
  if (!Object.hasOwn(LOOK_UP, kind)) return [];
  const line = scanArgv(set, words);
  const word = startOf(current);
  const candidates = await LOOK_UP[kind as keyof typeof LOOK_UP]({
    line,
    word,
    scene: await openScene(host, line),
  });
  const start = /^\d/.test(word) ? [word, `+${word}`] : [word];
  return candidates.filter(({ value }) => PLAIN.test(value) && start.some((one) => value.startsWith(one)));
}

/**
 * What the completion scripts ask: a kind of thing, `=` and the start of a word, and the words before it. Prints what
 * fits, and nothing at all where something is wrong: somebody is only typing.
 */
export async function complete(set: CommandList, argv: readonly string[], given?: Host): Promise<number> {
  const host = given ?? thisHost();
  try {
    const found = await find(set, argv, host);
    await host.stdout.write(found.map(asLine).join(''));
  } catch {
    // Offline, not logged in, a file that cannot be read: the line itself will say so when it runs.
  }
  // A name server that does not answer would keep the process, and the shell waits for its end.
  return given ? 0 : leave(0);
}
