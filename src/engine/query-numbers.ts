import type { E164 } from '../account/phone-number.ts';
import type { Failure } from '../account/summarize-failures.ts';
import type { Client } from '../api/client.ts';
import type { SinchctlError } from '../core/errors.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { attemptEachLimited } from './for-each-limited.ts';

/** What Sinch knows of a number, or why it does not say. */
export interface Answer {
  number: string;
  country: string | null;
  type: string | null;
  restricted: boolean | null;
  /** A call a minute, in `currency`. */
  rate: number | null;
  currency: string | null;
  error: string | null;
  message: string | null;
}

const unanswered = (number: E164, { kind, message }: SinchctlError): Answer => ({
  number,
  country: null,
  type: null,
  restricted: null,
  rate: null,
  currency: null,
  error: kind,
  message,
});

export interface Asking {
  client: Client;
  /** Requests at the same time. */
  concurrency: number;
  /** Told of every number once, answered or not. */
  onAnswer: (answer: Answer) => void;
  interrupted: () => SinchctlError | undefined;
}

/** Asks about numbers, one request each. @returns which got no answer, and why */
export function askNumbers(
  numbers: readonly E164[],
  { client, concurrency, onAnswer, interrupted }: Asking,
): Promise<Failure[]> {
  const setting = {
    limit: concurrency,
    breaker: new CircuitBreaker(interrupted),
    onFailure: (number: E164, error: SinchctlError) => onAnswer(unanswered(number, error)),
  };
  return attemptEachLimited(numbers, setting, async (number) => {
    const reply = await client.call('queryNumber', { params: { number } });
    const { countryId: country, numberType: type, restricted, rate } = reply;
    const price = { rate: rate?.amount ?? null, currency: rate?.currencyId ?? null };
    onAnswer({ number, country, type, restricted, ...price, error: null, message: null });
  });
}
