import { describe, expect, test } from 'vitest';
import { SinchctlError } from '../../../src/core/errors.ts';
import { hide, redact } from '../../../src/core/redact.ts';
import { Secret } from '../../../src/core/secret.ts';

const KEY = '5e1f0a01-7c2d-4b8e-9a10-2f6c3d4e5a01';
const SIGNATURE = 'qDXMwzfaxCRS849c/2R0hg0nphgdHciTo7OdM6MsdnM=';

test('a secret is removed once it is registered, wherever it appears', () => {
  const text = 'c2VjcmV0c2VjcmV0';
  expect(redact(`before ${text}`)).toContain(text);
  Secret.fromBase64(text, 'here');
  expect(redact(`${text}, "${text}" and x${text}x`)).toBe('[redacted], "[redacted]" and x[redacted]x');
});

test('a password with regular expression characters is removed literally', () => {
  Secret.fromText('p.ss(w*rd$&');
  expect(redact('it is p.ss(w*rd$& and not pxss(w*rd')).toBe('it is [redacted] and not pxss(w*rd');
});

test('a secret of an earlier test is not known', () => {
  expect(redact('it is p.ss(w*rd$&')).toBe('it is p.ss(w*rd$&');
});

test('if one secret starts with another, both are removed completely', () => {
  hide('first-part');
  hide('first-part-and-the-rest');
  expect(redact('first-part-and-the-rest')).not.toContain('rest');
});

test('short strings are not redacted', () => {
  hide('ab');
  expect(redact('absolutely able')).toBe('absolutely able');
});

test.each([
  [`Application ${KEY}:${SIGNATURE}`, SIGNATURE],
  [`Instance ${KEY}:${SIGNATURE}`, SIGNATURE],
  [`application ${KEY.replaceAll('-', '')}:${SIGNATURE}`, SIGNATURE],
  [
    `Basic ${Buffer.from(`${KEY}:abcdefgh`).toString('base64')}`,
    Buffer.from(KEY).toString('base64').slice(0, 12),
  ],
  ['User eyJhbGciOiJIUzI1NiJ9.e30.abc_-d', 'eyJhbGciOiJIUzI1NiJ9'],
  ['Bearer abcdefghij', 'abcdefghij'],
  ['{"password":"hunter2 and more"}', 'hunter2'],
  ['{"password": "pa\\"zz\\\\word"}', 'zz'],
  ['{"secret":"abc"}', 'abc'],
  ['{"authorization" : "token-of-a-user"}', 'token-of-a-user'],
  ['https://user:p4ssword@proxy.example.com:3128/', 'p4ssword'],
  ['http://user:p%40ss@proxy.example.com', 'p%40ss'],
])('text that looks like a secret is removed: %s', (text, secret) => {
  expect(redact(text)).not.toContain(secret);
  expect(redact(text)).toContain('[redacted]');
});

test.each([
  `Application ${KEY}`,
  'the application 14155550100 serves it',
  'https://voice.example.com:8443/sinch?at=user@example.com',
  'user ops@example.com: 12:30:45',
  'Basic',
])('other text is unchanged: %s', (text) => {
  expect(redact(text)).toBe(text);
});

test('every text of an error is redacted', () => {
  Secret.fromText('a-secret-in-an-error');
  const text = 'it is a-secret-in-an-error';
  const details = { hint: text, items: [text], lines: [text], reference: text };
  const error = new SinchctlError('auth', text, details);
  expect(error.message).toContain('[redacted]');
  expect(JSON.stringify([error.message, error.details, error.stack])).not.toContain('a-secret-in-an-error');
});

test.each([
  ['letters', 'a'],
  ['hex digits', '0f'],
  ['slashes', '/'],
  ['backslashes', '\\'],
  ['quotes after backslashes', '\\"'],
  ['equals signs', '='],
  ['spaces after a scheme', 'Basic  '],
  ['URLs', '//a:'],
  ['unterminated keys', '"password":"'],
  ['keys in a nested JSON string', '\\"password\\":\\"'],
  ['escapes', '\\u0041'],
])('one megabyte of %s is redacted in linear time', (_, part) => {
  const text = `{"password":"${part.repeat(2 ** 20 / part.length)}`;
  expect(redact(text).length).toBeGreaterThan(0);
});

