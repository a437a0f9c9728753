import type { Client } from '../api/client.ts';
import type { curlSnippet as CurlPrinter } from '../api/curl.ts';
import { NetworkFailure, type Request, type Send, TOO_MANY_REQUESTS } from '../api/request.ts';
import type { ClientOptions } from '../api/request-runner.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { Invocation } from './invocation.ts';
import type { Messages } from './messages.ts';
import type { Settings } from './settings.ts';

/** The parts of an invocation that a client needs; completion creates its own. */
export interface ClientInvocation extends Pick<Invocation, 'host' | 'cancellation' | 'started'> {
  program: Pick<Invocation['program'], 'version'>;
  settings: Pick<Settings, 'caFile' | 'concurrency' | 'curl' | 'deadline' | 'debug' | 'retries' | 'timeout'>;
  messages: Pick<Messages, 'note' | 'say' | 'saySnippet'> & Partial<Pick<Messages, 'clearing' | 'limit'>>;
}

async function createSend(
  { host, program, settings }: ClientInvocation,
  credentials: Credentials,
  sandboxSend: () => Promise<Send>,
): Promise<Send> {
  const caFile = settings.caFile(credentials)?.value;
  if (credentials.source === 'sandbox') {
    const send = await sandboxSend();
    if (caFile === undefined) return send;
    const { readPem } = await import('../api/transport/proxy.ts');
    const check = async () => void readPem(caFile);
    const checked: Send = (request, onStart) => check().then(() => send(request, onStart));
    return Object.assign(checked, { check });
  }
  const { createGotSend } = await import('../api/transport/got-send.ts');
  return createGotSend({
    env: host.env,
    caFile,
    concurrency: settings.concurrency,
    userAgent: `sinchctl/${program.version}`,
  });
}

/**
 * Logs each request and response: method, URL, status, sizes, and time. It omits headers and bodies, so no secret,
 * signature, or password can appear.
 */
function withDebugLog(send: Send, say: (line: string) => void, now: () => Date): Send {
  const logged: Send = async (request, onStart) => {
    const began = now().getTime();
    const line = `debug: ${request.operation}: ${request.method} ${request.url}`;
    const bytes = request.body === null ? 'no body' : `${Buffer.byteLength(request.body)} bytes`;
    say(`${line} (${bytes})`);
    const taken = () => `${now().getTime() - began}ms`;
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
  return Object.assign(logged, { check: send.check });
}

const NO_ADDRESS =
  'the built-in sandbox has no URL; to run these commands, start a server: sinchctl sandbox serve';

/** Prints a snippet for each request, with `--curl`. */
function snippets(
  { settings, messages }: ClientInvocation,
  { source, application }: Credentials,
  print: typeof CurlPrinter,
) {
  if (!settings.curl) return undefined;
  return (request: Request) => {
    if (source === 'sandbox') messages.say(NO_ADDRESS);
    messages.saySnippet(print(request, application?.key));
  };
}

const span = (seconds: number): string => {
  const minutes = Math.round(Math.abs(seconds) / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
};

/** Minimum seconds between two notes about a wait. */
const QUIET = 10;

/** The messages about waits, and about a wrong clock. */
function waitMessages({ host, settings, messages }: ClientInvocation) {
  const { note, say, clearing, limit } = messages;
  /** The progress bar shows the wait that ends first. */
  const showLimit = (seconds: number) => {
    const now = host.now().getTime();
    const until = now + seconds * 1000;
    if (limit && seconds >= 1) limit.until = limit.until > now ? Math.min(limit.until, until) : until;
  };
  let waitingUntil = 0;
  const onRetry: ClientOptions['onRetry'] = (name, error, seconds, isAsked) => {
    const isLimit = error.details.httpStatus === TOO_MANY_REQUESTS;
    if (isLimit) showLimit(seconds);
    const isShown = isLimit && limit && clearing?.() !== '';
    // A single note for all requests that wait at the same time, and not for short waits due to the rate limit.
    if (isAsked && seconds >= 2 && !isShown && host.now().getTime() >= waitingUntil) {
      waitingUntil = host.now().getTime() + Math.max(seconds, QUIET) * 1000;
      note(`waiting ${Math.ceil(seconds)}s, as requested by the server (Retry-After)`);
    }
    if (settings.debug) say(`debug: ${name}: ${error.message}; retrying in ${seconds.toFixed(2)}s`);
  };
  const onSkew = (seconds: number) => {
    const where = seconds > 0 ? 'behind' : 'ahead of';
    say(
      `warning: the clock of this computer is ${span(seconds)} ${where} Sinch's clock; requests use the corrected time`,
    );
  };
  return { showLimit, onRetry, onSkew };
}

/**
 * The client for some credentials, with the timing of the settings.
 * @param sandboxSend replaces the network for the sandbox
 */
export async function openClient(
  invocation: ClientInvocation,
  credentials: Credentials,
  sandboxSend: () => Promise<Send>,
): Promise<Client> {
  const { host, settings, started, cancellation } = invocation;
  const [{ createClient, RateLimiter, curlSnippet }, send] = await Promise.all([
    import('../api/client.ts'),
    createSend(invocation, credentials, sandboxSend),
  ]);
  const deadline = settings.deadline ? new Date(started.getTime() + settings.deadline * 1000) : null;
  const secondsLeft = () => deadline && (deadline.getTime() - host.now().getTime()) / 1000;
  /** No wait lasts longer than the deadline. */
  const sleep = (seconds: number) =>
    cancellation.sleep(Math.max(0, Math.min(seconds, secondsLeft() ?? seconds)));
  const { showLimit, onRetry, onSkew } = waitMessages(invocation);
  return createClient({
    send: settings.debug ? withDebugLog(send, invocation.messages.say, host.now) : send,
    show: snippets(invocation, credentials, curlSnippet),
    credentials,
    async unlock(locked) {
      const { unlockSecret } = await import('../credentials/secret-stores.ts');
      return unlockSecret(locked, host.stdinIsTerminal || host.stderr.isTerminal, secondsLeft() ?? undefined);
    },
    now: host.now,
    sleep,
    cancellation,
    random: host.random,
    rateLimiter: new RateLimiter(host.now, (seconds) => {
      showLimit(seconds);
      return sleep(seconds);
    }),
    retries: settings.retries,
    timeout: settings.timeout,
    deadline,
    onRetry,
    onSkew,
  });
}
