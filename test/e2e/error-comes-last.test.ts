import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { serve } from '../support/serve.ts';
import { sinchctl } from '../support/spawn.ts';

// Separate processes: in a single one, the program would end before other output could follow its error.
test.each([
  ['apply', '-f', 'nosuch.yaml'],
  ['apply', '-f', '.', '--yes'],
  ['diff', '-f', 'nosuch.yaml'],
  ['diff', '-f', 'nosuch.yaml', '--against', 'nosuch.yaml'],
  ['callbacks', 'set', '--from', 'nosuch'],
  ['numbers', 'assign', '--from', 'nosuch'],
  ['query', '--from', 'nosuch'],
  ['undo', './nosuch'],
])('%s %s %s: the error is the last line of stderr', async (...argv) => {
  const { directory, env } = newHome();
  const { code, stderr } = await sinchctl(['--profile', 'sandbox', '--json', ...argv], {
    cwd: directory,
    env,
  });
  expect(code, stderr).toBe(2);
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^\{"error":/);
});

test('if the account cannot be read, the error comes after reports about callbacks', async () => {
  const { env } = await serve({
    between: async ({ path }) => {
      const isSlow = path.includes('/callbacks');
      if (isSlow) await setTimeout(200);
      return { how: 'whole', response: { status: isSlow ? 404 : 400, headers: {}, body: '{}' } };
    },
  });
  const home = newHome();
  const file = home.path('state.json');
  const desired = { application: support.key, callbacks: { fallback: null }, numbers: { voice: [] } };
  writeFileSync(file, JSON.stringify({ version: 1, applications: [desired] }));
  const line = ['diff', '-f', file, '--retries', '0', '--debug', '--json'];
  const { code, stderr } = await sinchctl(line, { env: { ...home.env, ...env } });
  expect(code, stderr).not.toBe(0);
  expect(stderr).toContain('404');
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^\{"error":/);
});
