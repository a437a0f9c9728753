import { describe, expect, test } from 'vitest';
import { proxyFor, proxyText } from '../../../../src/api/transport/proxy.ts';
import { SinchctlError } from '../../../../src/core/errors.ts';
import { redact } from '../../../../src/core/redact.ts';

const SINCH = new URL('https://callingapi.sinch.com/v1');
const proxyOf = (HTTPS_PROXY: string) => proxyFor(SINCH, { HTTPS_PROXY });

describe('a proxy URL', () => {
  test.each([
    ['http://proxy.example.com:3128', 'http://proxy.example.com:3128'],
    ['https://proxy.example.com/', 'https://proxy.example.com'],
    ['HTTP://Proxy.Example.com', 'http://proxy.example.com'],
    ['proxy.example.com:3128', 'http://proxy.example.com:3128'],
    [' proxy:3128\n', 'http://proxy:3128'],
    ['http://[::1]:3128', 'http://[::1]:3128'],
    ['[2001:db8::1]:3128', 'http://[2001:db8::1]:3128'],
    ['http://pröxy.example.com', 'http://xn--prxy-6qa.example.com'],
    ['http://user:word%23%40-42@proxy:3128', 'http://user:[redacted]@proxy:3128'],
    ['user:a+b&c=d@proxy', 'http://user:[redacted]@proxy'],
    ['http://token-4242@proxy', 'http://[redacted]@proxy'],
    ['http://:word-42@proxy', 'http://:[redacted]@proxy'],
  ])('%j is parsed', (text, shown) => {
    const proxy = proxyOf(text);
    expect(proxy && proxyText(proxy)).toBe(shown);
  });

  test('registers its password and token as secrets', () => {
    proxyOf('http://user:word%23-42@proxy');
    proxyOf('http://token-4242@proxy');
    expect(redact('it was word#-42 and word%23-42 and token-4242')).not.toMatch(/42/);
  });

  test.each([
    'http://user:word-42#12@proxy:3128',
    'http://user:12#word-42@proxy:3128',
    'http://user:wo@word-42@proxy:3128',
    'http://user:word-42?@proxy:3128',
    'http://user:word-42/1@proxy:3128',
    'http://user:word-42\\1@proxy:3128',
    'http://user:word-42 1@proxy:3128',
    'http://user:wo\nrd-42@proxy:3128',
    'http://user:word-42%@proxy:3128',
    'http://user:word-42%ff@proxy:3128',
    'http://user:wörd-42@proxy:3128',
    'user:word-42#1@proxy:3128',
    'http://word-42@word-42:1:2',
    'http://proxy:99999/word-42',
    'http://proxy:99999',
    'http://proxy:',
    'http://proxy?word-42',
    'http:/proxy:3128',
    'http://@',
    'http://[::1',
    'http://[word-42]',
    'socks5://user:word-42@proxy',
    '//proxy',
  ])('%j is rejected and not shown', (text) => {
    let error: unknown;
    try {
      proxyOf(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SinchctlError);
    const { kind, message, details } = error as SinchctlError;
    expect([kind, details.hint]).toEqual(['usage', expect.stringContaining('percent-encode')]);
    expect(message + details.hint + details.items).not.toMatch(/word-42|proxy:/);
  });
});
