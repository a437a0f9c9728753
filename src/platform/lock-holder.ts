import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** The process that holds a lock. */
export interface Holder {
  pid: number;
  host: string;
  /** Distinguishes a process from a later one with the same pid; null where the platform does not tell. */
  started: string | null;
  /** The command that it runs. */
  what?: string;
}

/** The fields of `/proc/<pid>/stat` from the process state on; empty except on Linux. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** When a process started, in the kernel's ticks; null except on Linux. */
const startTimeOf = (pid: number): string | null => statOf(pid)[19] ?? null;

/** Whether a process has ended but its parent has not collected it yet; in some containers no parent ever does. */
const isZombie = (pid: number): boolean => statOf(pid)[0] === 'Z';

/** Whether the process that holds a lock still runs. One on another machine cannot be checked and counts as running. */
export function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (isZombie(holder.pid)) return false;
  const started = startTimeOf(holder.pid);
  // Some systems hide other users' processes: then only the pid can be compared.
  return holder.started === null || started === null || started === holder.started;
}

/** This process as a holder. */
export const myself = (what?: string): Holder => ({
  pid: process.pid,
  host: hostname(),
  started: startTimeOf(process.pid),
  ...(what === undefined ? {} : { what }),
});
