import { expect, test } from 'vitest';
import { free, ours, support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const WRITES = [
  ['numbers', 'assign', free],
  ['numbers', 'unassign', ours, '--yes'],
  ['numbers', 'overwrite', free, '--app', support.key, '--yes'],
  ['callbacks', 'set', '--clear-fallback'],
];

async function guarded() {
  const served = await serve();
  const home = newHome();
  await storeProfile(home, 'prod', served.url, '--protected');
  return { ...served, home };
}

test.each(WRITES)(
  '%s %s is refused unless --profile names the protected profile on the line',
  async (...argv) => {
    const { home, requests } = await guarded();
    const { code, stdout, error } = await run([...argv, '--json'], { home });
    expect([code, stdout]).toEqual([7, '']);
    expect(error()).toMatchObject({ kind: 'refused', hint: expect.stringContaining('--profile prod') });
    expect(requests).toEqual([]);
    expect((await run([...argv, '--profile', 'prod'], { home })).code).toBe(0);
  },
);

test('SINCHCTL_PROFILE is not the line', async () => {
  const { home, requests } = await guarded();
  const { code } = await run(['numbers', 'assign', free], { home, env: { SINCHCTL_PROFILE: 'prod' } });
  expect([code, requests]).toEqual([7, []]);
});

test('reads need no naming', async () => {
  const { home } = await guarded();
  expect((await run(['numbers', 'list'], { home })).code).toBe(0);
});