test('text that looks like a secret is also removed within a long run', () => {
  const secret = `${'b'.repeat(30)}==`;
  expect(redact(`${secret}${secret} =${secret}.${'/'.repeat(50)}=`)).toBe(
    '[redacted][redacted] =[redacted].[redacted]',
  );
});

test('a password is removed from a JSON text that is nested five times', () => {
  let body = JSON.stringify({ password: 'ab1 cd2' });
  for (let i = 0; i < 5; i++) {
    body = JSON.stringify(body);
    expect(redact(body)).not.toMatch(/ab1|cd2/);
  }
});

test('very long words of a message are truncated after redaction, and items are not truncated', () => {
  hide('s'.repeat(400));
  const long = 'x'.repeat(40_000);
  const error = new SinchctlError('usage', `no ${long} of ${'s'.repeat(400)}`, {
    items: [long],
    lines: [`a ${long}`],
  });
  expect(error.message).toBe(`no ${'x'.repeat(60)}\u2026 (40000 characters) of [redacted]`);
  expect(error.details.lines).toEqual([`a ${'x'.repeat(60)}\u2026 (40000 characters)`]);
  expect(error.details.items).toEqual([long]);
});

test('quotes and periods around a long word are kept', () => {
  const long = 'x'.repeat(400);
  expect(new SinchctlError('usage', `no '${long}': none`).message).toBe(
    `no '${'x'.repeat(60)}\u2026 (400 characters)': none`,
  );
});

test('a surrogate pair is not split when a long word is truncated', () => {
  const error = new SinchctlError('usage', `${'x'.repeat(59)}${'\u{1f600}'.repeat(200)}`);
  expect(error.message).toBe(`${'x'.repeat(59)}\u2026 (459 characters)`);
});

test('a short password in a nested JSON text is removed', () => {
  const body = JSON.stringify(JSON.stringify({ password: 'ab1' }));
  expect(redact(body)).not.toContain('ab1');
});

describe('every encoding of a registered secret is removed', () => {
  const KNOWN = 'p7sA+b/9cD3/eF+gH1iJ2kL4mN5oP6qR8sT0uV1wXw==';
  const PASSWORD = 'pa ss"w/ö+rd\u{1f600}&x';
  const toHex = (bytes: Buffer) => bytes.toString('hex');
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  const lower = (text: string) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const core = KNOWN.replace(/=+$/, '');
  const decoded = Buffer.from(KNOWN, 'base64');
  const pairs = ['', ...['5e1f', 'application\\5e1f', 'u', 'us'].map((name) => `${name}:`)].flatMap((start) =>
    [KNOWN, `${KNOWN}\n`, core].map((text) => encoded(`${start}${text}`)),
  );
  const forms: [string, string][] = [
    ['as it is', KNOWN],
    ['unpadded', core],
    ['URL-safe', decoded.toString('base64url')],
    ['URL-safe and padded', `${decoded.toString('base64url')}==`],
    ['in hexadecimal', toHex(decoded)],
    ['in upper-case hexadecimal', toHex(decoded).toUpperCase()],
    ['as bytes of a dump', toHex(decoded).replace(/../g, '$& ').trim()],
    ['its text in hexadecimal', toHex(Buffer.from(KNOWN))],
    ['in a URL', encodeURIComponent(KNOWN)],
    ['in a URL in lower case', lower(encodeURIComponent(KNOWN))],
    ['in a URL in a URL', encodeURIComponent(encodeURIComponent(KNOWN))],
    ['unpadded in a URL', encodeURIComponent(core)],
    ['in PHP JSON', KNOWN.replaceAll('/', '\\/')],
    ['in HTML-safe JSON', KNOWN.replaceAll('+', '\\u002b').replaceAll('=', '\\u003D')],
    ...pairs.flatMap((pair): [string, string][] => [
      [`in the Base64 ${pair}`, pair],
      [
        `in the URL-safe Base64 of ${pair}`,
        pair.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
      ],
      [`in the Base64 in a URL ${pair}`, encodeURIComponent(pair)],
    ]),
  ];

  test.each(forms)('%s', (_, form) => {
    hide(KNOWN);
    const clean = redact(`before ${form} after`);
    expect(clean).toMatch(/^before .*\[redacted\] after$/);
    // No part of Basic credentials remains, except text encoded before them.
    expect(clean.length).toBeLessThan(36);
  });

  test.each([
    ['as it is', PASSWORD],
    ['in a URL', encodeURIComponent(PASSWORD)],
    ['in a form', encodeURIComponent(PASSWORD).replaceAll('%20', '+')],
    ['in JSON', JSON.stringify(PASSWORD).slice(1, -1)],
    ['in JSON in JSON', JSON.stringify(JSON.stringify(PASSWORD)).slice(3, -3)],
    [
      'in ASCII JSON',
      PASSWORD.replaceAll('"', '\\"').replace('ö', '\\u00f6').replace('\u{1f600}', '\\ud83d\\uDE00'),
    ],
    ['in Base64', encoded(PASSWORD)],
    ['in hexadecimal', toHex(Buffer.from(PASSWORD))],
  ])('of a password: %s', (_, form) => {
    hide(PASSWORD);
    expect(redact(`before ${form} after`)).toBe('before [redacted] after');
  });

  test('of a lone surrogate, which has no URL encoding', () => {
    hide('secret\ud83d');
    expect(redact('a secret\ud83d b')).toBe('a [redacted] b');
  });

  test.each(['c2VjcmV0IG51bWJlciA', 'c', '%25', '\\', '0', '='])(
    'within one megabyte of %s, in linear time',
    (part) => {
      for (const secret of ['c2VjcmV0IG51bWJlciAxIG9mIHR3byBzZWNyZXRz', '"%= \\\\word', KNOWN]) hide(secret);
      redact(part.repeat(2 ** 20 / part.length));
    },
  );
});

