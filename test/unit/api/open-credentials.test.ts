import { describe, expect, test } from 'vitest';
import { credentialsOpener } from '../../../src/api/open-credentials.ts';
import { SinchctlError } from '../../../src/core/errors.ts';
import type { LockedSecret } from '../../../src/core/secret.ts';
import { Secret } from '../../../src/core/secret.ts';
import { support } from '../../support/account.ts';
import { credentials } from '../../support/signing.ts';

const command: LockedSecret = { store: 'command', argv: ['pass', 'show', 'sinch'] };
const keyring: LockedSecret = { store: 'keyring', account: 'prod instance' };

/** Both secrets kept elsewhere, and what was asked for. */
function locked() {
  const asked: LockedSecret[] = [];
  const open = credentialsOpener(
    {
      ...credentials(),
      application: { key: support.key, secret: command },
      instance: { id: '1', secret: keyring, expires: null },
    },
    async (one) => {
      asked.push(one);
      return Secret.fromText(`from the ${one.store}`);
    },
  );
  return { open, asked };
}

describe('a secret that is kept elsewhere', () => {
  test('is fetched only for the operation that signs with it', async () => {
    const { open, asked } = locked();
    await open('public');
    await open('user');
    expect(asked).toEqual([]);
    const application = await open('application');
    expect([asked, application.application?.secret.reveal(), application.instance]).toEqual([
      [command],
      'from the command',
      null,
    ]);
    const instance = await open('instance');
    expect([asked, instance.instance?.secret.reveal(), instance.application]).toEqual([
      [command, keyring],
      'from the keyring',
      null,
    ]);
  });

  test('is fetched once, by however many at the same time', async () => {
    const { open, asked } = locked();
    await Promise.all(Array.from({ length: 8 }, () => open('application')));
    await open('application');
    expect(asked).toEqual([command]);
  });

  test('that cannot be fetched fails every request that needs it, after one try', async () => {
    let tries = 0;
    const open = credentialsOpener(
      { ...credentials(), application: { key: support.key, secret: command } },
      async () => {
        tries++;
        throw new SinchctlError('auth', 'it is locked');
      },
    );
    await expect(open('application')).rejects.toThrow('it is locked');
    await expect(open('application')).rejects.toThrow('it is locked');
    expect(tries).toBe(1);
  });
});

test('a secret at hand asks nobody', async () => {
  const open = credentialsOpener(credentials(), async () => {
    throw new Error('asked');
  });
  expect((await open('application')).application?.secret.reveal()).toBe(support.secret);
});

test('without anybody to ask, a secret kept elsewhere is an auth error', async () => {
  const open = credentialsOpener({ ...credentials(), application: { key: support.key, secret: command } });
  await expect(open('application')).rejects.toMatchObject({ kind: 'auth' });
});
