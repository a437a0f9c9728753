import { readFileSync, writeFileSync } from 'node:fs';
import type { E164 } from '../../src/account/phone-number.ts';
import type { World } from '../../src/sandbox/world.ts';
import { newHome } from './home.ts';
import type { Row } from './run.ts';
import { type ServeOptions, serve } from './serve.ts';
import { type SpawnOptions, sinchctl } from './spawn.ts';

/** Every number of a simulated account that is unassigned with voice. */
export const unassignedIn = (world: World): E164[] =>
  world.numbers.filter((number) => world.applicationOf(number, 'voice') === null);

/** NDJSON as rows; an incomplete line is not a row. */
export const rowsIn = (path: string): Row[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Row);

/** A large account served over HTTP, a file of numbers, and the built program to work on both. */
export async function serveMany(options: ServeOptions & { numbers: number }) {
  const served = await serve(options);
  const home = newHome();
  const file = home.path('numbers.txt');
  const results = home.path('results.ndjson');
  return {
    ...served,
    file,
    results,
    env: { ...home.env, ...served.env },
    write: (numbers: readonly string[]) => writeFileSync(file, `${numbers.join('\n')}\n`),
    run: (argv: readonly string[], given: SpawnOptions = {}) =>
      sinchctl([...argv, '--from', file], {
        limit: 60_000,
        ...given,
        env: { ...home.env, ...served.env, ...given.env },
      }),
    count: (method: string) => served.requests.filter((request) => request.method === method).length,
  };
}
