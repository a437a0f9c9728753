import { defineCommand } from '../../cli/command.ts';
import { countOf } from '../../core/text.ts';
import { numbers } from './serve.ts';

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
    const { createWorld, openSandboxState } = await import('../../sandbox/state.ts');
    const world = createWorld(options.numbers);
    await openSandboxState(context.sandboxPath()).update(async () => ({
      state: world.snapshot(),
      result: undefined,
    }));
    context.messages.note(`sandbox reset to its initial state: ${countOf(world.size, 'number')}`);
    return { rows: [] };
  },
});
