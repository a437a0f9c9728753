import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { free, ours, sales, support } from '../support/account.ts';
import { serve } from '../support/serve.ts';
import { sinchctl, start } from '../support/spawn.ts';

const hasTools = ['openssl', 'curl', 'bash'].every(
  (name) => spawnSync(name, ['--version']).error === undefined,
);
if (!hasTools) console.warn('openssl, curl or bash is not here: pasted snippets are not tested');

/** The snippets of a line, and what bash makes of them when they are pasted. */
async function paste(argv: string[], env: Record<string, string>) {
  const { stderr } = await sinchctl([...argv, '--curl', '--quiet', '--retries', '0'], { env });
  const snippets = stderr.replace(/^(error|hint|warning): .*$/gm, '').replace(/^ {2}reference: .*$/gm, '');
  const pasted = start('bash', ['-euo', 'pipefail', '-c', snippets], { env });
  return { snippets, pasted: await pasted.ended };
}

test.runIf(hasTools)('a pasted GET lists the numbers', async () => {
  const { env } = await serve();
  const { pasted } = await paste(['numbers', 'list'], env);
  expect(JSON.parse(pasted.stdout).numbers).toHaveLength(30);
});

test.runIf(hasTools)(
  'a pasted POST assigns: after an unassignment by others the number is back',
  async () => {
    const { env, world } = await serve();
    const argv = ['numbers', 'assign', free, '--no-check', '--app', sales.key];
    const { stderr } = await sinchctl([...argv, '--curl', '--quiet'], { env });
    world.assign(free, 'voice', null);
    const { code } = await start('bash', ['-euo', 'pipefail', '-c', stderr], { env }).ended;
    expect([code, world.applicationOf(free, 'voice')]).toEqual([0, sales.key]);
  },
);

test.runIf(hasTools)('a pasted DELETE carries its body', async () => {
  const { env, world } = await serve();
  const argv = ['numbers', 'unassign', ours, '--no-check', '--yes'];
  const { stderr } = await sinchctl([...argv, '--curl', '--quiet'], { env });
  world.assign(ours, 'voice', support.key);
  const { code } = await start('bash', ['-euo', 'pipefail', '-c', stderr], { env }).ended;
  expect([code, world.applicationOf(ours, 'voice')]).toEqual([0, null]);
});

test.runIf(hasTools)('a pasted request by the portal signs with the instance', async () => {
  const { env, world } = await serve();
  const argv = ['numbers', 'unassign', ours, '--api', 'portal', '--yes'];
  const { stderr } = await sinchctl([...argv, '--curl', '--quiet'], { env });
  world.assign(ours, 'voice', support.key);
  const { code } = await start('bash', ['-euo', 'pipefail', '-c', stderr], { env }).ended;
  expect([code, world.applicationOf(ours, 'voice')]).toEqual([0, null]);
});

test.runIf(hasTools)('with Basic the secret reaches curl by stdin', async () => {
  const { env } = await serve();
  const { snippets, pasted } = await paste(['numbers', 'list'], { ...env, SINCHCTL_AUTH: 'basic' });
  expect(snippets).not.toContain(support.secret);
  expect(JSON.parse(pasted.stdout).numbers).toHaveLength(30);
});

test('a snippet holds no secret and no signature, and stdout stays data', async () => {
  const { env } = await serve();
  const { stdout, stderr } = await sinchctl(['numbers', 'list', '--json', '--curl'], { env });
  expect(JSON.parse(stdout)).toHaveLength(30);
  expect(stderr).toContain('$SINCH_APPLICATION_SECRET');
  expect(stderr).not.toContain(support.secret);
  expect(stderr).not.toMatch(/authorization: Application [0-9a-f-]+:[A-Za-z0-9+/]/);
});
