import { type Interruption, SIGNAL_EXIT } from '../core/errors.ts';
import { leaveTerminals } from './streams.ts';

/** Until `stop`, signals no longer end the program. */
export interface InterruptionWatch {
  /** The first one that came. */
  first(): Interruption | undefined;
  stop(): void;
}

/**
 * Whether nohup has started this process, by the name that shells leave of what they start. Node takes back that SIGHUP
 * is ignored as it starts, so nothing else tells.
 */
const outlivesTerminal = (): boolean => /(?:^|\/)nohup$/.test(process.env._ ?? '');

/**
 * The signals that ask to end, and what each counts as. The end of a terminal is told as SIGHUP. On Windows Ctrl-Break
 * is one as well.
 */
const endings = (platform: string): [NodeJS.Signals, Interruption][] => [
  ['SIGINT', 'SIGINT'],
  ['SIGTERM', 'SIGTERM'],
  ['SIGHUP', 'SIGHUP'],
  ...(platform === 'win32' ? ([['SIGBREAK', 'SIGINT']] satisfies [NodeJS.Signals, Interruption][]) : []),
];

/** A signal for people. */
export const signalName = (signal: Interruption): string =>
  signal === 'SIGHUP' ? 'SIGHUP (the terminal closed)' : signal;

const nothing = () => undefined;

/** Both the shell and the system tell that a terminal goes away, and once is enough. */
let isHungUp = false;

/** Listens for them; meanwhile none ends the program. @returns what stops listening */
export function listen(platform: string, told: (as: Interruption) => void): () => void {
  if (outlivesTerminal()) process.on('SIGHUP', nothing);
  const listeners = endings(platform).map(([signal, as]) => {
    const listener = () => {
      if (signal === 'SIGHUP') {
        if (isHungUp || outlivesTerminal()) return;
        isHungUp = true;
        process.on('SIGHUP', nothing);
        leaveTerminals();
      }
      told(as);
    };
    return [signal, listener] as const;
  });
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/** @param onAbort what is to be told at the second one, at once, before the program ends */
export function watchInterrupts(
  onFirst: (signal: Interruption) => void,
  onAbort: (signal: Interruption) => void,
  platform: string = process.platform,
): InterruptionWatch {
  let first: Interruption | undefined;
  const stop = listen(platform, (signal) => {
    // Asked twice to stop, nothing is waited for.
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

/** Resolves when somebody asks to end. */
export function untilStopped(platform: string = process.platform): Promise<void> {
  return new Promise((resolve) => {
    const stop = listen(platform, () => {
      stop();
      resolve();
    });
  });
}
