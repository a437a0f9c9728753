import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds a lock. */
export interface Holder {
  pid: number;
  host: string;
  /** Tells a process from a later one with the same pid; null where the platform does not say. */
  started: string | null;
  /** What it does, in the words of the command line. */
  what?: string;
}

/** What the kernel says of a process, from its state on; nothing off Linux. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** When a process started, in the kernel's ticks; null off Linux. */
const startOf = (pid: number): string | null => statOf(pid)[19] ?? null;

/** Whether a process has ended, and nobody has taken note yet: some containers never do. */
const isZombie = (pid: number): boolean => statOf(pid)[0] === 'Z';

/** Whether the process that holds a lock still runs; of another machine nobody can tell, so it counts as running. */
export function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (isZombie(holder.pid)) return false;
  const started = startOf(holder.pid);
  // Some systems hide other users' processes: then the pid has to do.
  return holder.started === null || started === null || started === holder.started;
}

/** This process as a holder. */
export const myself = (what?: string): Holder => ({
  pid: process.pid,
  host: hostname(),
  started: startOf(process.pid),
  ...(what === undefined ? {} : { what }),
});
