import type { ApplicationKey } from './application.ts';
import type { CallbackStep } from './step.ts';

/** An application's two callback URLs; null where none is set. */
export interface CallbackUrls {
  primary: string | null;
  fallback: string | null;
}

/** What is asked for: absent is left alone, null clears. */
export interface DesiredCallbacks {
  primary?: string | null | undefined;
  fallback?: string | null | undefined;
}

/** What is to happen to the callbacks of one application. */
export interface CallbackPlan {
  application: ApplicationKey;
  /** Both URLs as they shall stand; the update replaces the pair. */
  merged: CallbackUrls;
  steps: CallbackStep[];
}

/**
 * What stands, with the wish laid over it. The update replaces the whole pair on the wire, so what is not
 * asked for must be sent again as it stands.
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
  const asked = (['primary', 'fallback'] as const).filter((name) => desired[name] !== undefined);
  const steps = asked.map((callback): CallbackStep => {
    const from = current[callback];
    const to = merged[callback];
    return { application, callback, change: from === to ? 'none' : to === null ? 'clear' : 'set', from, to };
  });
  return { application, merged, steps };
}
