import { usage } from '../../core/errors.ts';
import type { SortKey } from '../../output/sort-rows.ts';
import { offering, value } from './option.ts';

/** `a,b` as its names. @throws SinchctlError usage when one is empty or stands there twice */
function parseNames(text: string, where: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw usage(`${where} names an empty column: ${text}`, `e.g. ${where} number,alias`, [text]);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw usage(`${where} names ${twice} twice`, 'name it once', [twice]);
  return names;
}

/** @throws SinchctlError usage */
function parseSort(text: string, where: string): readonly SortKey[] {
  const keys = text.split(',').map((word) => word.trim());
  const fields = parseNames(keys.map((key) => key.replace(/^-/, '')).join(','), where);
  return fields.map((field, i) => ({ field, isDescending: keys[i]?.startsWith('-') ?? false }));
}

/** The fields to print, in this order, in every format. */
export const columns = offering(
  { completes: 'fields' },
  value('A,B', 'only these fields, in this order', parseNames),
);

/** The order of the rows. */
export const sort = offering(
  { completes: 'order' },
  value('A', 'sort by this field; -A for the other way round', parseSort),
);
