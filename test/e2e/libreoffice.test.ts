import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Home, newHome } from '../support/home.ts';
import { hasProgram, sinchctl, start } from '../support/spawn.ts';

// LibreOffice reads `+14155550100` as a formula, and saves it without the plus.

const SLOW = { timeout: 180_000 };
/** The settings of the import dialog: UTF-8, comma, quotes, from line 1; and all four columns as text. */
const AS_TEXT = '--infilter=Text - txt - csv (StarCalc):44,34,76,1,1/2/2/2/3/2/4/2';

async function convert(home: Home, from: string, to: string, ...options: string[]) {
  const profile = `-env:UserInstallation=${pathToFileURL(home.path('office'))}`;
  const line = [profile, '--headless', ...options, '--convert-to', to, '--outdir', home.path('saved'), from];
  const { code, stderr } = await start('soffice', line, { env: { HOME: home.directory }, limit: 90_000 })
    .ended;
  expect(code, stderr).toBe(0);
  return home.path(`saved/list.${to}`);
}

async function listed() {
  const home = newHome();
  const { stdout } = await sinchctl(['--profile', 'sandbox', 'numbers', 'list', '-o', 'csv'], {
    env: home.env,
  });
  const path = home.path('list.csv');
  writeFileSync(path, stdout);
  const assign = (file: string, ...argv: string[]) =>
    sinchctl(['--profile', 'sandbox', 'numbers', 'assign', '--from', file, '--dry-run', '--json', ...argv], {
      env: home.env,
    });
  const numbers = stdout
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => row.slice(0, row.indexOf(',')));
  return { home, path, assign, numbers };
}

/** The numbers of rows as JSON, each once. */
const numbersIn = (stdout: string) =>
  [...new Set((JSON.parse(stdout) as { number: string }[]).map(({ number }) => number))].toSorted();

describe.runIf(hasProgram('soffice'))('a list that was opened and saved in LibreOffice', () => {
  test('as csv and as ods: rejected with the option to use, and accepted with it', SLOW, async () => {
    const { home, path, assign, numbers } = await listed();
    const ods = await convert(home, path, 'ods');
    expect((await assign(ods)).code).toBe(2);
    for (const opened of [path, ods]) {
      const saved = await convert(home, opened, 'csv');
      expect(readFileSync(saved, 'utf8')).not.toContain('+1415');
      const refused = await assign(saved);
      expect([refused.code, refused.stdout]).toEqual([2, '']);
      expect(refused.stderr).toContain('--region intl');
      const read = await assign(saved, '--region', 'intl');
      expect(read.code, read.stderr).toBe(0);
      expect(numbersIn(read.stdout)).toEqual([...new Set(numbers)].toSorted());
    }
  });

  test('with its columns opened as text: accepted unchanged', SLOW, async () => {
    const { home, path, assign, numbers } = await listed();
    const read = await assign(await convert(home, path, 'csv', AS_TEXT));
    expect(read.code, read.stderr).toBe(0);
    expect(numbersIn(read.stdout)).toEqual([...new Set(numbers)].toSorted());
  });
});
