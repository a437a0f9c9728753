import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePath, resolveTarget } from '../../../src/api/request-path.ts';
import { HOSTS } from '../../../src/credentials/credentials.ts';

const usage = expect.objectContaining({ kind: 'usage' });

describe('a path', () => {
  test.each([
    '/',
    '/v1/configuration/numbers',
    '/v1/numbers/',
    '/v1//numbers',
    '/v1/calling/query/number/+46730170101',
    '/v1/users/email/a@b.example/authentication',
    '/v1/a%20b/%C3%A9?x=%20&y=a+b&z=%2B',
    "/v1/a;b=c,d:e!$&'()*~._-",
    '/v1?from=2026-01-01T00:00:00Z&q={a},[b]',
    '/v1/..a/b..',
  ])('%s is sent unchanged', (text) => {
    expect(parsePath(text)).toBe(text);
  });

  test.each(['%2B', '%2b'])('%s becomes a literal plus, but stays in a query string', (plus) => {
    expect(parsePath(`/number/${plus}4673?n=${plus}1`)).toBe(`/number/+4673?n=${plus}1`);
  });

  test.each([
    '',
    'v1/numbers',
    '@evil.example/',
    '.evil.example/',
    ':80/',
    '//evil.example/v1',
    '/\\evil.example/v1',
    '\\evil',
    '/v1/../v2',
    '/v1/..',
    '/v1/.',
    '/./v1',
    '/v1/%2e%2e/v2',
    '/v1/.%2E/v2',
    '/v1\\v2',
    '/v1#part',
    '/v1?a#b',
    '/v1#',
    '/v1 v2',
    ' /v1',
    '/v1 ',
    '/v1\n',
    '/v1\r\nhost: evil',
    '/v1\t2',
    '/v1\u0000',
    '/v1\u007f',
    '/v1/é',
    '/v1/\u202e',
    '/v1?a=é',
    '/v1/"<>`{}',
    '/v1/%',
    '/v1/%zz',
    '/v1/%ff',
    '/v1/%c3',
  ])('%j is rejected', (text) => {
    expect(() => parsePath(text)).toThrow(usage);
  });

  test('the hint shows the normalized path', () => {
    const hint = (text: string) => {
      try {
        return parsePath(text);
      } catch (error) {
        return (error as { details: { hint: string } }).details.hint;
      }
    };
    expect(hint('/a b')).toContain('/a%20b');
    expect(hint('/v1/../v2')).toContain('/v2');
  });

  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        '/',
        '..',
        '.',
        '%2e',
        '%2F',
        '%2B',
        '\\',
        '@',
        ':',
        '?',
        '#',
        '//',
        ' ',
        '\n',
        '\t',
        'evil.example',
      ],
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

  test('every path is rejected, or sent unchanged to the intended host', () => {
    fc.assert(
      fc.property(text, (rest) => {
        let path: string;
        try {
          path = parsePath(`/${rest}`);
        } catch (error) {
          expect(error).toEqual(usage);
          return;
        }
        const url = new URL(HOSTS.calling + path);
        expect(url.href).toBe(HOSTS.calling + path);
        expect([url.origin, url.username, url.hash]).toEqual([HOSTS.calling, '', '']);
        expect(path.split('?')[0]).toBe(`/${rest}`.split('?')[0]?.replace(/%2b/gi, '+'));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a full URL', () => {
  const own = { calling: 'https://gateway.example.com/sinch', portal: 'http://127.0.0.1:8080' };

  test.each([
    ['https://gateway.example.com/sinch/v1/x?y=1', undefined, 'calling', '/v1/x?y=1'],
    ['http://127.0.0.1:8080/v1/x', undefined, 'portal', '/v1/x'],
    ['http://127.0.0.1:8080/v1/x', 'portal', 'portal', '/v1/x'],
    ['https://api.sinch.com/v1/x', undefined, 'account', '/v1/x'],
    ['https://userapi.sinch.com/', undefined, 'user', '/'],
  ] as const)('%s below a configured base URL, with --api %s, is sent to %s', (url, host, found, path) => {
    expect(resolveTarget(url, host, own)).toEqual({ host: found, path });
  });

  test.each([
    // The configured base URL is not Sinch's default, so the default is not a base URL.
    'https://callingapi.sinch.com/v1/x',
    'https://portalapi.sinch.com/v1/x',
    'https://gateway.example.com/v1/x',
    'https://gateway.example.com/sinch',
    'https://gateway.example.com/sinchx/v1',
    'https://gateway.example.com/sinch/../v1',
    'https://gateway.example.com/sinch//v1',
    'https://gateway.example.com/sinch/%2e%2e/v1',
    'http://gateway.example.com/sinch/v1',
    'https://gateway.example.com:8443/sinch/v1',
    'https://api.sinch.com.evil.example/v1',
    'https://api.sinch.com@evil.example/v1',
    'https://api.sinch.com:443@evil.example/v1',
    'https://user:word@api.sinch.com/v1',
    'http://api.sinch.com/v1',
    'HTTPS://API.SINCH.COM/v1',
    'https://api.sinch.com\\@evil.example/v1',
    'https://api.sinch.com',
    'https://evil.example/https://api.sinch.com/v1',
    'file:///etc/passwd',
    'ftp://api.sinch.com/v1',
    'http://127.0.0.1:80800/v1',
  ])('%s is not below a base URL', (url) => {
    expect(() => resolveTarget(url, undefined, own)).toThrow(usage);
  });

  test('of a host other than that of --api is rejected', () => {
    expect(() => resolveTarget('https://api.sinch.com/v1', 'portal', own)).toThrow(/portal/);
  });

  test('if several hosts share one base URL, --api selects the host, otherwise the first one is used', () => {
    const shared = { calling: 'http://127.0.0.1:1', portal: 'http://127.0.0.1:1' };
    expect(resolveTarget('http://127.0.0.1:1/x', undefined, shared).host).toBe('calling');
    expect(resolveTarget('http://127.0.0.1:1/x', 'portal', shared).host).toBe('portal');
  });

  test('if one base URL is below another, the longer one is used', () => {
    const nested = { calling: 'https://gw.example.com', portal: 'https://gw.example.com/portal' };
    expect(resolveTarget('https://gw.example.com/portal/v1', undefined, nested)).toEqual({
      host: 'portal',
      path: '/v1',
    });
    expect(resolveTarget('https://gw.example.com/portals/v1', undefined, nested).host).toBe('calling');
  });

  test('with a password is not shown', () => {
    try {
      resolveTarget('https://user:word-of-mine@evil.example/', undefined, own);
    } catch (error) {
      expect(JSON.stringify([(error as Error).message, error])).not.toContain('word-of-mine');
    }
    expect.assertions(1);
  });
});
