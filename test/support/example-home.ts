import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { free, ours, sales, spare, support } from './account.ts';
import { type Home, newHome } from './home.ts';
import { storeProfile } from './profile.ts';
import { type Result, type RunOptions, run } from './run.ts';
import { PROGRAM } from './spawn.ts';

/** The ID of the run that examples undo. */
const FIRST_RUN = '20261124-093000-3f9a';

async function must(home: Home, argv: readonly string[], options: RunOptions = {}): Promise<Result> {
  const result = await run(argv, { ...options, home });
  expect(result.code, result.stderr).toBe(0);
  return result;
}

async function storeNames(home: Home, url: string): Promise<void> {
  await storeProfile(home, 'prod', url);
  await storeProfile(home, 'staging', url);
  const names = { sales, support, hotline: spare };
  for (const [alias, { key }] of Object.entries(names)) await must(home, ['apps', 'alias', alias, key]);
}

/** A change that is recorded in the history and in a results file. */
async function makeChange(home: Home): Promise<void> {
  const callback = ['--app', 'hotline', '--primary', 'https://voice.example.com/'];
  await must(home, ['callbacks', 'set', ...callback, '--results', home.path('results.ndjson')]);
  // The server uses the real time, and would reject a request signed at that time.
  const journal = home.path('state/journal.ndjson');
  const text = readFileSync(journal, 'utf8');
  writeFileSync(journal, text.replaceAll(/\d{8}-\d{6}-[0-9a-f]{4}/g, FIRST_RUN));
}

async function writeFiles(home: Home): Promise<void> {
  const { stdout } = await must(home, ['export']);
  const entry = `        - "${ours}"\n`;
  const files = {
    // One more number than the application has.
    'account.yaml': stdout.replace(entry, `${entry}        - "${free}"\n`),
    'numbers.csv': `number,application,capability\n${free},support,voice\n`,
    'secret.txt': `${support.secret}\n`,
    'body.json': JSON.stringify({ numbers: [free], capability: 'voice' }),
    pw: 'sandbox-password\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(home.path(name), text);
}

/**
 * A home with everything that the examples use: profiles for the server at `url` (prod is active), aliases, files, and a run
 * in the history.
 */
export async function exampleHome(url: string): Promise<Home> {
  const home = newHome();
  await storeNames(home, url);
  await makeChange(home);
  await writeFiles(home);
  return home;
}

/** Puts `sinchctl` into a home's own directory. @returns a PATH that begins there */
export function install(home: Home): string {
  const program = home.path('sinchctl');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
  chmodSync(program, 0o755);
  return `${home.directory}:${process.env.PATH}`;
}
