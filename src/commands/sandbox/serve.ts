import { value, withCompletion } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import { variableLine } from '../../core/shell-line.ts';
import { fault, numbers } from './options.ts';

/** A TCP port; 0 means any free port. */
function parsePort(text: string, where: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new SinchctlError('usage', `${where} must be a port from 0 to 65535, not ${text}`, { items: [text] });
}

export const serve = defineCommand({
  usage: 'sandbox serve',
  summary: 'Serve a simulated Sinch over HTTP on this machine',
  description:
    'Prints the variables its clients need on stdout, as export lines ($env: lines for PowerShell), then serves on\n' +
    '127.0.0.1 until Ctrl-C or SIGTERM. The world lives in memory; --state keeps it in a file.',
  examples: [
    'sinchctl sandbox serve --state world.json  # until Ctrl-C',
    'sinchctl sandbox serve --numbers 10000 --fault 429:0.1 --fault latency:50-200',
  ],
  options: {
    port: value('N', 'port on 127.0.0.1 (any free one)', parsePort),
    numbers,
    fault,
    state: withCompletion(value('FILE', 'keep the world in this file'), { completes: 'file' }),
  },
  columns: null,
  writes: false,
  needsNoProfile: true,
  async run(context, _, options) {
    const [{ openStateFile }, { serveAccount }] = await Promise.all([
      import('../../sandbox/state.ts'),
      import('../../sandbox/server.ts'),
    ]);
    const state = options.state === undefined ? undefined : openStateFile(options.state);
    if (state?.read() !== undefined && options.numbers !== undefined) {
      throw usage('cannot use --numbers with a state file that exists', 'omit --numbers, or delete the file');
    }
    const { port = 0, numbers, fault: faults } = options;
    const { now, untilStopped } = context.host;
    const stopped = untilStopped();
    const server = await serveAccount({ port, numbers, faults, state, now });
    const lines = Object.entries(server.variables).map(
      ([name, text]) => `${variableLine(name, text, context.shell)}\n`,
    );
    await context.print(lines.join(''));
    context.messages.note(`serving on ${server.url}; press Ctrl-C to stop`);
    await stopped;
    await server.close();
    return { rows: [] };
  },
});
