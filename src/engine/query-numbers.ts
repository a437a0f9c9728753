import type { E164 } from '../account/phone-number.ts';
import type { Failure } from '../account/summarize-failures.ts';
import type { Client } from '../api/client.ts';
import type { SinchctlError } from '../core/errors.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { attemptEachLimited } from './for-each-limited.ts';

/** What Sinch returned for a number, or why the query failed. */
export interface Answer {
  number: string;
  country: string | null;
  type: string | null;
  restricted: boolean | null;
  /** Per minute of a call, in `currency`. */
  rate: number | null;
  currency: string | null;
  error: string | null;
  message: string | null;
}

const failedAnswer = (number: E164, { kind, message }: SinchctlError): Answer => ({
  number,
  country: null,
  type: null,
  restricted: null,
  rate: null,
  currency: null,
  error: kind,
  message,
});

export interface QueryOptions {
  client: Client;
  /** Maximum number of requests at the same time. */
  concurrency: number;
  /** Called once for every number, whether its query succeeded or not. */
  onAnswer: (answer: Answer) => void;
  interrupted: () => SinchctlError | undefined;
}

/** Queries numbers, one request each. @returns which failed, and why */
export function queryNumbers(
  numbers: readonly E164[],
  { client, concurrency, onAnswer, interrupted }: QueryOptions,
): Promise<Failure[]> {
  const setting = {
    limit: concurrency,
    breaker: new CircuitBreaker(interrupted),
    onFailure: (number: E164, error: SinchctlError) => onAnswer(failedAnswer(number, error)),
  };
  return attemptEachLimited(numbers, setting, async (number) => {
    const reply = await client.call('queryNumber', { params: { number } });
    const { countryId: country, numberType: type, restricted, rate } = reply;
    const price = { rate: rate?.amount ?? null, currency: rate?.currencyId ?? null };
    onAnswer({ number, country, type, restricted, ...price, error: null, message: null });
  });
}
