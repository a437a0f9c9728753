import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const DECISIONS = 'docs/decisions';
const PAGES = [
  'CONTRIBUTING.md',
  ...readdirSync(join(root, DECISIONS)).map((name) => `${DECISIONS}/${name}`),
];
const PATH = /`((?:(?:src|test|docs)\/(?:[\w.-]+\/)*|(?:[\w.-]+\/)+[\w.-]+\.(?:ts|js|md|json)))`/g;

/** Pages write paths relative to the root or to src/. */
const isFile = (path: string) => ['', 'src'].some((folder) => existsSync(join(root, folder, path)));

test('CONTRIBUTING and the decisions mention only files that exist', () => {
  const missing = PAGES.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(PATH)]
      .map(([, path = '']) => path)
      .filter((path) => !isFile(path))
      .map((path) => `${page}: ${path}`),
  );
  expect(missing).toEqual([]);
});
