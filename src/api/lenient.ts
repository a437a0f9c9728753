export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const saysNothing = (value: unknown): boolean => value === undefined || value === null || value === '';

/** What an object says under a name, in lowercase without separators; empty where it says nothing. */
export type Members = (name: string) => readonly unknown[];

/** The members of an object, whatever the case of their names; several may differ in nothing but that. */
export function membersOf(object: Json): Members {
  const members = new Map<string, unknown[]>();
  for (const [name, value] of Object.entries(object)) {
    if (saysNothing(value)) continue;
    const plain = name.toLowerCase().replace(/[_\s-]/g, '');
    members.set(plain, [...(members.get(plain) ?? []), value]);
  }
  return (name) => members.get(name) ?? [];
}

/** A value as text, exactly: what is not text keeps its JSON. Null where it says nothing. */
export const exactText = (value: unknown): string | null =>
  saysNothing(value) ? null : typeof value === 'string' ? value : JSON.stringify(value);

/** Text that only describes; null for anything else. */
export const describing = ([value]: readonly unknown[]): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

/** A number, also one that is written as text; null for anything else. */
export function numeric([value]: readonly unknown[]): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
