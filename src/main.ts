import type { Machine } from './system/machine.ts';
import { runToEnd } from './system/process-end.ts';
import { openSink } from './system/streams.ts';
import { writtenHelp } from './system/written-help.ts';
import { VERSION } from './version.ts';

/** What a line of one word prints without anything of the program being loaded; undefined for all other lines. */
function knownText(argv: readonly string[]): string | undefined {
  const [word = ''] = argv;
  if (argv.length !== 1) return undefined;
  if (word === '--version' || word === '-V') return `${VERSION}\n`;
  return word === '--help' || word === '-h' ? writtenHelp() : undefined;
}

/** What is known beforehand loads nothing more; everything else loads its own parts as it runs. */
async function start(argv: readonly string[], machine?: Machine): Promise<number> {
  const text = machine ? undefined : knownText(argv);
  if (text !== undefined) {
    try {
      await openSink(1).write(text);
      return 0;
    } catch (error) {
      const { failed } = await import('./run.ts');
      return failed(error);
    }
  }
  if (argv[0] === '__complete') {
    const { complete } = await import('./complete.ts');
    return complete(argv.slice(1), machine);
  }
  const { run } = await import('./run.ts');
  return run(argv, machine);
}

async function reportStall(argv: readonly string[]): Promise<number> {
  const { stalled } = await import('./run.ts');
  return stalled(argv);
}

/** argv in, exit code out. */
export const main = (argv: readonly string[], machine?: Machine): Promise<number> =>
  machine
    ? start(argv, machine)
    : runToEnd(
        () => start(argv),
        () => reportStall(argv),
      );
