// npm run bench -- start-up: the cost of a command, as a ratio to an empty Node process.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pairs } from './pairs.js';

const PAIRS = Number(process.env.BENCH_PAIRS ?? 21);
const bin = fileURLToPath(new URL('../../bin/sinchctl.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'sinchctl-bench-'));
const env = { SINCHCTL_CONFIG_DIR: join(home, 'config'), SINCHCTL_STATE_DIR: join(home, 'state') };

/** Starts the sandbox in a separate process; resolves with the variables that it prints. */
function serve() {
  const server = spawn(process.execPath, [bin, 'sandbox', 'serve'], { env: { ...process.env, ...env } });
  let text = '';
  return new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error('the sandbox did not start')));
    server.stdout.on('data', (chunk) => {
      text += chunk;
      if (!text.includes('SINCH_ORGANISATION_ID=')) return;
      const variables = Object.fromEntries(
        [...text.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
      );
      resolve({ server, variables });
    });
  });
}

/** Saves a profile for the server, as a user would. */
function storeProfile({ SINCH_APPLICATION_KEY, SINCH_APPLICATION_SECRET, SINCHCTL_CALLING_URL }) {
  const args = ['profiles', 'set', 'bench', '--key', SINCH_APPLICATION_KEY, '--secret-stdin'];
  const url = ['--base-url', `calling=${SINCHCTL_CALLING_URL}`];
  const { status, stderr } = spawnSync(process.execPath, [bin, ...args, ...url], {
    env: { ...process.env, ...env },
    input: SINCH_APPLICATION_SECRET,
  });
  if (status !== 0) throw new Error(`profiles set: ${stderr}`);
}

const { server, variables } = await serve();
try {
  storeProfile(variables);
  const rows = [
    { what: '--version', args: ['--version'], limit: 1.6 },
    { what: '--help', args: ['--help'], limit: 2 },
    { what: 'numbers list (20, HTTP, stored profile)', args: ['numbers', 'list', '--json'], limit: 4 },
    { what: 'TAB: a command', args: ['__complete', '=', 'numbers'], limit: 2.6 },
    { what: 'TAB: an option', args: ['__complete', '=--', 'numbers', 'assign'], limit: 2.6 },
    { what: 'TAB: 20 numbers in the cache', args: ['__complete', '=', 'numbers', 'assign'], limit: 2.6 },
  ].map(({ what, args, limit }) => {
    const { ms, base, ratio } = pairs([bin, ...args], ['-e', '0'], env, PAIRS);
    const verdict = ratio <= limit ? 'ok' : 'OVER';
    return { what, ms: ms.toFixed(1), 'node -e 0': base.toFixed(1), ratio: ratio.toFixed(2), limit, verdict };
  });
  console.table(rows);
} finally {
  server.kill('SIGTERM');
  rmSync(home, { recursive: true, force: true });
}
