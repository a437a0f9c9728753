import type { IncomingMessage } from 'node:http';
import { serveBare } from './serve.ts';

interface Heard {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/**
 * A server that rejects every request and repeats it in every field of the error: headers and body as received, as
 * JSON, and separately the text after the last colon of the Authorization header.
 */
export async function serveEcho(status = 400) {
  const heard: Heard[] = [];
  const served = await serveBare((request, reply) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      heard.push({ method, url, headers, body });
      const { authorization = '' } = headers;
      const proof = authorization.split(/[ :]/).at(-1);
      const message = `${authorization} | ${proof} | ${JSON.stringify(headers)} | ${body} | ${JSON.stringify(body)}`;
      const all = { errorCode: status * 100 + 3, message, reference: `${authorization} ${proof}` };
      reply.writeHead(status, { 'x-echo': Buffer.from(authorization).toString('base64') });
      reply.end(JSON.stringify(all));
    });
  });
  /** Every signature, token, or Basic credential that arrived. */
  const proofs = () =>
    heard.flatMap(({ headers }) => {
      const [scheme, ...rest] = (headers.authorization ?? '').split(' ');
      const value = rest.join(' ');
      return scheme === 'Basic' || scheme === 'User' ? [value] : [value.split(':').at(-1) ?? ''];
    });
  return { ...served, heard, proofs };
}
