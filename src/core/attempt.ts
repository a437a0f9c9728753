/** The result of a call, or undefined if it throws. */
export function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}

/** @returns undefined for a string that is not valid JSON */
export const tryParseJson = (text: string): unknown => attempt(() => JSON.parse(text));
