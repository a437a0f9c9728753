import { closestMatch } from '../core/closest-match.ts';
import { usage } from '../core/errors.ts';

const CHANCES = ['429', '503', 'reset', 'truncate', 'html', 'redirect'] as const;
export type ChanceKind = (typeof CHANCES)[number];

/** What the sandbox can get wrong on purpose. */
export type Fault =
  | { kind: ChanceKind; probability: number }
  /** Milliseconds. */
  | { kind: 'latency'; min: number; max: number }
  /** A token bucket; beyond it 429. */
  | { kind: 'limit'; burst: number; perSecond: number };

const FORMS = `give one of ${CHANCES.map((kind) => `${kind}:P`).join(', ')} (P from 0 to 1), latency:MIN-MAX (ms), limit:BURST/PER_SECOND`;

const DECIMAL = '(\\d+(?:\\.\\d+)?|\\.\\d+)';
const CHANCE = new RegExp(`^(${CHANCES.join('|')}):${DECIMAL}$`);
const LATENCY = new RegExp(`^latency:${DECIMAL}-${DECIMAL}$`);
const LIMIT = new RegExp(`^limit:(\\d+)/${DECIMAL}$`);

function read(text: string): Fault | undefined {
  const [, kind, p] = CHANCE.exec(text) ?? [];
  if (kind !== undefined && Number(p) <= 1) return { kind: kind as ChanceKind, probability: Number(p) };
  const [, min, max] = LATENCY.exec(text) ?? [];
  if (min !== undefined && Number(min) <= Number(max)) {
    return { kind: 'latency', min: Number(min), max: Number(max) };
  }
  const [, burst, perSecond] = LIMIT.exec(text) ?? [];
  if (Number(burst) >= 1 && Number(perSecond) > 0) {
    return { kind: 'limit', burst: Number(burst), perSecond: Number(perSecond) };
  }
  return undefined;
}

/** A fault as a person gave it, e.g. `429:0.1`. @throws SinchctlError usage */
export function parseFault(text: string): Fault {
  const fault = read(text.trim().toLowerCase());
  if (!fault) {
    const near = closestMatch(text.split(':')[0] ?? '', [...CHANCES, 'latency', 'limit']);
    throw usage(`not a fault: ${text}`, near ? `did you mean ${near}:…? ${FORMS}` : FORMS, [text]);
  }
  return fault;
}
