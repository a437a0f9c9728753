import { STATUS_CODES } from 'node:http';
import { redact } from '../core/redact.ts';
import { safeText } from '../core/safe-text.ts';

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

/** What a server answered, and how much of it is shown. */
export interface ServerReply {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Whether status and headers stand before the body. */
  withHead: boolean;
}

/** Headers are for people who look into something, so what looks like a secret is taken out of them. */
function headText({ status, headers }: ServerReply): string {
  const fields = Object.entries(headers).map(([name, text]) => `${name}: ${text}`);
  const first = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  return `${[first, ...fields].map((line) => safeText(redact(line))).join('\n')}\n\n`;
}

/** For eyes: JSON indented, and nothing that could move a cursor; a tab stays. */
function bodyForTerminal(body: string): string {
  if (body === '') return '';
  const lines = (prettyJson(body) ?? body).replace(/\r?\n$/, '').split(/\r?\n/);
  return `${lines.map((line) => line.split('\t').map(safeText).join('\t')).join('\n')}\n`;
}

/** A reply as text: its body as it came, or as people read it on a terminal. */
export function replyText(reply: ServerReply, isTerminal: boolean): string {
  const body = isTerminal ? bodyForTerminal(reply.body) : reply.body;
  return reply.withHead ? headText(reply) + body : body;
}
