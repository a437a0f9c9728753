import type { Machine } from './system/machine.ts';
import { openSink } from './system/streams.ts';
import { VERSION } from './version.ts';

/** argv in, exit code out. `--version` loads nothing more; everything else loads its own parts as it runs. */
export async function main(argv: readonly string[], machine?: Machine): Promise<number> {
  if (!machine && argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    try {
      await openSink(1).write(`${VERSION}\n`);
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
