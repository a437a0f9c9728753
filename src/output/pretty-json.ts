const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/** Longer and deeper texts are left as they are: nobody reads them, and their indents would fill the memory. */
const LIMIT = { length: 1024 * 1024, depth: 100 };

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/**
 * JSON with an indent of two. Every name and value stays as it is written, where reading and writing it anew would
 * round long numbers and drop a name that stands there twice.
 * @returns undefined for what is no JSON, or too long or deep to be read
 */
export function prettyJson(text: string): string | undefined {
  if (text.length > LIMIT.length || !isJson(text)) return undefined;
  const parts: string[] = [];
  let depth = 0;
  let last = '';
  const newLine = () => parts.push('\n', '  '.repeat(depth));
  for (const [token] of text.matchAll(TOKENS)) {
    const isEnd = token === '}' || token === ']';
    if (isEnd) depth -= 1;
    const isAfterStart = last === '{' || last === '[';
    if (isEnd ? !isAfterStart : isAfterStart || last === ',') newLine();
    parts.push(token === ':' ? ': ' : token);
    if (token === '{' || token === '[') depth += 1;
    if (depth > LIMIT.depth) return undefined;
    last = token;
  }
  return parts.join('');
}
