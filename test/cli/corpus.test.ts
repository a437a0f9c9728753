import { readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CorpusCase } from '../corpus/case.ts';
import { contentOf, NUMBER_FILES, nameOf, pathOf, STATE_FILES } from '../corpus/index.ts';
import { changes, sales, spare, support, UNCHANGED } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { type Result, type Row, sandbox } from '../support/run.ts';

// Each file is read as the numbers that its author meant, or rejected with exit 2 and a hint.

/** Runs a command on the file of a case, under a path that contains none of the expected words. */
async function runOn(one: CorpusCase, ...argv: string[]) {
  const home = newHome();
  const path = home.path('file');
  writeFileSync(path, contentOf(one));
  return sandbox([...argv.map((word) => (word === 'FILE' ? path : word)), '--json'], { home });
}

function expectRefusal(result: Result, words: readonly string[]) {
  const { code, stdout, stderr } = result;
  expect([code, stdout, changes(result.world())], stderr).toEqual([2, '', UNCHANGED]);
  const { message, hint, items } = result.error();
  const said = [message, hint, ...items].join('\n');
  for (const word of words) expect(said).toContain(word);
}

describe.each(Object.entries(NUMBER_FILES))('%s', (_, cases) => {
  for (const one of cases) {
    test(nameOf(one), async () => {
      const app = one.isRouted ? [] : ['--app', 'support'];
      const line = ['numbers', 'assign', '--from', 'FILE', ...app, '--no-check', '--dry-run'];
      const result = await runOn(one, ...line, ...(one.args ?? []));
      if (!one.numbers) return expectRefusal(result, one.words ?? []);
      expect(result.code, result.stderr).toBe(0);
      expect(result.json().map((row) => row.number)).toEqual(one.numbers);
    });
  }
});

const NAMES = new Map<unknown, string>([support, sales, spare].map(({ key, name }) => [key, name]));

const changeOf = ({ alias, number, capability, callback, change, to }: Row): string =>
  (number === null ? [alias, callback, change, to] : [number, capability, change, NAMES.get(to)])
    .filter((word) => word !== null)
    .join(' ');

describe('state files', () => {
  for (const one of STATE_FILES) {
    test(nameOf(one), async () => {
      const result = await runOn(one, 'diff', '-f', 'FILE', ...(one.args ?? []));
      if (!one.changes) return expectRefusal(result, one.words ?? []);
      expect(result.code, result.stderr).toBe(0);
      expect(result.json().map(changeOf)).toEqual(one.changes);
      expect(result.stderr).toContain(one.warning ?? '');
    });
  }
});

test('every file of the corpus has a case', () => {
  const cases = [...Object.values(NUMBER_FILES).flat(), ...STATE_FILES];
  const named = new Set(cases.filter((one) => !('bytes' in one)).map(({ file }) => file));
  const files = readdirSync(pathOf(''), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '.gitattributes')
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'));
  const known = new Set([...named].map((file) => pathOf(file).replaceAll('\\', '/')));
  expect(files.map((file) => file.replace('//', '/')).filter((file) => !known.has(file))).toEqual([]);
});
