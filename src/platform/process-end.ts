import { type Interruption, SIGNAL_EXIT } from '../core/errors.ts';
import { leaveTerminals } from './streams.ts';

/** Signals do not end the program until `stop`. */
export interface InterruptionWatch {
  /** The first signal received, if any. */
  first(): Interruption | undefined;
  stop(): void;
}

/**
 * Whether nohup started this process, judging by the variable in which shells store the program. Node resets an ignored
 * SIGHUP on startup, so there is no other indication.
 */
const outlivesTerminal = (): boolean => /(?:^|\/)nohup$/.test(process.env._ ?? '');

/**
 * The termination signals, and how each is reported. A closed terminal sends SIGHUP; on Windows, Ctrl-Break is also
 * one.
 */
const endings = (platform: string): [NodeJS.Signals, Interruption][] => [
  ['SIGINT', 'SIGINT'],
  ['SIGTERM', 'SIGTERM'],
  ['SIGHUP', 'SIGHUP'],
  ...(platform === 'win32' ? ([['SIGBREAK', 'SIGINT']] satisfies [NodeJS.Signals, Interruption][]) : []),
];

/** The name of a signal in messages. */
export const signalName = (signal: Interruption): string =>
  signal === 'SIGHUP' ? 'SIGHUP (the terminal closed)' : signal;

const ignoreSignal = () => undefined;

/** The shell and the system both signal a closed terminal; the second signal is ignored. */
let isHungUp = false;

/** Listens for the signals; meanwhile they do not end the program. @returns a function that stops listening */
export function listenForSignals(platform: string, onSignal: (as: Interruption) => void): () => void {
  if (outlivesTerminal()) process.on('SIGHUP', ignoreSignal);
  const listeners = endings(platform).map(([signal, as]) => {
    const listener = () => {
      if (signal === 'SIGHUP') {
        if (isHungUp || outlivesTerminal()) return;
        isHungUp = true;
        process.on('SIGHUP', ignoreSignal);
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
    // The second signal ends the program immediately.
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

/** Resolves on a termination signal. */
export function untilStopped(platform: string = process.platform): Promise<void> {
  return new Promise((resolve) => {
    const stop = listenForSignals(platform, () => {
      stop();
      resolve();
    });
  });
}

/** Milliseconds after which a finished process exits even if something keeps it alive. */
const LINGER = 250;

/** Ends the process at once, even if work is pending. */
export const leave = (code: number): never => process.exit(code);

/** Ends the process soon, so that no connection can keep it alive. */
function leaveSoon(code: number): void {
  const signal = ({ 130: 'SIGINT', 143: 'SIGTERM' } as const)[code];
  setTimeout(() => {
    // Node waits for the system's resolver when it exits, but not when a signal ends it.
    const isResolving = process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap');
    if (signal && isResolving) process.kill(process.pid, signal);
    else process.exit();
  }, LINGER).unref();
}

/**
 * Runs the program to its end. If the event loop is empty while the program is pending, Node would exit with code 13 and
 * no message.
 * @param onStall reports that this has happened, and returns the exit code
 */
export async function runToEnd(
  program: () => Promise<number>,
  onStall: () => Promise<number>,
): Promise<number> {
  // Node's warnings, such as deprecations, are about code, not about the user's actions.
  process.removeAllListeners('warning');
  const stalled = () => void onStall().then(leave);
  process.once('beforeExit', stalled);
  const code = await program();
  process.off('beforeExit', stalled);
  leaveSoon(code);
  return code;
}
