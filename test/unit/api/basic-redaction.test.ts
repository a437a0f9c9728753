import { expect, test } from 'vitest';
import { Account } from '../../../src/account/plan.ts';
import { basicAuthorization } from '../../../src/api/sign.ts';
import { redact } from '../../../src/core/redact.ts';
import { free, support } from '../../support/account.ts';

test('what Basic sends is taken out of any text, however a server says it back', () => {
  // 32 characters make no padding, so nothing but its being known gives it away.
  const header = basicAuthorization(support.key, 'c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0');
  const pair = header.slice('Basic '.length);
  for (const said of [header, pair, encodeURIComponent(header), JSON.stringify({ raw: pair })]) {
    expect(redact(`echo ${said}`)).not.toContain(pair);
  }
});

test('a short password in a JSON text inside another one is taken out', () => {
  const body = JSON.stringify(JSON.stringify({ password: 'ab1' }));
  expect(redact(body)).not.toContain('ab1');
});

test('a number that the server lists twice is one number', () => {
  const one = { number: free as never, capability: 'voice' as const, application: support.key };
  const account = new Account([one, one]);
  expect(account.assignments).toHaveLength(1);
  expect(account.serving(support.key, 'voice')).toEqual([free]);
});
