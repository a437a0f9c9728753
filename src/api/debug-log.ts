import { NetworkFailure, type Send } from './request.ts';

/**
 * Tells each request and reply on `say`: method, URL, status, sizes and time. Headers and bodies are left out
 * altogether, so no secret, signature or password can show.
 */
export function withDebugLog(send: Send, say: (line: string) => void, now: () => Date): Send {
  return async (request, onStart) => {
    const began = now().getTime();
    const line = `debug: ${request.operation}: ${request.method} ${request.url}`;
    const bytes = request.body === null ? 'no body' : `${Buffer.byteLength(request.body)} bytes`;
    say(`${line} (${bytes})`);
    const taken = () => `${now().getTime() - began} ms`;
    try {
      const response = await send(request, onStart);
      say(`${line} → ${response.status}, ${Buffer.byteLength(response.body)} bytes, ${taken()}`);
      return response;
    } catch (error) {
      const why = error instanceof NetworkFailure ? error.reason : 'failed';
      say(`${line} → ${why}, ${taken()}`);
      throw error;
    }
  };
}
