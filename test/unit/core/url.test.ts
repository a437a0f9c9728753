import { describe, expect, test } from 'vitest';
import { isSameUrl, parseCallback } from '../../../src/core/url.ts';

const dollar = '$';

test.each([
  `https://${dollar}{HOST}/sinch`,
  `https://${dollar}HOST/sinch`,
  `https://${dollar}(HOST)/sinch`,
  `https://voice.example.com/${dollar}{{ vars.PATH }}`,
  `${dollar}CALLBACK_URL`,
  `${dollar}HOST/sinch`,
  'https://{{ host }}/sinch',
  'https://{{host}}.example.com/sinch',
  '{{ .Values.url }}',
  'https://{host}/sinch',
  'https://voice.example.com/{tenant}/sinch',
  'https://voice.example.com/?token=<token>',
  'https://<your-host>/sinch',
  '<no value>',
  '<%= url %>',
  '{% if x %}https://voice.example.com{% endif %}',
  'https://%HOST%/sinch',
  'https://__HOST__/sinch',
  '#{url}#',
  'https://undefined/sinch',
  'https://undefined.example.com/sinch',
  'https://voice.example.com/undefined',
  'https://voice.example.com/sinch?key=undefined&x=1',
  'https://null/sinch',
  'https://None:8080',
])('%s is an unrendered template', (url) => {
  expect(() => parseCallback(url, 'primary')).toThrow(/^primary contains an unrendered template: /);
});

test.each([
  ['https://user@voice.example.com/', 'a user name or password'],
  ['https://user:word@voice.example.com/', 'a user name or password'],
  ['https://voice.example.com/#top', 'a fragment'],
  ['https://voice.example.com/#', 'a fragment'],
])('%s contains %s', (url, what) => {
  expect(() => parseCallback(url, 'primary')).toThrow(`primary contains ${what}`);
});

test.each([
  '',
  'sip:desk@voice.example.com',
  'https:///sinch',
  'https://a b/',
  'https://x:undefined/',
  'voice.example.com',
])('%j is not valid', (url) => {
  expect(() => parseCallback(url, 'primary')).toThrow('invalid http(s) URL for primary');
});

describe('reachability', () => {
  test.each([
    'localhost',
    'LOCALHOST:3000',
    'api.localhost',
    'printer.local',
    'desk',
    '127.0.0.1',
    '127.1',
    '0.0.0.0',
    '10.0.0.5',
    '100.64.0.1',
    '169.254.1.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '0xc0a80101',
    '[::1]',
    '[::]',
    '[fe80::1]',
    '[fd00::1]',
    '[::ffff:10.0.0.5]',
  ])('Sinch cannot reach %s', (host) => {
    expect(parseCallback(`https://${host}/sinch`, 'primary').warning).toMatch(
      /^primary .* which Sinch cannot reach$/,
    );
  });

  test.each([
    'voice.example.com',
    'localhost.example.com',
    'undefined-behavior.example.com',
    '8.8.8.8',
    '11.0.0.1',
    '172.32.0.1',
    '192.169.0.1',
    '[2606:4700::1111]',
    '[::ffff:8.8.8.8]',
    'bücher.example',
  ])('there is no warning for %s', (host) => {
    expect(parseCallback(`https://${host}/a%20b?$filter=x&y={"a":1}&z=(1)`, 'primary')).toEqual({
      url: `https://${host}/a%20b?$filter=x&y={"a":1}&z=(1)`,
    });
  });
});

test.each([
  [true, 'https://V.example.com:443', 'https://v.example.com/'],
  [true, 'HTTPS://v.example.com?x=1', 'https://v.example.com/?x=1'],
  [true, 'http://v.example.com:80/a', 'http://v.example.com/a'],
  [true, 'https://bücher.example/', 'https://xn--bcher-kva.example/'],
  [true, 'sip:a@b', 'sip:a@b'],
  [true, null, null],
  [false, null, 'https://v.example.com'],
  [false, 'https://v.example.com/A', 'https://v.example.com/a'],
  [false, 'https://v.example.com/a/', 'https://v.example.com/a'],
  [false, 'https://v.example.com/a/../b', 'https://v.example.com/b'],
  [false, 'https://v.example.com/a b', 'https://v.example.com/a%20b'],
  [false, 'https://v.example.com:8443/', 'https://v.example.com/'],
  [false, 'http://v.example.com/', 'https://v.example.com/'],
  [false, 'https://user@v.example.com/', 'https://v.example.com/'],
  [false, 'https://v.exa\tmple.com/', 'https://v.example.com/'],
  [false, 'sip:A@b', 'sip:a@b'],
])('isSameUrl is %s: %s, %s', (isSame, a, b) => {
  expect(isSameUrl(a, b)).toBe(isSame);
});
