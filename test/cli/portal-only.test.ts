import { describe, expect, test } from 'vitest';
import {
  free,
  freeVoice,
  number,
  ours,
  oursWithSms,
  serving,
  support,
  supportVoice,
} from '../support/account.ts';
import { run } from '../support/run.ts';
import { serve } from '../support/serve.ts';

/** A server, and the variables of a portal instance without an application. */
async function servePortal() {
  const { env, ...served } = await serve();
  const { SINCH_APPLICATION_KEY: _, SINCH_APPLICATION_SECRET: __, ...instance } = env;
  const puts = () =>
    served.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ body }) => (JSON.parse(body).numbers as number[]).map((one) => `+${one}`));
  const overwrite = (...argv: string[]) =>
    run(['numbers', 'overwrite', ...argv, '--app', support.key, '-y', '--json'], { env: instance });
  return { ...served, puts, overwrite };
}

const resultsOf = (rows: { number?: unknown; result?: unknown }[]) =>
  Object.fromEntries(rows.map(({ number, result }) => [number, result]));

describe('numbers overwrite with a portal instance alone', () => {
  test('sends the PUT for a number whose other capability serves the application already', async () => {
    const { world, puts, overwrite } = await servePortal();
    world.assign(oursWithSms, 'voice', null);
    const { code, json, stderr } = await overwrite(...supportVoice);
    expect(code, stderr).toBe(0);
    expect(puts()).toEqual([supportVoice]);
    expect(resultsOf(json())[oursWithSms]).toBe('done');
    expect(serving(world, support)).toEqual(supportVoice);
    expect(world.applicationOf(oursWithSms, 'sms')).toBe(support.key);
  });

  test('of that number alone sends it too', async () => {
    const { world, puts, overwrite } = await servePortal();
    for (const one of supportVoice) world.assign(one, 'voice', null);
    const { code, json, stderr } = await overwrite(oursWithSms);
    expect(code, stderr).toBe(0);
    expect(puts()).toEqual([[oursWithSms]]);
    expect(resultsOf(json())[oursWithSms]).toBe('done');
    expect(serving(world, support)).toEqual([oursWithSms]);
  });

  test('a number that is kept is unchanged, not done', async () => {
    const { puts, overwrite } = await servePortal();
    const voiceOnly = [ours, number(10)];
    const { code, json, stderr } = await overwrite(...voiceOnly, freeVoice);
    expect(code, stderr).toBe(0);
    expect(puts()).toEqual([[...voiceOnly, freeVoice]]);
    const results = resultsOf(json());
    for (const one of voiceOnly) expect(results[one]).toBe('unchanged');
    expect(results[freeVoice]).toBe('done');
  });

  test('of voice-only numbers that are right already sends nothing', async () => {
    const { world, puts, overwrite } = await servePortal();
    for (const one of supportVoice) {
      if (one === ours) continue;
      for (const capability of ['voice', 'sms'] as const) world.assign(one, capability, null);
    }
    const { code, json } = await overwrite(ours);
    expect(code).toBe(0);
    expect(resultsOf(json())).toEqual({ [ours]: 'unchanged' });
    expect(puts()).toEqual([]);
  });

  test('what the account shows in doubt after a lost reply is unknown, never done', async () => {
    let isCut = false;
    const { env, world } = await serve({
      between: async (request, answer) => {
        if (request.method !== 'PUT') return answer(request);
        isCut = true;
        return { how: 'reset' };
      },
    });
    world.assign(oursWithSms, 'voice', null);
    const { SINCH_APPLICATION_KEY: _, SINCH_APPLICATION_SECRET: __, ...instance } = env;
    const argv = ['numbers', 'overwrite', ...supportVoice, free, '--app', support.key, '-y', '--json'];
    const { code, json } = await run([...argv, '--retries', '0'], { env: instance });
    expect(isCut).toBe(true);
    expect(code).toBe(6);
    const results = resultsOf(json());
    expect(results[oursWithSms]).toBe('unknown');
    expect(results[free]).toBe('failed');
    expect(results[ours]).toBe('unchanged');
  });
});
