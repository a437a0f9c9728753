import { value, values, withCompletion } from '../../cli/argv/option.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import type { JsonFile } from '../../platform/json-file.ts';

function parseCount(text: string, where: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) <= 200_000) return Number(text);
  throw usage(`${where} must be a whole number up to 200000: ${text}`, undefined, [text]);
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

export interface ServerOptions {
  port: number;
  numbers: number | undefined;
  fault: readonly string[] | undefined;
  /** Saves the simulated account; it lives in memory if undefined. */
  state?: JsonFile | undefined;
}

/** Starts an HTTP server for a simulated account on this machine, with the variables that a client needs. */
export async function openServer(context: Context, { port, numbers, fault = [], state }: ServerOptions) {
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
