import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { toYaml } from '../../../src/output/yaml-document.ts';

test('YAML quotes text that could be read as another type, and no ordinary words', () => {
  const content = {
    version: 1,
    alias: 'support',
    answer: 'No',
    infinite: '1e312',
    url: 'https://a.example/?a=b: c',
    list: ['+14155550100', 'x'],
    none: null,
  };
  const text = toYaml(content);
  expect(text.split('\n')).toEqual([
    'version: 1',
    'alias: support',
    'answer: "No"',
    'infinite: "1e312"',
    'url: "https://a.example/?a=b: c"',
    'list:',
    '  - "+14155550100"',
    '  - "x"',
    'none: null',
    '',
  ]);
  expect(parse(text)).toEqual(content);
});

test('YAML does not break long lines', () => {
  const url = `https://a.example/?${'word '.repeat(100)}`;
  const text = toYaml({ url, lines: 'one\ntwo' });
  expect(text).toBe(`url: "${url}"\nlines: "one\\ntwo"\n`);
});
