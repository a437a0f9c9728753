import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { attempt } from '../core/attempt.ts';
import { codeOf } from '../core/errors.ts';
import { redact } from '../core/redact.ts';

/** The process that holds a lock. */
export interface Holder {
  pid: number;
  host: string;
  /** Distinguishes a process from a later one with the same PID; null if the platform does not report it. */
  started: string | null;
  /** The boot ID of the computer and the PID namespace, in which the PID is unique; null except on Linux. */
  namespace?: string | null;
  /** When it took the lock: ISO 8601, UTC. Holders from older versions have none. */
  since?: string;
  /** The command that it is running. */
  what?: string;
}

/** The fields of `/proc/<pid>/stat` from the process state on; empty except on Linux. */
function statOf(pid: number): string[] {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
}

/** When a process started, in the kernel's ticks; null except on Linux. */
const startTimeOf = (pid: number): string | null => statOf(pid)[19] ?? null;

/** The boot ID of this computer and the PID namespace of this process; null except on Linux. */
const ownNamespace = (): string | null =>
  attempt(() => {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  }) ?? null;

/** Whether the PID of the holder is valid here. Holders from older versions have no namespace. */
export const isLocal = ({ host, namespace = ownNamespace() }: Holder): boolean =>
  host === hostname() && namespace === ownNamespace();

/** Seconds without a heartbeat after which a holder that cannot be checked counts as dead. */
const SILENCE = 60;

/**
 * Whether the process that holds a lock still runs. One on another computer or in another container cannot be checked.
 * @param silence seconds since the holder's last heartbeat
 */
export function isAlive(holder: Holder, silence = 0): boolean {
  if (!isLocal(holder)) return silence < SILENCE;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  // A zombie: its parent has not reaped it, and in some containers no parent ever does.
  if (statOf(holder.pid)[0] === 'Z') return false;
  const started = startTimeOf(holder.pid);
  // Some systems hide other users' processes; then only the PID can be compared.
  return holder.started === null || started === null || started === holder.started;
}

/** This process as a holder. */
export const myself = (what?: string): Holder => ({
  pid: process.pid,
  host: hostname(),
  started: startTimeOf(process.pid),
  namespace: ownNamespace(),
  ...(what === undefined ? {} : { what: redact(what) }),
});
