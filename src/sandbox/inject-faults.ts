import type { Response } from '../api/request.ts';
import { closestMatch } from '../core/closest-match.ts';
import { usage } from '../core/errors.ts';
import { errorResponse, type SandboxRequest } from './http-messages.ts';

const CHANCES = ['429', '503', 'reset', 'truncate', 'html', 'redirect'] as const;
export type ChanceKind = (typeof CHANCES)[number];

/** A fault that the sandbox can inject. */
export type Fault =
  | { kind: ChanceKind; probability: number }
  /** Milliseconds. */
  | { kind: 'latency'; min: number; max: number }
  /** A token bucket; further requests get 429. */
  | { kind: 'limit'; burst: number; perSecond: number };

const FORMS = `${CHANCES.map((kind) => `${kind}:P`).join(', ')} (P from 0 to 1), latency:MIN-MAX (ms), limit:BURST/PER_SECOND`;

const DECIMAL = '(\\d+(?:\\.\\d+)?|\\.\\d+)';
const CHANCE = new RegExp(`^(${CHANCES.join('|')}):${DECIMAL}$`);
const LATENCY = new RegExp(`^latency:${DECIMAL}-${DECIMAL}$`);
const RATE_LIMIT = new RegExp(`^limit:(\\d+)/${DECIMAL}$`);

function matchFault(text: string): Fault | undefined {
  const [, kind, p] = CHANCE.exec(text) ?? [];
  if (kind !== undefined && Number(p) <= 1) return { kind: kind as ChanceKind, probability: Number(p) };
  const [, min, max] = LATENCY.exec(text) ?? [];
  if (min !== undefined && Number(min) <= Number(max)) {
    return { kind: 'latency', min: Number(min), max: Number(max) };
  }
  const [, burst, perSecond] = RATE_LIMIT.exec(text) ?? [];
  if (Number(burst) >= 1 && Number(perSecond) > 0) {
    return { kind: 'limit', burst: Number(burst), perSecond: Number(perSecond) };
  }
  return undefined;
}

/** Parses a fault, such as `429:0.1`. @throws SinchctlError usage */
export function parseFault(text: string): Fault {
  const fault = matchFault(text.trim().toLowerCase());
  if (!fault) {
    const [kind = '', parameter] = text.split(':');
    const kinds: string[] = [...CHANCES, 'latency', 'limit'];
    // A known kind with an invalid parameter is not misspelled.
    const near = parameter && kinds.includes(kind) ? undefined : closestMatch(kind, kinds);
    throw usage(
      `invalid fault: ${text}`,
      near ? `did you mean ${near}:…? Choose from: ${FORMS}` : `choose from: ${FORMS}`,
      [text],
    );
  }
  return fault;
}

/** How a response is delivered: complete, not at all, or truncated. */
export type Delivery = { how: 'whole' | 'cutShort'; response: Response } | { how: 'reset' };

const whole = (response: Response): Delivery => ({ how: 'whole', response });

function tooMany(request: SandboxRequest, retryAfter: number | undefined): Delivery {
  const response = errorResponse(42900, 'Too many requests.', request);
  if (retryAfter === undefined) return whole(response);
  return whole({ ...response, headers: { ...response.headers, 'retry-after': String(retryAfter) } });
}

const gatewayPage = (isOk: boolean): Response => ({
  status: isOk ? 200 : 502,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!doctype html><html><head><title>${isOk ? 'Welcome' : '502 Bad Gateway'}</title></head><body></body></html>\n`,
});

const elsewhere = (path: string): Response => ({
  status: 302,
  headers: { location: `https://elsewhere.example.com${path}` },
  body: '',
});

type FaultEffect = (request: SandboxRequest, execute: () => Response, heads: boolean) => Delivery;

/** The effect of each fault. `heads` is random, for faults that have two forms. */
const FAULT_EFFECTS: { [K in ChanceKind]: FaultEffect } = {
  429: (request, _, heads) => tooMany(request, heads ? 1 : undefined),
  503: (request) =>
    whole(errorResponse(50300, 'Service is temporarily unavailable, please try again later.', request)),
  reset: (_, execute, heads) => {
    if (heads) execute();
    return { how: 'reset' };
  },
  truncate: (_, execute) => {
    const response = execute();
    return response.body === '' ? { how: 'reset' } : { how: 'cutShort', response };
  },
  html: (_request, _execute, heads) => whole(gatewayPage(heads)),
  redirect: ({ path }) => whole(elsewhere(path)),
};

/** A token bucket. @returns seconds until a token is available; 0 when one was taken */
function createBucket({ burst, perSecond }: Fault & { kind: 'limit' }, now: () => Date): () => number {
  let tokens = burst;
  let last = now().getTime();
  return () => {
    const time = now().getTime();
    tokens = Math.min(burst, tokens + (Math.max(0, time - last) / 1000) * perSecond);
    last = time;
    if (tokens < 1) return (1 - tokens) / perSecond;
    tokens--;
    return 0;
  };
}

export interface FaultInjectorOptions {
  faults: readonly Fault[];
  now: () => Date;
  /** At least 0, less than 1. */
  random: () => number;
  /** Resolves after this many seconds. */
  sleep: (seconds: number) => Promise<void>;
}

/** Executes a request unless a fault occurs; limits are checked before probabilities. */
export function createFaultInjector({ faults, now, random, sleep }: FaultInjectorOptions) {
  const latencies = faults.filter((fault) => fault.kind === 'latency');
  const buckets = faults.filter((fault) => fault.kind === 'limit').map((fault) => createBucket(fault, now));
  const chances = faults.filter((fault) => 'probability' in fault);

  return async (request: SandboxRequest, execute: () => Response): Promise<Delivery> => {
    for (const { min, max } of latencies) await sleep((min + random() * (max - min)) / 1000);
    for (const wait of buckets) {
      const seconds = wait();
      if (seconds > 0) return tooMany(request, Math.ceil(seconds));
    }
    for (const { kind, probability } of chances) {
      if (random() < probability) return FAULT_EFFECTS[kind](request, execute, random() < 0.5);
    }
    return whole(execute());
  };
}
