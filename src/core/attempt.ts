/** The result of a call, or undefined if it throws. */
export function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @returns undefined for a string that is not valid JSON */
export const tryParseJson = (text: string): unknown => attempt(() => JSON.parse(text));
