import { value, values, withCompletion } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import { usage } from '../../core/errors.ts';
import { variableLine } from '../../core/shell-line.ts';

function parseCount(text: string, where: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) <= 200_000) return Number(text);
  throw usage(`invalid value for ${where}: ${text}`, 'pass an integer from 0 to 200,000', [text]);
}

export const numbers = value('COUNT', 'number of phone numbers on the account (default 20)', parseCount);

/** The faults that can be injected, with the form of their value. */
const FAULTS = [
  '429:P',
  '503:P',
  'reset:P',
  'truncate:P',
  'html:P',
  'redirect:P (P from 0 to 1)',
  'latency:MIN-MAX (ms)',
  'limit:BURST/PER_SECOND',
];
export const fault = withCompletion(values('SPEC', `inject faults: ${FAULTS.join(', ')}`), {
  choices: FAULTS.map((spec) => spec.slice(0, spec.indexOf(':') + 1)),
});

/** A TCP port; 0 means any free port. */
function parsePort(text: string, where: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw usage(`invalid value for ${where}: ${text}`, 'pass an integer from 0 to 65535', [text]);
}

export const serve = defineCommand({
  usage: 'sandbox serve',
  summary: 'Serve a simulated account over HTTP',
  description:
    'Listens on 127.0.0.1 until stopped by Ctrl-C or SIGTERM, then exits with code 0. Prints environment variables for clients on stdout, as export commands, or as $env: commands for PowerShell. Keeps the simulated account in memory unless you pass --state.',
  examples: [
    'sinchctl sandbox serve --state sandbox.json  # until Ctrl-C',
    'sinchctl sandbox serve --numbers 10000 --fault 429:0.1 --fault latency:50-200',
  ],
  options: {
    port: value('PORT', 'port to listen on (default any free port)', parsePort),
    numbers,
    fault,
    state: withCompletion(
      value('FILE', 'load the simulated account from this file, and save changes to it'),
      {
        completes: 'file',
      },
    ),
  },
  columns: null,
  errors: ['busy'],
  seeAlso: ['sandbox exec', 'sandbox show'],
  writes: false,
  needsNoProfile: true,
  async run(context, _, options) {
    const [{ openStateFile }, { serveAccount }] = await Promise.all([
      import('../../sandbox/state.ts'),
      import('../../sandbox/server.ts'),
    ]);
    const state = options.state === undefined ? undefined : openStateFile(options.state);
    if (state?.read() !== undefined && options.numbers !== undefined) {
      throw usage('--numbers conflicts with an existing state file', 'omit --numbers, or delete the file');
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