describe('only the secret part is removed', () => {
  test.each([
    // Not in the format of Sinch's signatures, which are removed everywhere.
    [`Application ${KEY}:abc`, `Application ${KEY}:[redacted]`],
    [`instance  ${KEY}:a/b+c=, x`, `instance  ${KEY}:[redacted], x`],
    [`Application%20${KEY}%3Aab%2Fc&x`, `Application%20${KEY}:[redacted]&x`],
    [`Application ${KEY.replaceAll('-', '')}:abc`, `Application ${KEY.replaceAll('-', '')}:[redacted]`],
    ['Application 14155550100:abc', 'Application 14155550100:abc'],
    ['Basic  abc+/=.~_-%x, y', 'Basic  [redacted], y'],
    ['Bearer%20abcdef', 'Bearer%20[redacted]'],
    ['User abcdef', 'User [redacted]'],
    ['Basic abcde', 'Basic abcde'],
    ['{"password" : "a\\"b", "x":1}', '{"password" : "[redacted]", "x":1}'],
    ['"{\\"Secret\\" : \\"ab1\\", \\"x\\":1}"', '"{\\"Secret\\" : \\"[redacted]\\", \\"x\\":1}"'],
    ['https://u:p@h/a:b@c', 'https://u:[redacted]@h/a:b@c'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

test('a secret has at least six characters', () => {
  hide('abc12');
  hide('xyz123');
  expect(redact('abc12 xyz123')).toBe('abc12 [redacted]');
});

test('a Base64 secret of six bytes is removed in hexadecimal; a shorter one is not', () => {
  hide('QUJDREVG');
  hide('QUJDREU=');
  expect(redact('41:42:43:44:45:46 4142434445')).toBe('[redacted] 4142434445');
});

test('a URL-safe secret is removed in standard Base64', () => {
  hide('p7sA-b_9cD3-eF_g');
  expect(redact('a p7sA+b/9cD3+eF/g b')).toBe('a [redacted] b');
});

test.each(['u:', 'us:', 'usr:'])(
  'Basic credentials are removed in URL-safe Base64 with - and _: %s',
  (start) => {
    hide('abc???>>>???>>>xyz');
    const encoded = Buffer.from(`${start}abc???>>>???>>>xyz`).toString('base64url');
    expect(encoded).toMatch(/[-_]/);
    expect(redact(`a ${encoded} b`)).toBe('a [redacted] b');
  },
);
