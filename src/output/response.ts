import { STATUS_CODES } from 'node:http';
import { tryParseJson } from '../core/attempt.ts';
import { redact } from '../core/redact.ts';
import { safeText } from '../core/text.ts';

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/** Longer and more deeply nested text is not formatted: its indentation would exhaust the memory. */
const MAX_JSON = { length: 1024 * 1024, depth: 100 };

/**
 * JSON with an indent of two. Names and values stay unchanged; parsing would round long numbers and drop duplicate
 * names.
 * @returns undefined for a string that is not JSON, or is too long or deep
 */
export function prettyJson(text: string): string | undefined {
  if (text.length > MAX_JSON.length || tryParseJson(text) === undefined) return undefined;
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
    if (depth > MAX_JSON.depth) return undefined;
    last = token;
  }
  return parts.join('');
}

/** A server's response, and how much of it is shown. */
export interface ServerReply {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Whether to show status and headers before the body. */
  withHead: boolean;
}

/** Status and headers, redacted because people share them when they debug. */
function headText({ status, headers }: ServerReply): string {
  const fields = Object.entries(headers).map(([name, text]) => `${name}: ${text}`);
  const first = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  return `${[first, ...fields].map((line) => safeText(redact(line))).join('\n')}\n\n`;
}

/** A body for a terminal: indented JSON, without control characters except tabs. */
function bodyForTerminal(body: string): string {
  if (body === '') return '';
  const lines = (prettyJson(body) ?? body).replace(/\r?\n$/, '').split(/\r?\n/);
  return `${lines.map((line) => line.split('\t').map(safeText).join('\t')).join('\n')}\n`;
}

/** A response as text: its body unchanged, or formatted for a terminal. */
export function replyText(reply: ServerReply, isTerminal: boolean): string {
  const body = isTerminal ? bodyForTerminal(reply.body) : reply.body;
  return reply.withHead ? headText(reply) + body : body;
}
