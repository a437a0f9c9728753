import { describe, expect, test } from 'vitest';
import { changes, support, UNCHANGED } from '../support/account.ts';
import { sandbox } from '../support/run.ts';

describe.each(['--primary', '--fallback'])('callbacks set %s', (where) => {
  test.each([
    'https:///path',
    'https:/voice.example.com',
    'https:voice.example.com',
    'https://',
    'https://?x=1',
    'https://a.example\\@evil.com/',
    'https:\\\\voice.example.com\\sinch',
    'https://voice.example.com/\u202ecod.evil',
    'https://voice.example.com/\u2066x',
    'https://voice.example.com/sinch#fragment',
    'https://voice.example.com/sinch#',
    'https://a..b/',
    'https://..a.example/',
    'https://a.example../',
    'https://voice.example.com/a\tb',
    'https://voice.example.com/a\nb',
    'https://voice.example.com/\u0000',
    ' https://voice.example.com/',
    'https://voice.example.com/ ',
    'https://voice.example.com:99999/',
    'https://[::1/',
    `https://voice.example.com/${'x'.repeat(2048)}`,
  ])('refuses %j', async (url) => {
    const { code, stdout, error, stderr, world } = await sandbox(['callbacks', 'set', where, url, '--json']);
    expect([code, stdout], stderr).toEqual([2, '']);
    expect(error()).toMatchObject({ kind: 'usage' });
    expect(error().message).toContain(where);
    expect(stderr).not.toMatch(/[\u202e\u2066]/);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test.each([
    'https://voice.example.com',
    'https://voice.example.com/sinch?x=1&y=%2F',
    'HTTPS://Voice.Example.com/Sinch',
    'https://voice.example.com:8443/a/../b',
    'https://[2001:db8::1]/sinch',
    'https://192.0.2.1/sinch',
    'https://bücher.example/räksmörgås',
  ])('keeps %s exactly as written', async (url) => {
    const { code, stderr, world } = await sandbox(['callbacks', 'set', where, url]);
    expect(code, stderr).toBe(0);
    expect(world().callbacksOf(support.key)).toMatchObject({ [where.slice(2)]: url });
  });
});
