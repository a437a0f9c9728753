import { nearest } from '../../core/nearest.ts';
import type { Doubt, Routed } from './entry.ts';

const LETTERS = /[^a-z]/g;
const APPLICATION =
  /^(sinch|target|new|old|current|voice|sms|to|from)?(apps?|applications?)(keys?|ids?|uuid|names?|alias|sinch)?$/;
const ALIAS = /^alias(es|name)$/;
const CAPABILITY = /^(sinch)?(capability|capabilities)(types?|names?)?$/;

/** Up to two slips, of words that begin alike: `publication` is no mistyped application. */
const isMistyped = (word: string, wanted: Routed): boolean =>
  word.startsWith(wanted.slice(0, 2)) && nearest(word, [wanted], 2) !== undefined;

/** The column that a name was perhaps to be; undefined for ordinary ones, which say what they like. */
export function lookAlike(name: string): Routed | undefined {
  const word = name.toLowerCase().replace(LETTERS, '');
  if (word === 'alias') return undefined;
  if (APPLICATION.test(word) || ALIAS.test(word) || isMistyped(word, 'application')) return 'application';
  return CAPABILITY.test(word) || isMistyped(word, 'capability') ? 'capability' : undefined;
}

/** What the names of a row's columns leave open. What looks like a column that is there is only an ordinary one. */
export function doubtsOf(names: readonly string[]): Doubt[] {
  const lower = names.map((name) => name.trim().toLowerCase());
  const count = (name: string) => lower.filter((one) => one === name).length;
  const doubts: Doubt[] = [];
  const refuseTwice = (name: string, column: Routed) => {
    if (count(name) > 1) doubts.push({ column, name, reason: 'twice' });
  };
  refuseTwice('application', 'application');
  refuseTwice('capability', 'capability');
  if (count('application') === 0) refuseTwice('alias', 'application');
  for (const column of ['application', 'capability'] as const) {
    const name = names.find((one) => lookAlike(one) === column);
    if (name !== undefined && count(column) === 0) doubts.push({ column, name, reason: 'alike' });
  }
  return doubts;
}
