// npm run bench -- state: the time of `diff` for 20 applications and 50,000 numbers, as a ratio to listing the same account.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileOf } from './large-account.js';
import { pairs } from './pairs.js';

const COUNT = 50_000;
const PAIRS = 9;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const bin = here('../../bin/sinchctl.js');
const home = mkdtempSync(join(tmpdir(), 'sinchctl-bench-'));
const file = join(home, 'account.yaml');
writeFileSync(file, fileOf(COUNT));

const server = spawn(process.execPath, [here('account-server.js'), String(COUNT)]);
try {
  const port = await new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error('the server did not start')));
    server.stdout.once('data', (chunk) => resolve(String(chunk).trim()));
  });
  const env = {
    SINCHCTL_CONFIG_DIR: join(home, 'config'),
    SINCHCTL_STATE_DIR: join(home, 'state'),
    SINCH_APPLICATION_KEY: '59a2ec03-9e4f-4da0-9c32-4b8e5f607c03',
    SINCH_APPLICATION_SECRET: 'c2FuZGJveC1zcGFyZS0wMw==',
    SINCHCTL_CALLING_URL: `http://127.0.0.1:${port}`,
  };
  const diff = [bin, 'diff', '-f', file, '--prune', '--json', '-q'];
  const { ms, base, ratio } = pairs(diff, [bin, 'numbers', 'list', '--json'], env, PAIRS);
  console.table([
    {
      what: `diff of ${COUNT}`,
      ms: ms.toFixed(0),
      'numbers list': base.toFixed(0),
      ratio: ratio.toFixed(2),
      limit: '< 2',
      verdict: ratio < 2 ? 'ok' : 'MISSED',
    },
  ]);
} finally {
  server.kill('SIGTERM');
  rmSync(home, { recursive: true, force: true });
}
