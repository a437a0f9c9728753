export type Interruption = 'SIGINT' | 'SIGTERM';

/** Until `stop`, signals no longer end the program. */
export interface InterruptionWatch {
  /** The first one that came. */
  first(): Interruption | undefined;
  stop(): void;
}

/**
 * The signals that ask to end, and what each counts as. On Windows Ctrl-Break is one, and the closing of the window
 * is told as SIGHUP; elsewhere SIGHUP is left alone, since nohup must be able to ignore it.
 */
const endings = (platform: string): [NodeJS.Signals, Interruption][] => [
  ['SIGINT', 'SIGINT'],
  ['SIGTERM', 'SIGTERM'],
  ...(platform === 'win32'
    ? ([
        ['SIGBREAK', 'SIGINT'],
        ['SIGHUP', 'SIGTERM'],
      ] satisfies [NodeJS.Signals, Interruption][])
    : []),
];

/** Listens for them. @returns what stops listening */
function listen(platform: string, told: (as: Interruption) => void): () => void {
  const listeners = endings(platform).map(([signal, as]) => [signal, () => told(as)] as const);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

export function watchInterrupts(
  onFirst: (signal: Interruption) => void,
  platform: string = process.platform,
): InterruptionWatch {
  let first: Interruption | undefined;
  const stop = listen(platform, (signal) => {
    // Asked twice to stop, nothing is waited for; every byte written so far has left already.
    if (first) process.exit(signal === 'SIGINT' ? 130 : 143);
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
