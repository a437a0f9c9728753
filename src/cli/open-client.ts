import type { Client } from '../api/client.ts';
import type { curlSnippet as CurlPrinter } from '../api/curl.ts';
import { NetworkFailure, type Request, type Send } from '../api/request.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { Host } from '../platform/host.ts';
import type { RequestCancellation } from './cancel-requests.ts';
import type { Settings } from './settings.ts';

export interface ClientSetting {
  host: Host;
  /** Of sinchctl itself. */
  version: string;
  settings: Pick<Settings, 'caFile' | 'concurrency' | 'curl' | 'deadline' | 'debug' | 'retries' | 'timeout'>;
  /** In place of the network, for the sandbox. */
  sandboxSend: () => Promise<Send>;
  /** Lines on stderr. */
  say: (...lines: readonly string[]) => void;
  /** Lines for a shell. */
  saySnippet: (lines: readonly string[]) => void;
  /** Ends requests when the user or the system asks to end. */
  cancellation: RequestCancellation;
  /** When the command began, for `--deadline`. */
  started: Date;
}

async function createSend(
  { host, version, settings, sandboxSend }: ClientSetting,
  credentials: Credentials,
): Promise<Send> {
  if (credentials.source === 'sandbox') return sandboxSend();
  const { createGotSend } = await import('../api/transport/got-send.ts');
  return createGotSend({
    env: host.env,
    caFile: settings.caFile(credentials)?.value,
    concurrency: settings.concurrency,
    userAgent: `sinchctl/${version}`,
  });
}

/**
 * Logs each request and response: method, URL, status, sizes, and time. It leaves out headers and bodies, so no
 * secret, signature, or password can show.
 */
function withDebugLog(send: Send, say: (line: string) => void, now: () => Date): Send {
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

const NO_ADDRESS =
  '# this sandbox is built in and has no address; sinchctl sandbox serve gives one to paste lines against';

/** A snippet for each request. */
function snippets(
  { settings, saySnippet }: ClientSetting,
  { source, application }: Credentials,
  print: typeof CurlPrinter,
) {
  if (!settings.curl) return undefined;
  const lead = source === 'sandbox' ? [NO_ADDRESS] : [];
  return (request: Request) => saySnippet([...lead, ...print(request, application?.key)]);
}

const span = (seconds: number): string => {
  const minutes = Math.round(Math.abs(seconds) / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
};

/** The signed-request core for some credentials, with what the command line says about timing. */
export async function openClient(setting: ClientSetting, credentials: Credentials): Promise<Client> {
  const { host, settings, say, started, cancellation } = setting;
  const [{ createClient, createRateLimiter, curlSnippet }, send] = await Promise.all([
    import('../api/client.ts'),
    createSend(setting, credentials),
  ]);
  const deadline = settings.deadline ? new Date(started.getTime() + settings.deadline * 1000) : null;
  /** Nothing is waited for past the deadline. */
  const sleep = (seconds: number) => {
    const left = deadline ? (deadline.getTime() - host.now().getTime()) / 1000 : seconds;
    return cancellation.sleep(Math.max(0, Math.min(seconds, left)));
  };
  const logged = settings.debug ? withDebugLog(send, say, host.now) : send;
  return createClient({
    send: logged,
    show: snippets(setting, credentials, curlSnippet),
    credentials,
    unlock: async (locked) => (await import('../credentials/unlock-secret.ts')).unlockSecret(locked),
    now: host.now,
    sleep,
    cancellation,
    random: host.random,
    rateLimiter: createRateLimiter(host.now, sleep),
    retries: settings.retries,
    timeout: settings.timeout,
    deadline,
    onRetry: (name, error, seconds) => {
      if (settings.debug) say(`debug: ${name}: ${error.message}; again in ${seconds.toFixed(2)} s`);
    },
    onSkew: (seconds) => {
      const where = seconds > 0 ? 'behind' : 'ahead of';
      say(
        `warning: this machine's clock is ${span(seconds)} ${where} Sinch's; requests carry the corrected time`,
      );
    },
  });
}
