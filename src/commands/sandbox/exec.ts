import { defineCommand } from '../../cli/command.ts';
import { CREDENTIAL_VARIABLES, URL_VARIABLES } from '../../credentials/environment.ts';
import { EMPTY_CONFIG, SANDBOX_PROFILE } from '../../credentials/profile.ts';
import { fault, numbers } from './serve.ts';

/** Variables that would override the sandbox or conflict with it. */
const OTHERS = [...CREDENTIAL_VARIABLES, ...URL_VARIABLES, 'SINCHCTL_PROFILE'];

export const exec = defineCommand({
  usage: 'sandbox exec <command...>',
  summary: 'Run a program against a new simulated account',
  description:
    'Passes the URLs and credentials of the sandbox to the program in environment variables. All arguments after the program name are passed to the program. Exits with the exit code of the program.',
  examples: [
    'sinchctl sandbox exec -- sinchctl numbers list',
    'sinchctl sandbox exec --fault 503:0.1 -- sinchctl numbers assign +14155550103',
  ],
  options: { numbers, fault },
  arguments: [{ summary: 'program and its arguments, after an optional --', completes: 'program' }],
  columns: null,
  errors: [],
  seeAlso: ['sandbox serve'],
  writes: false,
  needsNoProfile: true,
  runsProgram: true,
  async run(context, command, options) {
    const { serveAccount } = await import('../../sandbox/server.ts');
    const { now, runProgram } = context.host;
    const { active } = await context.profiles.read().catch(() => EMPTY_CONFIG);
    if (active !== null && active !== SANDBOX_PROFILE)
      context.messages.warn(`the program uses the sandbox, not the active profile ${active}`);
    const server = await serveAccount({ numbers: options.numbers, faults: options.fault, port: 0, now });
    // This variable prevents each sinchctl that the program runs from warning about the active profile again.
    const set = { ...server.variables, SINCHCTL_SANDBOX_URL: server.url };
    try {
      const exitCode = await runProgram(command, { set, unset: OTHERS });
      return { rows: [], exitCode };
    } finally {
      await server.close();
    }
  },
});
