import { STATUS_CODES } from 'node:http';
import { redact } from '../core/redact.ts';
import { safeText } from '../core/safe-text.ts';
import { prettyJson } from './pretty-json.ts';

/** What a server answered, and how much of it is shown. */
export interface Reply {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Whether status and headers stand before the body. */
  withHead: boolean;
}

/** Headers are for people who look into something, so what looks like a secret is taken out of them. */
function headText({ status, headers }: Reply): string {
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
export function replyText(reply: Reply, isTerminal: boolean): string {
  const body = isTerminal ? bodyForTerminal(reply.body) : reply.body;
  return reply.withHead ? headText(reply) + body : body;
}
