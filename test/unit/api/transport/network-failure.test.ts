import { expect, test } from 'vitest';
import { isResponseLost } from '../../../../src/api/retry.ts';
import { asFailure } from '../../../../src/api/transport/network-failure.ts';

const target = { host: 'calling.api.sinch.com', proxy: undefined };
/** A system error as passed on by got. */
const asGot = (code: string, syscall: string) =>
  Object.assign(new Error(code), { code, cause: Object.assign(new Error(code), { code, syscall }) });

test.each(['EHOSTUNREACH', 'ENETUNREACH', 'ECONNREFUSED', 'EADDRNOTAVAIL'])(
  '%s before a connection: nothing was sent',
  (code) => {
    expect(isResponseLost(asFailure(asGot(code, 'connect'), target, false))).toBe(false);
  },
);

test.each(['EHOSTUNREACH', 'ENETUNREACH', 'ECONNREFUSED'])(
  '%s on an open connection: the request may have been executed',
  (code) => {
    for (const syscall of ['read', 'write']) {
      const failure = asFailure(asGot(code, syscall), target, false);
      expect([failure.reason, isResponseLost(failure)]).toEqual(['reset', true]);
    }
  },
);

test('a host name that cannot be resolved: nothing was sent', () => {
  expect(isResponseLost(asFailure(asGot('ENOTFOUND', 'getaddrinfo'), target, false))).toBe(false);
});
