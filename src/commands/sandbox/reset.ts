import { defineCommand } from '../../cli/command.ts';
import { numbers } from './simulated-account.ts';

export const reset = defineCommand({
  usage: 'sandbox reset',
  summary: 'Reset the simulated account to its initial state',
  examples: ['sinchctl sandbox reset', 'sinchctl sandbox reset --numbers 1000'],
  options: { numbers },
  columns: null,
  errors: ['busy'],
  seeAlso: ['sandbox show'],
  writes: false,
  destructive: true,
  needsNoProfile: true,
  async run(context, _, options) {
    const { createWorld, openOwnWorld } = await import('../../sandbox/simulator.ts');
    const world = createWorld(options.numbers);
    await openOwnWorld(context.sandboxPath()).update(async () => ({
      state: world.snapshot(),
      result: undefined,
    }));
    context.messages.note(`the sandbox has ${world.size} numbers, as at first`);
    return { rows: [] };
  },
});
