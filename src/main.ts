import { join } from 'node:path';
import type { Command } from './cli/command.ts';
import type { Program } from './cli/command-list.ts';
import { wantsColor } from './output/style-options.ts';
import type { Host } from './platform/host.ts';
import { prebuiltHelp } from './platform/prebuilt-help.ts';
import { runToEnd } from './platform/process-end.ts';
import { openSink } from './platform/streams.ts';
import { VERSION } from './version.ts';

/** The output of a command line that does not need the program to load; undefined for all others. */
function knownText(argv: readonly string[]): string | undefined {
  const [word = ''] = argv;
  if (argv.length !== 1) return undefined;
  if (word === '--version' || word === '-V') return `${VERSION}\n`;
  if (word !== '--help' && word !== '-h') return undefined;
  return prebuiltHelp(openSink(1), (env, isTerminal) => wantsColor(env, isTerminal, false));
}

/** The command list, and everything else that lower layers receive from here. */
async function loadProgram(): Promise<Program<Command>> {
  const [{ COMMAND_LIST }, { watchClient }] = await Promise.all([
    import('./commands/index.ts'),
    import('./completion/cache-client.ts'),
  ]);
  return {
    ...COMMAND_LIST,
    version: VERSION,
    helpText: async (page, style) => (await import('./docs/help.ts')).helpText(COMMAND_LIST, page, style),
    // The path is the same from src/ and from dist/.
    scripts: join(import.meta.dirname, '..', 'completions'),
    watchClient,
  };
}

/** Prebuilt output loads nothing else; commands load their parts as they run. */
async function startProgram(argv: readonly string[], host?: Host): Promise<number> {
  const text = host ? undefined : knownText(argv);
  if (text !== undefined) {
    try {
      await openSink(1).write(text);
      return 0;
    } catch (error) {
      const { reportUnstarted } = await import('./cli/run.ts');
      return reportUnstarted(error, VERSION);
    }
  }
  if (argv[0] === '__complete') {
    const [{ complete }, { COMMAND_LIST }] = await Promise.all([
      import('./completion/complete.ts'),
      import('./commands/index.ts'),
    ]);
    return complete(COMMAND_LIST, argv.slice(1), host);
  }
  const [{ run }, program] = await Promise.all([import('./cli/run.ts'), loadProgram()]);
  return run(program, argv, host);
}

async function reportStall(argv: readonly string[]): Promise<number> {
  const [{ stalled }, program] = await Promise.all([import('./cli/run.ts'), loadProgram()]);
  return stalled(program, argv);
}

/** argv in, exit code out. */
export const main = (argv: readonly string[], host?: Host): Promise<number> =>
  host
    ? startProgram(argv, host)
    : runToEnd(
        () => startProgram(argv),
        () => reportStall(argv),
      );
