import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandPath } from '../../src/cli/command-list.ts';
import { COMMANDS, GROUPS, EXAMPLES as ROOT } from '../../src/commands/index.ts';
import { FILES, JOBS } from '../../src/docs/man-page.ts';
import { free } from '../support/account.ts';
import { exampleHome, install } from '../support/example-home.ts';
import { type Home, newHome } from '../support/home.ts';
import { serve } from '../support/serve.ts';
import { hasProgram, sinchctl, start } from '../support/spawn.ts';

const EXAMPLES = COMMANDS.map((command) => [commandPath(command), command.examples] as const);

/** The examples of the groups and of the program, each run on its own. */
const TOURS = [
  ...Object.entries(GROUPS).map(([noun, { examples }]) => [noun, examples] as const),
  ['', ROOT] as const,
];

/** The exit code of an example: 0, unless its comment states another. */
const exitOf = (line: string): number => Number(/# .*\bexit (\d+)/.exec(line)?.[1] ?? 0);

/** Programs that examples need besides bash and sinchctl. */
const needs = (line: string): string[] => (/\| jq /.test(line) ? ['jq'] : []);

/** These commands run until they are stopped. */
const isServing = (line: string): boolean => line.startsWith('sinchctl sandbox serve');

function begin(line: string, home: Home) {
  const env = { ...home.env, PATH: install(home) };
  return start('bash', ['-o', 'pipefail', '-c', line], { cwd: home.directory, env });
}

async function runExample(line: string, home: Home): Promise<void> {
  // bash replaces itself with the last program of a command, so that the signal reaches it.
  const { child, ended, texts } = begin(isServing(line) ? `exec ${line}` : line, home);
  while (isServing(line) && !texts.stderr.includes('serving on') && child.exitCode === null)
    await Promise.race([once(child.stderr ?? child, 'data'), ended]);
  if (isServing(line)) child.kill('SIGTERM');
  const { code, stderr } = await ended;
  expect(code, `${line}\n${stderr}`).toBe(exitOf(line));
}

test.each([...EXAMPLES, ...TOURS])('%s has at least two examples of that command', (path, examples) => {
  expect(new Set(examples).size).toBeGreaterThanOrEqual(2);
  for (const line of examples) expect(line).toMatch(new RegExp(`\\bsinchctl( -.*)? ${path}\\b`));
});

describe('the examples of a command work one after the other, in the sandbox', () => {
  test.each([...EXAMPLES, ...TOURS])('%s', async (_, examples) => {
    const { url } = await serve();
    const home = await exampleHome(url);
    for (const line of examples) {
      const missing = needs(line).filter((name) => !hasProgram(name));
      if (missing.length > 0) process.stderr.write(`not run, for want of ${missing}: ${line}\n`);
      else await runExample(line, home);
    }
  });
});

test('the examples of the man page work, line by line', async () => {
  const { url } = await serve();
  const home = await exampleHome(url);
  for (const { lines } of JOBS) for (const line of lines) await runExample(line, home);
});

// Syntax that bash and PowerShell have in common: plain words, words in single quotes, and a pipe or a file at the
// end.
test.each([...[...EXAMPLES, ...TOURS].flatMap(([, lines]) => lines), ...JOBS.flatMap(({ lines }) => lines)])(
  'PowerShell can also parse it: %s',
  (line) => {
    const bare = line.replace(/'[^']*'/g, 'quoted').replace(/ # .*$/, '');
    expect(bare).toMatch(/^(cat [\w.]+ \| )?sinchctl[\w +:./,@=-]*(?:[|>] [\w. -]+)?$/);
  },
);

test('the files listed in the man page exist', async () => {
  const home = newHome();
  const env = { HOME: home.directory };
  await sinchctl(['profiles', 'use', 'sandbox'], { env });
  const { code, stderr } = await sinchctl(['numbers', 'assign', free, '--app', 'support'], { env });
  expect(code, stderr).toBe(0);
  const here = FILES.filter(({ path }) => path.startsWith('~/'));
  expect(here.length).toBeGreaterThan(3);
  for (const { path } of here) expect(existsSync(home.path(path.slice(2))), path).toBe(true);
});
