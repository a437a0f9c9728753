/** Milliseconds until a finished process is ended although something keeps it alive. */
const LINGER = 250;

/** Ends the process at once, whatever is pending. */
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
  const stalled = () => void onStall().then(leave);
  process.once('beforeExit', stalled);
  const code = await program();
  process.off('beforeExit', stalled);
  leaveSoon(code);
  return code;
}
