import { describe, expect, test } from 'vitest';
import { namedProfile } from '../../../src/cli/settings.ts';
import type { Env } from '../../../src/core/environment.ts';
import { chooseSource } from '../../../src/credentials/find-credentials.ts';
import { type Config, EMPTY_CONFIG, EMPTY_PROFILE } from '../../../src/credentials/profile.ts';

/** The command line and the environment, as a command reads them. */
const choose = (flag: string | undefined, env: Env, stored: Config) =>
  chooseSource(namedProfile(flag, env), env, stored);

const profiles = new Map([
  ['prod', EMPTY_PROFILE],
  ['staging', { ...EMPTY_PROFILE, isProtected: true }],
]);
const config: Config = { ...EMPTY_CONFIG, active: 'prod', profiles };
const KEY = { SINCH_APPLICATION_KEY: 'x' };
const URL = { SINCHCTL_CALLING_URL: 'https://x.example.com' };

test.each([
  [
    'the specified profile first',
    'staging',
    { SINCHCTL_PROFILE: 'prod', ...KEY },
    config,
    'profile',
    'staging',
  ],
  [
    'then the one in SINCHCTL_PROFILE',
    undefined,
    { SINCHCTL_PROFILE: 'staging', ...KEY },
    config,
    'profile',
    'staging',
  ],
  ['then the environment', undefined, KEY, config, 'environment', undefined],
  ['then the active profile', undefined, {}, config, 'profile', 'prod'],
  ['the sandbox if it is specified', 'sandbox', KEY, config, 'sandbox', undefined],
  [
    'the sandbox if it is active',
    undefined,
    {},
    { ...EMPTY_CONFIG, active: 'sandbox' },
    'sandbox',
    undefined,
  ],
])('%s', (_, asked, env, stored, kind, name) => {
  const source = choose(asked, env, stored);
  expect(source.kind).toBe(kind);
  if (source.kind === 'profile') expect(source.name).toBe(name);
});

test.each([
  'SINCH_APPLICATION_KEY',
  'SINCH_APPLICATION_SECRET',
  'SINCH_APPLICATION_SECRET_FILE',
  'SINCH_APP_KEY',
  'SINCH_APP_SECRET',
  'SINCH_INSTANCE_ID',
  'SINCH_INSTANCE_SECRET',
  'SINCH_ORGANISATION_ID',
])('%s alone, even empty, selects the environment', (name) => {
  expect(choose(undefined, { [name]: '' }, config).kind).toBe('environment');
});

test('a URL variable alone does not', () => {
  expect(choose(undefined, URL, config).kind).toBe('profile');
});

describe('warnings', () => {
  test('show the active profile that the environment overrides', () => {
    expect(choose(undefined, KEY, config).warnings).toEqual([expect.stringContaining('prod')]);
    expect(choose(undefined, KEY, { ...config, active: null }).warnings).toEqual([]);
  });

  test.each(['prod', 'sandbox', undefined])(
    'show every URL and auth variable that profile %s ignores',
    (asked) => {
      const env = { ...URL, SINCHCTL_USER_URL: 'x', SINCHCTL_AUTH: 'basic' };
      const { warnings } = choose(asked, env, config);
      for (const name of Object.keys(env)) expect(warnings.join()).toContain(name);
      expect(choose(asked, {}, config).warnings).toEqual([]);
    },
  );
});

describe('rejected', () => {
  test.each([
    ['stagin', 'staging'],
    ['sandbo', 'sandbox'],
  ])('an unknown profile %s, with the closest match', (asked, near) => {
    expect(() => choose(asked, {}, config)).toThrow(
      expect.objectContaining({
        kind: 'auth',
        details: expect.objectContaining({ hint: expect.stringContaining(near), items: [asked] }),
      }),
    );
  });

  test('an active profile that no longer exists', () => {
    expect(() => choose(undefined, {}, { ...config, active: 'gone' })).toThrow(
      expect.objectContaining({ kind: 'auth' }),
    );
  });

  test('no credentials at all', () => {
    expect(() => choose(undefined, {}, EMPTY_CONFIG)).toThrow(expect.objectContaining({ kind: 'auth' }));
  });

  test('an empty SINCHCTL_PROFILE, rather than another source', () => {
    expect(() => choose(undefined, { SINCHCTL_PROFILE: '', ...KEY }, config)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('SINCHCTL_PROFILE') }),
    );
  });
});
