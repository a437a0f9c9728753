import { defineCommand } from '../../cli/command.ts';
import { CREDENTIAL_VARIABLES, URL_VARIABLES } from '../../credentials/environment.ts';
import { fault, numbers, openServer } from './simulated-account.ts';

/** Variables that would override or contradict those of the sandbox. */
const OTHERS = [...CREDENTIAL_VARIABLES, ...URL_VARIABLES, 'SINCHCTL_PROFILE'];

export const exec = defineCommand({
  usage: 'sandbox exec <command...>',
  summary: 'Run a program against a new simulated account',
  description:
    "The program gets the sandbox's URLs and credentials in environment variables. All words after its name are arguments of the program. The exit code is that of the program.",
  examples: [
    'sinchctl sandbox exec -- sinchctl numbers list',
    'sinchctl sandbox exec --fault 503:0.1 -- sinchctl numbers assign +14155550103',
  ],
  options: { numbers, fault },
  arguments: [{ summary: 'program with its arguments, after an optional --', completes: 'program' }],
  columns: null,
  errors: [],
  seeAlso: ['sandbox serve'],
  writes: false,
  needsNoProfile: true,
  runsProgram: true,
  async run(context, command, options) {
    const server = await openServer(context, { ...options, port: 0 });
    try {
      return {
        rows: [],
        exitCode: await context.host.runProgram(command, { set: server.variables, unset: OTHERS }),
      };
    } finally {
      await server.close();
    }
  },
});
