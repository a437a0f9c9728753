import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';

const TEXT = 'JViE5vDor0Sw3WllZka15Q==';

test.each([TEXT, ` ${TEXT}\n`, 'AAAA', 'YWI=', '+/+/'])(
  '%j is accepted, without surrounding white space',
  (text) => {
    expect(Secret.fromBase64(text, 'here').reveal()).toBe(text.trim());
  },
);

test.each([
  '',
  '  ',
  'abc',
  'YWI',
  'YWI==',
  'Y=I=',
  '=YWI',
  'YW I=',
  'YW\nI=',
  'ab-_',
  'AAAA!',
  'AAAAé',
  'AAAA=',
])('%j is rejected, and the error shows the source but not the text', (text) => {
  const taken = () => Secret.fromBase64(text, 'the place');
  expect(taken).toThrow(
    expect.objectContaining({ kind: 'auth', message: expect.stringContaining('the place') }),
  );
  if (text.trim() === '') return;
  try {
    taken();
  } catch (error) {
    expect(inspect(error)).not.toContain(text);
  }
});

test('usual ways of printing do not reveal a secret', () => {
  const secret = Secret.fromBase64(TEXT, 'here');
  const holder = { secret, list: [secret], map: new Map([['secret', secret]]) };
  const prints = [
    String(secret),
    `${secret}`,
    `${secret}x`,
    JSON.stringify(secret),
    JSON.stringify(holder),
    inspect(secret),
    inspect(secret, { customInspect: false, showHidden: true, depth: 9 }),
    inspect(holder, { showHidden: true, depth: 9 }),
    JSON.stringify(Object.entries(secret)),
    JSON.stringify({ ...secret }),
  ];
  for (const print of prints) expect(print).not.toContain(TEXT);
});
