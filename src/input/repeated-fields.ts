/** Follows nearly every field name, and rarely occurs elsewhere. */
const NAME_END = '":';

function countNameEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf(NAME_END); at >= 0; at = text.indexOf(NAME_END, at + 2)) count += 1;
  return count;
}

/** Whether a space may follow a name, which is then not counted. Most strings have no colon after a space at all. */
const hasSpaceAfterName = (text: string): boolean =>
  [' :', '\t:', '\n:', '\r:'].some((pair) => text.includes(pair)) && /"\s+:/.test(text);

/** The number of fields of all objects in a value. */
function countFields(value: object): number {
  let count = 0;
  const rest: object[] = [value];
  for (let one = rest.pop(); one; one = rest.pop()) {
    // Faster than a list of its values; parsed JSON has no inherited properties.
    for (const name in one) {
      const inner = (one as Record<string, unknown>)[name];
      if (typeof inner === 'object' && inner !== null) rest.push(inner);
      count += 1;
    }
    if (Array.isArray(one)) count -= one.length;
  }
  return count;
}

/** The position of the quote that ends a string. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}

function findRepeated(text: string): Map<number, string> {
  const found = new Map<number, string>();
  const open: (Set<string> | undefined)[] = [];
  let item = 0;
  const next = /["{}[\],]/g;
  for (let match = next.exec(text); match; match = next.exec(text)) {
    const [character] = match;
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(undefined);
    else if (character === ',') item += open.length === 1 ? 1 : 0;
    else if (character !== '"') open.pop();
    else {
      const end = endOfString(text, match.index) + 1;
      next.lastIndex = end;
      const names = open.at(-1);
      if (!names || !/^\s*:/.test(text.slice(end, end + 100))) continue;
      const name: string = JSON.parse(text.slice(match.index, end));
      if (names.has(name) && !found.has(item)) found.set(item, name);
      names.add(name);
    }
  }
  return found;
}

/**
 * The fields that an object lists twice, of which JSON.parse keeps the last. Only a string that has more names than
 * its value has fields is searched.
 * @param value the value of the text; undefined if it is not valid JSON
 * @returns by the index of the item, for an array; undefined for a string that was not searched
 */
export function repeatedFields(text: string, value: unknown): ReadonlyMap<number, string> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const isSure = countNameEnds(text) === countFields(value) && !hasSpaceAfterName(text);
  return isSure ? undefined : findRepeated(text);
}
