export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** The values of an object's members with a name, in lowercase without separators; none where they are empty. */
export type Members = (name: string) => readonly unknown[];

/** The members of an object by name, whatever its case; several names may differ only in case. */
export function membersOf(object: Json): Members {
  const members = new Map<string, unknown[]>();
  for (const [name, value] of Object.entries(object)) {
    if (isEmpty(value)) continue;
    const plain = name.toLowerCase().replace(/[_\s-]/g, '');
    members.set(plain, [...(members.get(plain) ?? []), value]);
  }
  return (name) => members.get(name) ?? [];
}

/** A value as exact text, JSON for anything that is not text; null where it is empty. */
export const exactText = (value: unknown): string | null =>
  isEmpty(value) ? null : typeof value === 'string' ? value : JSON.stringify(value);

/** Descriptive text; null for anything else. */
export const descriptive = ([value]: readonly unknown[]): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

/** A number, also in the form of text; null for anything else. */
export function numeric([value]: readonly unknown[]): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
