import type { ApplicationKey } from '../account/application.ts';
import type { Capability } from '../account/capability.ts';
import { type E164, e164FromInteger, e164ToInteger } from '../account/phone-number.ts';

export interface SandboxCallbacks {
  primary?: string;
  fallback?: string;
}

export interface SandboxApplication {
  name: string;
  key: ApplicationKey;
  /** Base64, as the dashboard would show it. */
  secret: string;
  /** Its initial callbacks. */
  callbacks: SandboxCallbacks;
}

// Every secret, password, and token in this file is a public test value that is valid only in the sandbox.
export const SUPPORT: SandboxApplication = {
  name: 'support',
  key: '5e1f0a01-7c2d-4b8e-9a10-2f6c3d4e5a01' as ApplicationKey,
  secret: 'c2FuZGJveC1zdXBwb3J0Pw==',
  callbacks: {
    primary: 'https://support.example.com/sinch',
    fallback: 'https://support-fallback.example.com/sinch',
  },
};
const SALES: SandboxApplication = {
  name: 'sales',
  key: '5a1e5b02-8d3e-4c9f-8b21-3a7d4e5f6b02' as ApplicationKey,
  secret: 'c2FuZGJveC1zYWxlcz4+Pg==',
  callbacks: {
    primary: 'https://sales.example.com/sinch',
    fallback: 'https://sales-fallback.example.com/sinch',
  },
};
const SPARE: SandboxApplication = {
  name: 'spare',
  key: '59a2ec03-9e4f-4da0-9c32-4b8e5f607c03' as ApplicationKey,
  secret: 'c2FuZGJveC1zcGFyZS0wMw==',
  callbacks: {},
};
export const APPLICATIONS: readonly SandboxApplication[] = [SUPPORT, SALES, SPARE];

/** The built-in portal instance. It never expires. */
export const BUILT_IN_INSTANCE = {
  id: '1257a0ce-0f50-4eb1-8d43-5c9f60718d04',
  secret: 'c2FuZGJveC1pbnN0YW5jZQ==',
} as const;

export const ORGANISATION = { id: 8888123, name: 'Acme' } as const;

export const USER = {
  email: 'ops@example.com',
  password: 'sandbox-password',
  /** The response of a login, always the same, so that it is valid in later runs too. */
  token: 'sandbox-user-token-of-ops-at-example-com',
} as const;

export const DEFAULT_SIZE = 20;
export const LARGEST_SIZE = 200_000;
const FIRST = 14155550100;

/** The number at an index; the first is +14155550100. */
export const numberAt = (index: number): E164 => e164FromInteger(FIRST + index);

/** The index of a number in an account of `size` numbers; undefined for any other number. */
export function indexOf(number: E164, size: number): number | undefined {
  const index = e164ToInteger(number) - FIRST;
  return Number.isInteger(index) && index >= 0 && index < size ? index : undefined;
}

/** All numbers have voice. Every second one also has sms, so that each application has numbers with both. */
export const capabilitiesAt = (index: number): readonly Capability[] =>
  index % 2 === 1 ? ['voice', 'sms'] : ['voice'];

/** Of five consecutive numbers, two are assigned to support and one to sales; two are unassigned. */
export function firstApplicationAt(index: number): ApplicationKey | null {
  const place = index % 5;
  if (place < 2) return SUPPORT.key;
  return place === 2 ? SALES.key : null;
}

/** The end of the rental of a number: a fixed date, null, or no such field. */
export function expiresAt(index: number): { expires?: string | null } {
  if (index % 4 === 0) return { expires: '2035-12-31T23:59:59+00:00' };
  return index % 4 === 2 ? { expires: null } : {};
}
