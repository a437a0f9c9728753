import { defineCommand } from '../../cli/command.ts';
import { numbers } from './options.ts';

export const reset = defineCommand({
  usage: 'sandbox reset',
  summary: 'Make the world of the built-in profile sandbox as it was at first',
  examples: ['sinchctl sandbox reset', 'sinchctl sandbox reset --numbers 1000'],
  options: { numbers },
  columns: null,
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
    context.messages.note(`sandbox reset to its initial state: ${world.size} numbers`);
    return { rows: [] };
  },
});
