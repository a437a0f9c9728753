import { value, values, withCompletion } from '../../cli/argv/option.ts';
import { SinchctlError, usage } from '../../core/errors.ts';

function count(text: string, where: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) <= 200_000) return Number(text);
  throw usage(`${where} takes a whole number up to 200000: ${text}`, undefined, [text]);
}

export const numbers = value('N', 'how many numbers the account has (20)', count);

/** What can go wrong, and how much of it. */
const FAULTS = {
  429: 'P',
  503: 'P',
  reset: 'P',
  truncate: 'P',
  html: 'P',
  redirect: 'P (P from 0 to 1)',
  latency: 'MIN-MAX (ms)',
  limit: 'BURST/PER_SECOND',
};
const specs = Object.entries(FAULTS).map(([name, extent]) => `${name}:${extent}`);
export const fault = withCompletion(values('SPEC', `go wrong on purpose: ${specs.join(', ')}`), {
  choices: Object.keys(FAULTS).map((name) => `${name}:`),
});

/** A port of this machine; 0 is any free one. */
export function port(text: string, where: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new SinchctlError('usage', `${where} takes a port from 0 to 65535: ${text}`, { items: [text] });
}
