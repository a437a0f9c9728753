import type { Machine } from './system/machine.ts';

/** The arguments that ask for JSON, and so for errors as JSON, even when the line cannot be parsed. */
const wantsJson = (argv: readonly string[]): boolean => {
  const end = argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  return own.some(
    (word, i) =>
      word === '--json' ||
      /^(-o|--output=)json$/.test(word) ||
      (word === 'json' && /^(-o|--output)$/.test(own[i - 1] ?? '')),
  );
};

/** argv in, exit code out. Loads next to nothing for `--version`, and the command's own parts for the rest. */
export async function main(argv: readonly string[], machine?: Machine): Promise<number> {
  const { thisMachine } = await import('./system/machine.ts');
  const here = machine ?? thisMachine();
  const { reportError } = await import('./report-error.ts');
  try {
    if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
      const { VERSION } = await import('./version.ts');
      await here.stdout.write(`${VERSION}\n`);
      return 0;
    }
    const { runLine } = await import('./run-line.ts');
    return await runLine(argv, here);
  } catch (error) {
    return reportError(error, here, wantsJson(argv));
  }
}
