import type { SinchctlError } from '../core/errors.ts';
import { type Credentials, HOSTS, needApplication, needInstance } from '../credentials/credentials.ts';
import { buildRawRequest, buildRequest, type RawRequest } from './build-request.ts';
import type { AuthScheme, OperationInput, OperationName, ResponseData } from './operations.ts';
import type { Request, Response } from './request.ts';
import { type ClientOptions, RequestRunner } from './request-runner.ts';

export { curlSnippet } from './curl.ts';
export { RateLimiter } from './rate-limiter.ts';

export interface Client {
  readonly credentials: Credentials;
  /** Warns the user once about unexpected data in the account; absent if no one would see the warning. */
  warnOnce?(text: string): void;
  /** Waits, but not after an interruption or the deadline; absent if there is no need to wait. */
  sleep?(seconds: number): Promise<void>;
  /** Seconds by which Sinch's clock was ahead of this computer's in the last response; null if it had no date. */
  skew(): number | null;
  /**
   * Fetches the secret for requests before the first one, so that `redact` knows it, and checks what would prevent all
   * of them.
   * @throws SinchctlError auth or usage
   */
  prepare(auth: AuthScheme): Promise<void>;
  /** Calls one operation of the table. @throws SinchctlError */
  call<N extends OperationName>(name: N, input: OperationInput<N>): Promise<ResponseData<N>>;
  /**
   * Sends a request that need not be in the table, with the same retries.
   * @returns the response, if a complete one arrived, with any status; and the error, if there was one
   * @throws SinchctlError for missing credentials
   */
  request(raw: RawRequest): Promise<{ response?: Response | undefined; error?: SinchctlError | undefined }>;
  /** Such a request as it would be sent now, without sending it. @throws SinchctlError for missing credentials */
  dryRun(raw: RawRequest): Promise<Pick<Request, 'method' | 'url' | 'body'>>;
}

/** The client: signs every attempt, retries requests that can succeed, and parses responses into their types. */
export function createClient(options: ClientOptions): Client {
  const runner = new RequestRunner(options);
  return {
    credentials: options.credentials,
    sleep: options.sleep,
    skew: () => runner.clock.skew,
    async prepare(auth) {
      const host = auth === 'instance' ? 'portal' : 'calling';
      const { now, credentials } = options;
      if (auth === 'instance') needInstance(credentials, now());
      else needApplication(credentials);
      await runner.open(auth);
      await options.send.check?.(credentials.baseUrls[host] ?? HOSTS[host]);
    },
    async call(name, input) {
      const { outcome } = await runner.run(buildRequest(name, input));
      if ('error' in outcome) throw outcome.error;
      return outcome.reply as ResponseData<typeof name>;
    },
    async request(raw) {
      const { response, outcome } = await runner.run(buildRawRequest(raw));
      return { response, error: 'error' in outcome ? outcome.error : undefined };
    },
    dryRun: (raw) => runner.dryRun(buildRawRequest(raw)),
  };
}
