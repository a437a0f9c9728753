import { describe, expect, test } from 'vitest';
import type { Globals } from '../../../src/cli/argv/global-options.ts';
import { resolveSettings } from '../../../src/cli/settings.ts';
import type { Env } from '../../../src/core/environment.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Credentials } from '../../../src/credentials/credentials.ts';
import { fromEnvironment } from '../../../src/credentials/environment.ts';
import { EMPTY_PROFILE, fromProfile, type Profile } from '../../../src/credentials/profile.ts';
import { provenance } from '../../../src/credentials/provenance.ts';
import { support } from '../../support/account.ts';
import { credentials } from '../../support/signing.ts';

const PATH = '/home/ops/.config/sinchctl/config.json';
const SECRET = 'JViE5vDor0Sw3WllZka15Q==';
const ID = '11111111-2222-3333-4444-555555555555';

const profile: Profile = {
  ...EMPTY_PROFILE,
  application: {
    key: support.key,
    secret: { store: 'file', secret: Secret.fromBase64(SECRET, 'here') },
  },
  instance: {
    id: ID,
    secret: { store: 'command', argv: ['pass', 'show', 'x'] },
    expires: '2030-01-01T00:00:00.000Z',
  },
};

interface Given {
  env?: Env;
  profile?: Profile;
  flags?: Partial<Globals>;
}

const explain = async (one: Credentials, { env = {}, profile: stored, flags = {} }: Given = {}) => {
  const settings = resolveSettings(flags as Globals, env);
  return provenance(one, {
    env,
    profile: stored,
    configPath: PATH,
    region: await settings.region(async () => one),
    caFile: settings.caFile(one),
  });
};
const find = (rows: Awaited<ReturnType<typeof explain>>, item: string) =>
  rows.find((one) => one.item === item);
const ofProfile = (one: Profile, given: Given = {}) =>
  explain(fromProfile('prod', one), { profile: one, ...given });
const ofEnvironment = (env: Env) =>
  explain(
    fromEnvironment(env, new Map(), () => SECRET),
    { env },
  );

describe('a profile', () => {
  test('shows itself, its file, and the store of each secret', async () => {
    const rows = await ofProfile(profile);
    expect(find(rows, 'application key')).toEqual({
      item: 'application key',
      value: support.key,
      from: 'profile prod',
      where: PATH,
      store: null,
    });
    expect(find(rows, 'application secret')).toMatchObject({
      from: 'profile prod',
      where: PATH,
      store: 'file',
    });
    expect(find(rows, 'instance secret')).toMatchObject({ value: null, store: 'command' });
    expect(find(rows, 'instance expires')).toMatchObject({ value: '2030-01-01T00:00:00.000Z' });
  });

  test('has defaults for missing settings', async () => {
    expect(find(await ofProfile(profile), 'calling URL')).toMatchObject({
      value: 'https://callingapi.sinch.com',
      from: 'default',
      where: null,
    });
  });

  test('is shown in the same way, regardless of ignored variables', async () => {
    const env = {
      SINCHCTL_CALLING_URL: 'https://stale.example.com',
      SINCHCTL_AUTH: 'basic',
      SINCH_APPLICATION_KEY: 'x',
    };
    expect(await ofProfile(profile, { env })).toEqual(await ofProfile(profile));
  });
});

describe('a secret', () => {
  test('shows at most four characters', async () => {
    const shown = JSON.stringify(await ofProfile(profile));
    expect(shown).toContain(SECRET.slice(-4));
    expect(shown).not.toContain(SECRET.slice(-5));
  });

  test.each(['AAAA', 'YWI=', 'c2hvcnQ='])('that is short, %s, shows fewer', async (text) => {
    expect(Secret.fromBase64(text, 'here').hint().length).toBeLessThanOrEqual(1 + text.length / 4);
  });
});

describe('the environment', () => {
  test.each([
    ['SINCH_APPLICATION_KEY', 'SINCH_APPLICATION_SECRET'],
    ['SINCH_APP_KEY', 'SINCH_APP_SECRET'],
    ['SINCH_APP_KEY', 'SINCH_APPLICATION_SECRET_FILE'],
  ])('is reported with its variables, %s and %s', async (key, secret) => {
    const rows = await ofEnvironment({ [key]: support.key, [secret]: SECRET });
    expect(find(rows, 'application key')).toMatchObject({ from: `variable ${key}`, where: null });
    expect(find(rows, 'application secret')).toMatchObject({
      from: `variable ${secret}`,
      store: 'environment',
    });
  });

  test('includes instance, organization, URLs, and auth', async () => {
    const env = {
      SINCH_INSTANCE_ID: ID,
      SINCH_INSTANCE_SECRET: SECRET,
      SINCH_ORGANISATION_ID: '8888123',
      SINCHCTL_PORTAL_URL: 'https://gateway.example.com',
      SINCHCTL_AUTH: 'signed',
    };
    const from = Object.fromEntries((await ofEnvironment(env)).map((one) => [one.item, one.from]));
    expect(from).toMatchObject({
      'instance ID': 'variable SINCH_INSTANCE_ID',
      'instance secret': 'variable SINCH_INSTANCE_SECRET',
      organisation: 'variable SINCH_ORGANISATION_ID',
      'portal URL': 'variable SINCHCTL_PORTAL_URL',
      'calling URL': 'default',
      auth: 'variable SINCHCTL_AUTH',
    });
  });
});

test('the sandbox is built in', async () => {
  const rows = await explain(credentials());
  expect(find(rows, 'application secret')).toMatchObject({
    from: 'built in',
    where: null,
    store: 'built in',
  });
});

describe('region and CA file', () => {
  const own = { ...profile, region: 'SE', caFile: '/etc/own.pem' };

  test('of the profile', async () => {
    const rows = await ofProfile(own);
    expect(find(rows, 'region')).toMatchObject({ value: 'SE', from: 'profile prod', where: PATH });
    expect(find(rows, 'CA file')).toMatchObject({ value: '/etc/own.pem', from: 'profile prod' });
  });

  test('a flag takes precedence, and is shown', async () => {
    const rows = await ofProfile(own, {
      env: { SINCHCTL_CA_FILE: '/etc/variable.pem' },
      flags: { caFile: '/etc/flag.pem', region: 'US' },
    });
    expect(find(rows, 'region')).toMatchObject({ value: 'US', from: 'flag --region', where: null });
    expect(find(rows, 'CA file')).toMatchObject({ value: '/etc/flag.pem', from: 'flag --ca-file' });
  });

  test('a variable takes precedence over the profile, and is shown', async () => {
    const rows = await ofProfile(own, { env: { SINCHCTL_CA_FILE: '/etc/variable.pem' } });
    expect(find(rows, 'CA file')).toMatchObject({
      value: '/etc/variable.pem',
      from: 'variable SINCHCTL_CA_FILE',
      where: null,
    });
  });
});
