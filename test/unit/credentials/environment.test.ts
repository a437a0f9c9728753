import { describe, expect, test } from 'vitest';
import { SinchctlError, usage } from '../../../src/core/errors.ts';
import { fromEnvironment } from '../../../src/credentials/environment.ts';
import { sales, support } from '../../support/account.ts';

const PAIR = { SINCH_APPLICATION_KEY: support.key, SINCH_APPLICATION_SECRET: support.secret };
const INSTANCE = { SINCH_INSTANCE_ID: '11111111-2222-3333-4444-555555555555', SINCH_INSTANCE_SECRET: 'AAAA' };
const noFile = (): string => {
  throw new Error('no file is named');
};
const read = (env: Record<string, string>, file: (path: string) => string = noFile) =>
  fromEnvironment(env, new Map(), file);

test('a key and secret are complete credentials, signed by default', () => {
  expect(read(PAIR)).toMatchObject({
    source: 'environment',
    application: { key: support.key },
    instance: null,
    organisation: null,
    auth: 'signed',
    baseUrls: {},
  });
});

test('keys in any format become canonical', () => {
  const env = { ...PAIR, SINCH_APPLICATION_KEY: ` ${support.key.replaceAll('-', '').toUpperCase()} ` };
  expect(read(env).application?.key).toBe(support.key);
});

test('URLs and auth are included', () => {
  const urls = {
    SINCHCTL_CALLING_URL: 'https://gateway.example.com/sinch/',
    SINCHCTL_PORTAL_URL: 'http://localhost:8080',
  };
  expect(read({ ...PAIR, ...urls, SINCHCTL_AUTH: 'basic' })).toMatchObject({
    auth: 'basic',
    baseUrls: { calling: 'https://gateway.example.com/sinch', portal: 'http://localhost:8080' },
  });
});

test('the secret can be read from a file', () => {
  const env = { SINCH_APPLICATION_KEY: support.key, SINCH_APPLICATION_SECRET_FILE: '/run/secrets/sinch' };
  const paths: string[] = [];
  const credentials = read(env, (path) => {
    paths.push(path);
    return `${support.secret}\n`;
  });
  expect([credentials.application?.secret.reveal(), paths]).toEqual([support.secret, ['/run/secrets/sinch']]);
});

test('a secret file that cannot be read is missing credentials, and the error shows the variable', () => {
  const env = { SINCH_APPLICATION_KEY: support.key, SINCH_APP_SECRET_FILE: '/x' };
  const fail = () => {
    throw usage('cannot read /x: no such file', 'check the path', ['/x']);
  };
  expect(() => read(env, fail)).toThrow(
    expect.objectContaining({
      kind: 'auth',
      message: 'SINCH_APP_SECRET_FILE: cannot read /x: no such file',
      details: expect.objectContaining({ hint: 'check the path' }),
    }),
  );
});

test('an instance alone is sufficient', () => {
  expect(read({ ...INSTANCE, SINCH_ORGANISATION_ID: '8888123' })).toMatchObject({
    application: null,
    instance: { id: INSTANCE.SINCH_INSTANCE_ID, expires: null },
    organisation: '8888123',
  });
});

describe('rejected', () => {
  test.each<[Record<string, string>, string, string]>([
    [{ SINCH_APPLICATION_KEY: support.key }, 'auth', 'SINCH_APPLICATION_SECRET'],
    [{ SINCH_APPLICATION_SECRET: support.secret }, 'auth', 'SINCH_APPLICATION_KEY'],
    [{ SINCH_APPLICATION_SECRET_FILE: '/x' }, 'auth', 'SINCH_APPLICATION_KEY'],
    [{ ...PAIR, SINCH_INSTANCE_ID: INSTANCE.SINCH_INSTANCE_ID }, 'auth', 'SINCH_INSTANCE_SECRET'],
    [{ ...PAIR, SINCH_INSTANCE_SECRET: 'AAAA' }, 'auth', 'SINCH_INSTANCE_ID'],
    [{ ...PAIR, SINCH_APPLICATION_SECRET: '' }, 'auth', 'SINCH_APPLICATION_SECRET'],
    [{ ...PAIR, SINCH_INSTANCE_ID: '' }, 'auth', 'SINCH_INSTANCE_ID'],
    [{ ...PAIR, SINCH_ORGANISATION_ID: '  ' }, 'auth', 'SINCH_ORGANISATION_ID'],
    [{ ...PAIR, SINCHCTL_PORTAL_URL: '' }, 'auth', 'SINCHCTL_PORTAL_URL'],
    [{ ...PAIR, SINCH_APP_KEY: sales.key }, 'auth', 'SINCH_APP_KEY'],
    [{ ...PAIR, SINCH_APPLICATION_SECRET_FILE: '/x' }, 'auth', 'SINCH_APPLICATION_SECRET_FILE'],
    [{ ...PAIR, SINCH_APPLICATION_SECRET: 'no base64' }, 'auth', 'SINCH_APPLICATION_SECRET'],
    [{ ...INSTANCE, SINCH_INSTANCE_SECRET: 'no base64' }, 'auth', 'SINCH_INSTANCE_SECRET'],
    [{ ...PAIR, SINCH_APPLICATION_KEY: '../x' }, 'usage', 'SINCH_APPLICATION_KEY'],
    [{ ...PAIR, SINCHCTL_USER_URL: 'http://user.example.com' }, 'usage', 'SINCHCTL_USER_URL'],
    [{ ...PAIR, SINCHCTL_ACCOUNT_URL: 'https://u:p@account.example.com' }, 'usage', 'SINCHCTL_ACCOUNT_URL'],
    [{ ...PAIR, SINCHCTL_CALLING_URL: 'https://x.example.com/?a=1' }, 'usage', 'SINCHCTL_CALLING_URL'],
    [{ ...PAIR, SINCHCTL_AUTH: 'Basic' }, 'usage', 'SINCHCTL_AUTH'],
  ])('%j', (env, kind, named) => {
    const error = (() => {
      try {
        return read(env);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(SinchctlError);
    expect(error).toMatchObject({ kind, message: expect.stringContaining(named) });
  });
});

test('two spellings of one value do not conflict', () => {
  expect(read({ ...PAIR, SINCH_APP_KEY: support.key }).application?.key).toBe(support.key);
});
