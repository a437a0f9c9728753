import { suggestion } from '../core/closest-match.ts';
import { usage } from '../core/errors.ts';

export const CAPABILITIES = ['voice', 'sms'] as const;
export type Capability = (typeof CAPABILITIES)[number];

export const isCapability = (text: string): text is Capability =>
  (CAPABILITIES as readonly string[]).includes(text);

/** @throws SinchctlError usage */
export function parseCapability(text: string): Capability {
  const lower = text.toLowerCase();
  if (!isCapability(lower))
    throw usage(`invalid capability: ${text}`, suggestion(text, CAPABILITIES), [text]);
  return lower;
}
