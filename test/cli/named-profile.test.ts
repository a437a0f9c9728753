import { expect, test } from 'vitest';
import { storedConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const NOWHERE = 'http://127.0.0.1:9';

async function two() {
  const home = newHome();
  await storeProfile(home, 'prod', NOWHERE);
  await storeProfile(home, 'staging', NOWHERE);
  return { home, env: { SINCHCTL_PROFILE: 'staging' } };
}

test('SINCHCTL_PROFILE names the profile that profiles set changes', async () => {
  const { home, env } = await two();
  expect((await run(['profiles', 'set', '--auth', 'basic'], { home, env })).code).toBe(0);
  const { profiles } = storedConfig(home);
  expect([profiles.staging?.auth, profiles.prod?.auth]).toEqual(['basic', 'signed']);
});

test('SINCHCTL_PROFILE names the profile that profiles show shows and auth logout forgets', async () => {
  const { home, env } = await two();
  const shown = await run(['profiles', 'show', '--json'], { home, env });
  expect(JSON.parse(shown.stdout)[0].name).toBe('staging');
  expect((await run(['auth', 'logout'], { home, env })).code).toBe(0);
  const { profiles } = storedConfig(home);
  expect([profiles.staging?.application, profiles.prod?.application === null]).toEqual([null, false]);
});

test('SINCHCTL_PROFILE beside --where-key is refused, as --profile is', async () => {
  const { home, env } = await two();
  const key = ['--where-key', '5e1f0a01-7c2d-4b8e-9a10-2f6c3d4e5a01'];
  expect((await run(['profiles', 'set', ...key, '--auth', 'basic'], { home, env })).code).toBe(2);
});

test('exported URLs are warned about where a profile is tried before it is stored', async () => {
  const { env, url } = await serve();
  const home = newHome();
  await storeProfile(home, 'prod', url);
  const variables = { SINCHCTL_CALLING_URL: env.SINCHCTL_CALLING_URL ?? '' };
  const { code, stderr } = await run(['profiles', 'set', 'prod', '--verify'], { home, env: variables });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^warning: SINCHCTL_CALLING_URL ignored/m);
});

test('a profile without credentials has no status to be well: exit 3', async () => {
  const { home } = await two();
  await run(['auth', 'logout', '--profile', 'prod'], { home });
  for (const verify of [[], ['--verify']]) {
    const { code, stdout } = await run(['auth', 'status', '--profile', 'prod', ...verify], { home });
    expect([code, stdout]).toEqual([3, '']);
  }
});
