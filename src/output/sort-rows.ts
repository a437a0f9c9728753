import type { Row } from './rows.ts';

export interface SortKey {
  field: string;
  isDescending: boolean;
}

type Value = Row[string] | undefined;

const isEmpty = (value: Value): boolean => value === null || value === undefined;

/** Numbers by value, everything else by code units, which gives the same order on every machine. */
function compare(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [x, y] = [String(a), String(b)];
  return x === y ? 0 : x < y ? -1 : 1;
}

/** Sorts rows stably, with nulls last in both directions. */
export function sortRows(rows: readonly Row[], keys: readonly SortKey[]): Row[] {
  return [...rows].sort((left, right) => {
    for (const { field, isDescending } of keys) {
      const [a, b] = [left[field], right[field]];
      const order =
        isEmpty(a) || isEmpty(b)
          ? Number(isEmpty(a)) - Number(isEmpty(b))
          : compare(a, b) * (isDescending ? -1 : 1);
      if (order !== 0) return order;
    }
    return 0;
  });
}
