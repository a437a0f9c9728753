import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { type Home, newHome } from '../support/home.ts';
import { printing, secretCommand } from '../support/secret-command.ts';
import { serve } from '../support/serve.ts';
import { PROGRAM, sinchctl, start } from '../support/spawn.ts';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function kept(body: string) {
  const { url, requests } = await serve();
  const home = newHome();
  const command = secretCommand(home, body);
  const set = ['profiles', 'set', 'prod', '--key', support.key, '--base-url', `calling=${url}`];
  const { code, stderr } = await sinchctl([...set, '--secret-command', ...command.argv], { env: home.env });
  expect(code, stderr).toBe(0);
  return { home, requests, ...command };
}

test('a secret command that hangs is killed after 10 seconds, even if it ignores SIGTERM: exit 3, with an explanation', async () => {
  const { home, requests, calls } = await kept(`${printing(support.secret)} setInterval(() => {}, 1000);`);
  const stubborn = await kept("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);");
  const list = ({ env }: Home) => sinchctl(['numbers', 'list'], { env, limit: 10_000 + 4_000 });
  // Both wait at the same time.
  const [{ code, signal, stdout, stderr }, other] = await Promise.all([list(home), list(stubborn.home)]);
  expect([code, signal, stdout]).toEqual([3, null, '']);
  expect(stderr).toContain('did not finish within 10s');
  expect(stderr).not.toContain(support.secret);
  expect(requests).toEqual([]);
  const [call] = calls();
  expect(call).toBeDefined();
  expect(isAlive(call?.pid ?? 0)).toBe(false);
  expect([other.code, other.signal], other.stderr).toEqual([3, null]);
  expect(stubborn.calls()).toHaveLength(1);
  expect(isAlive(stubborn.calls()[0]?.pid ?? 0)).toBe(false);
});

test('one that waits for input on stdin gets the end of the input', async () => {
  const { home } = await kept(`fs.readFileSync(0); ${printing(support.secret)}`);
  const { code, stderr } = await start(process.execPath, [PROGRAM, 'numbers', 'list'], {
    env: home.env,
    limit: 8_000,
  }).ended;
  expect(code, stderr).toBe(0);
});

describe.runIf(existsSync('/proc/self/cmdline'))('the command lines of all processes', () => {
  test('contain no secret', async () => {
    const { home } = await kept(`
      const lines = fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).flatMap((pid) => {
        try { return [fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8')]; } catch { return []; }
      });
      fs.writeFileSync(__dirname + '/lines', JSON.stringify(lines));
      fs.writeFileSync(__dirname + '/environment', JSON.stringify(process.env));
      ${printing(support.secret)}`);
    const { code } = await sinchctl(['numbers', 'list', '--debug'], { env: home.env });
    expect(code).toBe(0);
    const lines: string[] = JSON.parse(readFileSync(home.path('lines'), 'utf8'));
    expect(lines.some((line) => line.includes('sinchctl.js'))).toBe(true);
    expect(lines.filter((line) => line.includes(support.secret))).toEqual([]);
    expect(readFileSync(home.path('environment'), 'utf8')).not.toContain(support.secret);
  });
});

test.each(['\\n', '\\r\\n', '\\nlogin: ops\\nurl: https://dashboard.sinch.com\\n'])(
  'the first line is the secret, regardless of what follows: %j',
  async (rest) => {
    const { home } = await kept(`process.stdout.write('${support.secret}${rest}')`);
    const { code, stdout, stderr } = await sinchctl(['numbers', 'list'], { env: home.env });
    expect(code, stderr).toBe(0);
    expect(stdout + stderr).not.toContain('login: ops');
  },
);

test('a secret command cannot run longer than --deadline', async () => {
  const { home, requests } = await kept('setInterval(() => {}, 1000);');
  const { code, stderr } = await sinchctl(['numbers', 'list', '--deadline', '1'], {
    env: home.env,
    limit: 9_000,
  });
  expect(code, stderr).toBe(6);
  expect(stderr).toContain('did not finish before the --deadline');
  expect(requests).toEqual([]);
});
