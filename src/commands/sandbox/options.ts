import { value, values, withCompletion } from '../../cli/argv/option.ts';
import { usage } from '../../core/errors.ts';

function parseCount(text: string, where: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) <= 200_000) return Number(text);
  throw usage(`${where} must be an integer from 0 to 200000: ${text}`, undefined, [text]);
}

export const numbers = value('COUNT', 'number of phone numbers on the account (default 20)', parseCount);

/** The faults that can be injected, with the form of their value. */
const FAULTS = [
  '429:P',
  '503:P',
  'reset:P',
  'truncate:P',
  'html:P',
  'redirect:P (P from 0 to 1)',
  'latency:MIN-MAX (ms)',
  'limit:BURST/PER_SECOND',
];
export const fault = withCompletion(values('SPEC', `inject faults: ${FAULTS.join(', ')}`), {
  choices: FAULTS.map((spec) => spec.slice(0, spec.indexOf(':') + 1)),
});
