import type { Grammar, GrammarOption, Slot } from './parts.ts';

/** Options that mean the same by these names, and where they do; everywhere when no place is told. */
export interface Meaning {
  names: string[];
  places: string[] | undefined;
  value: Slot;
}

const keyOf = ({ completes, choices, orFile }: Slot): string => JSON.stringify([completes, choices, orFile]);

const namesOf = ({ long, short }: GrammarOption): string[] => (short === undefined ? [long] : [long, short]);

/** Every option that takes a value, by what the value is: a shell without structures needs to ask only that. */
export function meaningsOf({ globals, places }: Grammar): Meaning[] {
  const byLong = new Map<string, Map<string, { option: GrammarOption; paths: string[] }>>();
  const add = (path: string, option: GrammarOption) => {
    const meanings = byLong.get(option.long) ?? new Map();
    const key = option.value ? keyOf(option.value) : '';
    const { paths } = meanings.get(key) ?? { paths: [] };
    byLong.set(option.long, meanings.set(key, { option, paths: [...paths, path] }));
  };
  for (const option of globals) add('', option);
  for (const { path, options } of places) for (const option of options) add(path, option);

  const found = new Map<string, Meaning>();
  for (const meanings of byLong.values()) {
    for (const { option, paths } of meanings.values()) {
      if (!option.value) continue;
      const where = meanings.size > 1 ? paths : undefined;
      const key = `${keyOf(option.value)} ${where}`;
      const names = [...(found.get(key)?.names ?? []), ...namesOf(option)];
      found.set(key, { names, places: where, value: option.value });
    }
  }
  return [...found.values()];
}
