import type { Context } from '../../cli/context.ts';
import type { StateFile } from '../../platform/json-file.ts';

export interface Opening {
  port: number;
  numbers: number | undefined;
  fault: readonly string[] | undefined;
  /** Keeps the world; from memory when absent. */
  state?: StateFile | undefined;
}

/** Starts the sandbox behind HTTP on this machine. Its code loads only here. */
export async function openServer(context: Context, { port, numbers, fault = [], state }: Opening) {
  const { clientVariables, createSandbox, createWorld, parseFault, restore, startServer } = await import(
    '../../sandbox/simulator.ts'
  );
  const kept = state?.read();
  const world = state && kept !== undefined ? restore(kept, state) : createWorld(numbers);
  const sandbox = createSandbox({ world, now: context.host.now, faults: fault.map(parseFault) });
  let saved = world.revision;
  const answer: typeof sandbox.answer = async (request) => {
    const delivery = await sandbox.answer(request);
    if (state && world.revision !== saved) {
      saved = world.revision;
      await state.update(async () => ({ state: world.snapshot(), result: undefined }));
    }
    return delivery;
  };
  const server = await startServer({ answer }, { port });
  return { ...server, variables: clientVariables(world, server.url) };
}
