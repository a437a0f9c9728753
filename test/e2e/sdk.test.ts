import { SinchClient } from '@sinch/sdk-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { E164 } from '../../src/account/phone-number.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { type SandboxServer, startServer } from '../../src/sandbox/server.ts';
import { createWorld } from '../../src/sandbox/state.ts';
import type { World } from '../../src/sandbox/world.ts';

const number = '+14155550103' as E164;
let world: World;
let sandbox: Sandbox;
let server: SandboxServer;

beforeEach(() => {
  world = createWorld();
  sandbox = createSandbox({ world, now: () => new Date() });
});
beforeAll(async () => {
  server = await startServer({ answer: (request) => sandbox.answer(request) }, { port: 0 });
});
afterAll(() => server.close());

const application = (index: number) => world.applications[index] ?? { key: '', secret: '' };

/** The official SDK, configured as in its documentation, with the sandbox as its server. */
function applications(secret = application(0).secret) {
  const client = new SinchClient({
    applicationKey: application(0).key,
    applicationSecret: secret,
    voiceApplicationManagementHostname: server.url,
    voiceHostname: server.url,
    logger: null,
  });
  return client.voice.applications;
}

describe('the official SDK', () => {
  test('lists numbers', async () => {
    const { numbers = [] } = await applications().listNumbers({});
    expect(numbers).toHaveLength(30);
    expect(numbers[0]).toEqual({
      number: '+14155550100',
      applicationkey: application(0).key,
      capability: 'voice',
    });
  });

  test('assigns to the application that signs, and to a specified one', async () => {
    const assignNumbersRequestBody = { numbers: [number], capability: 'voice' };
    await applications().assignNumbers({ assignNumbersRequestBody });
    expect(world.applicationOf(number, 'voice')).toBe(application(0).key);
    await applications().assignNumbers({
      assignNumbersRequestBody: { ...assignNumbersRequestBody, applicationkey: application(2).key },
    });
    expect(world.applicationOf(number, 'voice')).toBe(application(2).key);
  });

  test('unassigns, with a body on DELETE', async () => {
    const taken = '+14155550101' as E164;
    await applications().unassignNumber({
      unassignNumbersRequestBody: { number: taken, capability: 'voice' },
    });
    expect(world.applicationOf(taken, 'voice')).toBeNull();
    expect(world.applicationOf(taken, 'sms')).toBe(application(0).key);
  });

  test('reads and updates callbacks', async () => {
    const { key } = application(0);
    const { url } = await applications().getCallbackURLs({ applicationkey: key });
    expect(url?.primary).toBe('https://support.example.com/sinch');
    const primary = 'https://new.example.com/å';
    await applications().updateCallbackURLs({
      applicationkey: key,
      updateCallbacksRequestBody: { url: { primary } },
    });
    expect(world.callbacksOf(application(0).key as never)).toEqual({ primary });
  });

  test('queries a number', async () => {
    const reply = await applications().queryNumber({ number: '+46 73 017 01 01' });
    expect(reply).toMatchObject({
      numberItem: { countryId: 'SE', numberType: 'Mobile', rate: { currencyId: 'USD', amount: 0.0368 } },
    });
  });

  test('is rejected with an incorrect secret, and changes nothing', async () => {
    const wrong = applications(application(1).secret);
    const assignNumbersRequestBody = { numbers: [number], capability: 'voice' };
    await expect(wrong.listNumbers({})).rejects.toMatchObject({ statusCode: 401 });
    await expect(wrong.assignNumbers({ assignNumbersRequestBody })).rejects.toMatchObject({
      statusCode: 401,
    });
    expect(world.revision).toBe(0);
  });
});
