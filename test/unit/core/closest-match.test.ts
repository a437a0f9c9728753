import { expect, test } from 'vitest';
import { closestMatch } from '../../../src/core/closest-match.ts';

const NAMES = ['support', 'sales', 'spare'];

test.each([
  ['suport', 'support'],
  ['supportt', 'support'],
  ['sopport', 'support'],
  ['sale', 'sales'],
  ['sparw', 'spare'],
  // Swapping two letters is the most common typo.
  ['suppotr', 'support'],
  ['slaes', 'sales'],
  ['salse', 'sales'],
])('%s is a typo of %s', (word, name) => {
  expect(closestMatch(word, NAMES)).toBe(name);
});

test.each(['', 'x', 'hotline', 'supp', 'salesforce'])('%j has no close match', (word) => {
  expect(closestMatch(word, NAMES)).toBeUndefined();
});

test('the closest candidate is selected', () => {
  expect(closestMatch('staging', ['stagings2', 'staging1', 'production'])).toBe('staging1');
});

test('without candidates there is no match', () => {
  expect(closestMatch('support', [])).toBeUndefined();
});

test('a word that is longer than any name has no match, and is not compared', () => {
  const long = 'a'.repeat(100_000);
  expect(closestMatch(long, [`${long}b`])).toBeUndefined();
  expect(closestMatch('suport', ['support', long])).toBe('support');
});
