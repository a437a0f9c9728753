import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { withLock } from '../../src/platform/lock.ts';
import { temporaryDirectory } from '../support/home.ts';
import { sized } from '../support/sizes.ts';
import { start } from '../support/spawn.ts';

const PATIENCE = 60;

const PROCESSES = sized(12, 6);

/** The work under the lock, in JavaScript for separate processes: counts how many hold the lock at the same time. */
const VISIT = `
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
export const visit = (directory) => async () => {
  const [inside, total] = [join(directory, 'inside'), join(directory, 'total')];
  const before = Number(await readFile(inside, 'utf8'));
  await writeFile(inside, String(before + 1));
  const count = Number(await readFile(total, 'utf8'));
  await setTimeout(1);
  const now = Number(await readFile(inside, 'utf8'));
  await writeFile(total, String(count + 1));
  await writeFile(inside, '0');
  if (before !== 0 || now !== 1) throw new Error('not alone: ' + before + ' before, ' + now + ' now');
};
`;

function counters() {
  const directory = temporaryDirectory();
  for (const name of ['inside', 'total']) writeFileSync(join(directory, name), '0');
  const visitor = join(directory, 'visit.mjs');
  writeFileSync(visitor, VISIT);
  return {
    directory,
    visitor: pathToFileURL(visitor).href,
    path: join(directory, 'some.lock'),
    total: () => Number(readFileSync(join(directory, 'total'), 'utf8')),
  };
}

test('40 concurrent requests in one process all get the lock, and never two at the same time', {
  timeout: 90_000,
}, async () => {
  const { directory, visitor, path, total } = counters();
  const { visit } = await import(/* @vite-ignore */ visitor);
  const work: () => Promise<void> = visit(directory);
  const ended = await Promise.allSettled(Array.from({ length: 40 }, () => withLock(path, PATIENCE, work)));
  expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
  expect(total()).toBe(40);
});

test('several processes with 4 requests each also do', { timeout: 120_000 }, async () => {
  const { directory, visitor, path, total } = counters();
  const lock = join(directory, 'lock.mjs');
  const source = fileURLToPath(new URL('../../src/platform/lock.ts', import.meta.url));
  await build({ entryPoints: [source], outfile: lock, bundle: true, platform: 'node', format: 'esm' });
  const taker = join(directory, 'taker.mjs');
  writeFileSync(
    taker,
    `const { withLock } = await import(${JSON.stringify(pathToFileURL(lock).href)});
import { visit } from ${JSON.stringify(visitor)};
const work = visit(${JSON.stringify(directory)});
const ended = await Promise.allSettled(
  Array.from({ length: 4 }, () => withLock(${JSON.stringify(path)}, ${PATIENCE}, work)),
);
const failed = ended.filter(({ status }) => status === 'rejected').map(({ reason }) => String(reason));
console.log(JSON.stringify(failed));
`,
  );
  const children = await Promise.all(
    Array.from({ length: PROCESSES }, () => start(process.execPath, [taker], { limit: 100_000 }).ended),
  );
  for (const { code, stdout, stderr } of children) {
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual([]);
  }
  expect(total()).toBe(PROCESSES * 4);
  expect(readdirSync(dirname(path)).filter((name) => name.startsWith('some.lock.')).length).toBeLessThan(2);
});

test('a failure while the lock is held leaves it to the next request of the same process', async () => {
  const { path } = counters();
  const ended = await Promise.allSettled(
    Array.from({ length: 10 }, (_, i) =>
      withLock(path, PATIENCE, async () => {
        if (i % 2 === 0) throw new Error('own');
        return i;
      }),
    ),
  );
  expect(ended.map(({ status }) => status)).toEqual(
    Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 'rejected' : 'fulfilled')),
  );
});

test('the hint about a lock held on another computer shows the file to remove, and removing it helps', async () => {
  const { path } = counters();
  const file = `${path}.1`;
  writeFileSync(file, JSON.stringify({ pid: 1, host: `not-${hostname()}`, started: null }));
  const error = await withLock(path, 0, async () => 'mine').catch((thrown) => thrown);
  expect(error).toMatchObject({ kind: 'busy', message: expect.stringContaining(`not-${hostname()}`) });
  expect(error.details.hint).toMatch(/remove /);
  expect(error.details.hint).toContain(path);
  expect(existsSync(file)).toBe(true);
});
