import { defineCommand } from '../define.ts';
import { openServer } from './open.ts';
import { fault, numbers } from './options.ts';

export const exec = defineCommand({
  usage: 'sandbox exec <command...>',
  summary: 'Run a program against a fresh sandbox of its own',
  description:
    "The program finds the sandbox's address and credentials in its environment. Write -- before it. Its exit code\n" +
    'is that of sinchctl.',
  examples: [
    'sinchctl sandbox exec -- sinchctl numbers list',
    "sinchctl sandbox exec --fault 503:0.2 -- sh -c 'sinchctl numbers assign +14155550103 && sinchctl numbers list'",
  ],
  options: { numbers, fault },
  offers: [{ completes: 'program' }],
  columns: null,
  writes: false,
  async run(context, command, options) {
    const server = await openServer(context, { ...options, port: 0 });
    try {
      return { rows: [], exitCode: await context.runProgram(command, server.variables) };
    } finally {
      await server.close();
    }
  },
});
