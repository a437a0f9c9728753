import { type Interruption, SIGNAL_EXIT } from '../core/errors.ts';
import { leaveTerminals } from './streams.ts';

/** Until `stop`, signals do not end the program. */
export interface InterruptionWatch {
  /** The first signal, if one has come. */
  first(): Interruption | undefined;
  stop(): void;
}

/**
 * Whether nohup has started this process, by the variable in which shells store the started program. Node resets an
 * ignored SIGHUP at start, so nothing else shows it.
 */
const outlivesTerminal = (): boolean => /(?:^|\/)nohup$/.test(process.env._ ?? '');

/**
 * The signals that ask to end, and how each is reported. The end of a terminal is SIGHUP; on Windows, Ctrl-Break also
 * asks to end.
 */
const endings = (platform: string): [NodeJS.Signals, Interruption][] => [
  ['SIGINT', 'SIGINT'],
  ['SIGTERM', 'SIGTERM'],
  ['SIGHUP', 'SIGHUP'],
  ...(platform === 'win32' ? ([['SIGBREAK', 'SIGINT']] satisfies [NodeJS.Signals, Interruption][]) : []),
];

/** A signal as messages show it. */
export const signalName = (signal: Interruption): string =>
  signal === 'SIGHUP' ? 'SIGHUP (the terminal closed)' : signal;

const nothing = () => undefined;

/** The shell and the system both signal the end of a terminal; the second signal is ignored. */
let isHungUp = false;

/** Listens for the signals; meanwhile they do not end the program. @returns stops listening */
export function listenForSignals(platform: string, onSignal: (as: Interruption) => void): () => void {
  if (outlivesTerminal()) process.on('SIGHUP', nothing);
  const listeners = endings(platform).map(([signal, as]) => {
    const listener = () => {
      if (signal === 'SIGHUP') {
        if (isHungUp || outlivesTerminal()) return;
        isHungUp = true;
        process.on('SIGHUP', nothing);
        leaveTerminals();
      }
      onSignal(as);
    };
    return [signal, listener] as const;
  });
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/** @param onAbort called at the second signal, just before the program ends */
export function watchInterrupts(
  onFirst: (signal: Interruption) => void,
  onAbort: (signal: Interruption) => void,
  platform: string = process.platform,
): InterruptionWatch {
  let first: Interruption | undefined;
  const stop = listenForSignals(platform, (signal) => {
    // The second signal waits for nothing.
    if (first) {
      try {
        onAbort(signal);
      } finally {
        process.exit(SIGNAL_EXIT[signal]);
      }
    }
    first = signal;
    onFirst(signal);
  });
  return { first: () => first, stop };
}

/** Resolves at a signal that asks to end. */
export function untilStopped(platform: string = process.platform): Promise<void> {
  return new Promise((resolve) => {
    const stop = listenForSignals(platform, () => {
      stop();
      resolve();
    });
  });
}
