/** Milliseconds until a process that has nothing left to do is ended although something keeps it alive. */
const LINGER = 250;

/** Ends the process, whatever is still on its way. */
export const leave = (code: number): never => process.exit(code);

/** Ends the process soon, so that no connection can keep it. */
function leaveSoon(code: number): void {
  const signal = ({ 130: 'SIGINT', 143: 'SIGTERM' } as const)[code];
  setTimeout(() => {
    // Node waits for the system's resolver even as it exits, but not where a signal ends it.
    const isResolving = process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap');
    if (signal && isResolving) process.kill(process.pid, signal);
    else process.exit();
  }, LINGER).unref();
}

/**
 * Runs the program to its end. Node ends a process that has nothing left to wait for, whatever is still pending, with
 * exit code 13 and without a word.
 * @param onStall reports that this has happened, and gives the exit code
 */
export async function runToEnd(
  program: () => Promise<number>,
  onStall: () => Promise<number>,
): Promise<number> {
  const stalled = () => void onStall().then(leave);
  process.once('beforeExit', stalled);
  const code = await program();
  process.off('beforeExit', stalled);
  leaveSoon(code);
  return code;
}
