// npm run bench -- output: a list of 100,000 numbers as a table and as Markdown, as ratios to tsv.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pairs } from './pairs.js';

const COUNT = 100_000;
const PAIRS = 5;
const LIMIT = 2;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'sinchctl-bench-'));

const server = spawn(process.execPath, [here('account-server.js'), String(COUNT)]);
try {
  const port = await new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error('the server did not start')));
    server.stdout.once('data', (chunk) => resolve(String(chunk).trim()));
  });
  const env = {
    COLUMNS: '80',
    SINCHCTL_CONFIG_DIR: join(home, 'config'),
    SINCHCTL_STATE_DIR: join(home, 'state'),
    SINCH_APPLICATION_KEY: '59a2ec03-9e4f-4da0-9c32-4b8e5f607c03',
    SINCH_APPLICATION_SECRET: 'c2FuZGJveC1zcGFyZS0wMw==',
    SINCHCTL_CALLING_URL: `http://127.0.0.1:${port}`,
  };
  const list = (...look) => [here('../../bin/sinchctl.js'), 'numbers', 'list', '-q', ...look];
  const lines = [
    ['-o', 'table'],
    ['-o', 'table', '--accessible'],
    ['-o', 'markdown'],
  ].map((look) => {
    const { ms, base, ratio } = pairs(list(...look), list('-o', 'tsv'), env, PAIRS);
    return {
      what: `${COUNT} numbers ${look.join(' ')}`,
      ms: ms.toFixed(0),
      tsv: base.toFixed(0),
      ratio: ratio.toFixed(2),
      limit: `< ${LIMIT}`,
      verdict: ratio < LIMIT ? 'ok' : 'MISSED',
    };
  });
  console.table(lines);
} finally {
  server.kill('SIGTERM');
  rmSync(home, { recursive: true, force: true });
}
