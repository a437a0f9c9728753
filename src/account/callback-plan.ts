import type { ApplicationKey } from './application.ts';
import type { CallbackStep } from './step.ts';

/** An application's two callback URLs; null where none is set. */
export interface CallbackUrls {
  primary: string | null;
  fallback: string | null;
}

/** The URLs to set: an absent one is unchanged, null clears. */
export interface DesiredCallbacks {
  primary?: string | null | undefined;
  fallback?: string | null | undefined;
}

/** The planned steps for the callbacks of one application. */
export interface CallbackPlan {
  application: ApplicationKey;
  /** Both URLs after the update, which replaces the pair. */
  merged: CallbackUrls;
  steps: CallbackStep[];
}

/**
 * The current URLs with the desired ones. The request replaces both URLs, so the one that is not to change is sent
 * again with its current value.
 */
export function planCallbacks(
  application: ApplicationKey,
  current: CallbackUrls,
  desired: DesiredCallbacks,
): CallbackPlan {
  const merged: CallbackUrls = {
    primary: desired.primary === undefined ? current.primary : desired.primary,
    fallback: desired.fallback === undefined ? current.fallback : desired.fallback,
  };
  const given = (['primary', 'fallback'] as const).filter((name) => desired[name] !== undefined);
  const steps = given.map((callback): CallbackStep => {
    const from = current[callback];
    const to = merged[callback];
    return { application, callback, change: from === to ? 'none' : to === null ? 'clear' : 'set', from, to };
  });
  return { application, merged, steps };
}
