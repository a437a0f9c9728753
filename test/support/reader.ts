import { writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { sales, serving, spare, support } from './account.ts';
import { install } from './example-home.ts';
import { newHome } from './home.ts';
import { storeProfile } from './profile.ts';
import { run } from './run.ts';
import { serve } from './serve.ts';
import { start } from './spawn.ts';
import { onTerminal } from './terminal.ts';

/** IDs of the runs of a section, as the documents show them. */
const RUN_IDS = ['20261126-140211-3f9a', '20261126-140958-81c0', '20261126-141530-c2d0'];
const RUN_ID = /\b\d{8}-\d{6}-[0-9a-f]{4}\b/g;

/** The columns of a reader's terminal. */
export const READER_COLUMNS = 80;

/** The progress of a slow run, up to where it is cleared. */
const PROGRESS = /^[^\n]*\u001b\[J(?:\u001b\[\?7h)?\r*/gm;

/** Control characters other than colors. */
const REDRAWN = /\u001b(?!\[[\d;]*m)|[\b\r]/;

const spreadsheet = (count: number): string =>
  ['Phone number,Site', ...Array.from({ length: count }, (_, index) => `${14155550200 + index},Boston`)].join(
    '\n',
  );

/**
 * A reader of the documents, at a shell whose account has 1,000 numbers: the profile prod is active, its aliases are
 * support, sales, and spare, and the files that the documents mention are there.
 */
export async function openReader() {
  const { url, world } = await serve({ numbers: 1000 });
  const home = newHome();
  await storeProfile(home, 'prod', url);
  for (const { name, key } of [support, sales, spare]) {
    const { code, stderr } = await run(['apps', 'alias', name, key], { home });
    expect(code, stderr).toBe(0);
  }
  const { stdout: account } = await run(['export'], { home });
  const files = {
    // One more number than support has.
    'account.yaml': account.replace('- "+14155550101"\n', '$&        - "+14155550103"\n'),
    'secret.txt': `${support.secret}\n`,
    'new-secret.txt': `${support.secret}\n`,
    'batch.csv': `${spreadsheet(500)}\n`,
    // All but two numbers of support.
    'support.txt': `${serving(world, support).slice(2).join('\n')}\n`,
    'numbers.csv': 'number,application,capability\n+14155550103,support,\n+14155550104,sales,voice\n',
    'body.json': '{"numbers":["+14155550103"],"capability":"voice"}',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(home.path(name), text);
  const env = { ...home.env, PATH: install(home), LANG: 'C.UTF-8', TERM: 'xterm' };

  const runs: string[] = [];
  const typed = (line: string): string =>
    RUN_IDS.reduce((text, id, index) => text.replaceAll(id, runs[index] ?? id), line);
  const documented = (text: string): string =>
    text.replaceAll(home.directory, '/home/ann').replace(RUN_ID, (id) => {
      if (!runs.includes(id)) runs.push(id);
      return RUN_IDS[runs.indexOf(id)] ?? id;
    });

  let last = 0;
  return {
    /** Runs a command line as a script does. */
    async run(line: string): Promise<{ code: number | null; stderr: string }> {
      const argv = ['-o', 'pipefail', '-c', typed(line)];
      const { code, stderr } = await start('bash', argv, { cwd: home.directory, env }).ended;
      documented(stderr);
      return { code, stderr };
    },
    /** The output of a terminal after a command line; with color unless NO_COLOR is set. */
    async show(line: string, more: Record<string, string> = {}): Promise<string> {
      const script = `cd ${home.directory}; exec < /dev/null; (exit ${last}); ${typed(line)}`;
      const screen = onTerminal(['bash', '-c', script], { ...env, ...more }, { columns: READER_COLUMNS });
      last = await screen.ended;
      const text = documented(screen.screen().replaceAll('\r\n', '\n').replace(PROGRESS, ''));
      expect(text, line).not.toMatch(REDRAWN);
      return text;
    },
  };
}

export type Reader = Awaited<ReturnType<typeof openReader>>;
