import type { Response } from '../api/request.ts';
import type { ChanceKind, Fault } from './faults.ts';
import { errorReply, type SandboxRequest } from './http-messages.ts';

/** How a reply travels: whole, not at all, or cut short on the way. */
export type Delivery = { how: 'whole' | 'cutShort'; response: Response } | { how: 'reset' };

const whole = (response: Response): Delivery => ({ how: 'whole', response });

function tooMany(request: SandboxRequest, retryAfter: number | undefined): Delivery {
  const reply = errorReply(42900, 'Too many requests.', request);
  if (retryAfter === undefined) return whole(reply);
  return whole({ ...reply, headers: { ...reply.headers, 'retry-after': String(retryAfter) } });
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

type Misfortune = (request: SandboxRequest, executeBatches: () => Response, heads: boolean) => Delivery;

/** What each fault does; `heads` is a tossed coin, for the faults that come in two forms. */
const MISFORTUNES: { [K in ChanceKind]: Misfortune } = {
  429: (request, _, heads) => tooMany(request, heads ? 1 : undefined),
  503: (request) =>
    whole(errorReply(50300, 'Service is temporarily unavailable, please try again later.', request)),
  reset: (_, executeBatches, heads) => {
    if (heads) executeBatches();
    return { how: 'reset' };
  },
  truncate: (_, executeBatches) => {
    const response = executeBatches();
    return response.body === '' ? { how: 'reset' } : { how: 'cutShort', response };
  },
  html: (_request, _carryOut, heads) => whole(gatewayPage(heads)),
  redirect: ({ path }) => whole(elsewhere(path)),
};

/** A token bucket. @returns seconds until a token is there; 0 when one was taken */
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

export interface TroubleOptions {
  faults: readonly Fault[];
  now: () => Date;
  /** 0 up to 1. */
  random: () => number;
  /** Resolves after so many seconds. */
  sleep: (seconds: number) => Promise<void>;
}

/** Carries a request out, or lets the first fault that strikes have it; limits come before chances. */
export function createTrouble({ faults, now, random, sleep }: TroubleOptions) {
  const latencies = faults.filter((fault) => fault.kind === 'latency');
  const buckets = faults.filter((fault) => fault.kind === 'limit').map((fault) => createBucket(fault, now));
  const chances = faults.filter((fault) => 'probability' in fault);

  return async (request: SandboxRequest, executeBatches: () => Response): Promise<Delivery> => {
    for (const { min, max } of latencies) await sleep((min + random() * (max - min)) / 1000);
    for (const wait of buckets) {
      const seconds = wait();
      if (seconds > 0) return tooMany(request, Math.ceil(seconds));
    }
    for (const { kind, probability } of chances) {
      if (random() < probability) return MISFORTUNES[kind](request, executeBatches, random() < 0.5);
    }
    return whole(executeBatches());
  };
}
