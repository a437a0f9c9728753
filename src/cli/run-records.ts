import { join, resolve } from 'node:path';
import { type ApplicationKey, aliasOf } from '../account/application.ts';
import type { Capability } from '../account/capability.ts';
import { SinchctlError } from '../core/errors.ts';
import { countOf } from '../core/text.ts';
import { accountUrl, type Credentials } from '../credentials/credentials.ts';
import { ciRunOf } from '../history/ci-run.ts';
import type { HistoryRow } from '../history/journal.ts';
import type { Recording } from '../history/journal-file.ts';
import type { HistoryFilter, OnDamaged } from '../history/read-journal.ts';
import type { HistoryRun } from '../history/runs.ts';
import type { Row } from '../output/rows.ts';
import type { Invocation } from './invocation.ts';

type JournalReader = typeof import('../history/read-journal.ts');

/** A part of an account that two processes must not change at the same time. */
export interface LockTarget {
  application: ApplicationKey;
  part: Capability | 'callbacks';
}

/** The locks, the journal, and the results file of a run. */
export class RunRecords {
  readonly #invocation: Invocation;
  readonly #credentials: () => Promise<Credentials>;
  readonly #stateDirectory: () => string;
  /** The names of the locks. */
  readonly #held = new Set<string>();
  /** The files of the journal whose damage has been reported. */
  readonly #damaged = new Set<string>();
  #run: string | undefined;
  #undoes: string | null = null;

  constructor(invocation: Invocation, credentials: () => Promise<Credentials>, stateDirectory: () => string) {
    this.#invocation = invocation;
    this.#credentials = credentials;
    this.#stateDirectory = stateDirectory;
  }

  /** The ID of the run in the journal, after `begin`. */
  get run(): string | undefined {
    return this.#run;
  }

  /**
   * Locks the targets of the changes, on this computer, until the command ends; a dry run needs no lock.
   * @throws SinchctlError busy, with the holder, when it is not free within `--lock-timeout`
   */
  async lock(targets: readonly LockTarget[]): Promise<void> {
    const { isDryRun, line, onEnd, settings } = this.#invocation;
    if (isDryRun) return;
    const credentials = await this.#credentials();
    const { name: profile, aliases } = credentials;
    const { holdLock } = await import('../platform/lock.ts');
    // Uses the default export, because the build bundles Node's modules as CommonJS.
    const { hash } = (await import('node:crypto')).default;
    // Another host has other applications under the same key.
    const nameOf = ({ application, part }: LockTarget) =>
      hash('sha256', `${accountUrl(credentials)}\n${application}\n${part}`).slice(0, 32);
    const labelOf = ({ application, part }: LockTarget) => {
      const object = part === 'callbacks' ? part : `${part} numbers`;
      return `application ${aliasOf(application, aliases) ?? application} (${object}, profile ${profile})`;
    };
    // The secret that the reason may contain is not yet known if it has to be fetched.
    const what = line.replace(/ --reason[ =].*/s, '');
    const labels = new Map(targets.map((target) => [nameOf(target), labelOf(target)]));
    // Every process takes the locks in the same order, which prevents deadlocks.
    for (const [name, label] of [...labels].sort()) {
      if (this.#held.has(name)) continue;
      const path = join(this.#stateDirectory(), 'locks', name);
      onEnd(await holdLock(path, settings.lockTimeout, { what, label }));
      this.#held.add(name);
    }
  }

  /** The rows of earlier runs in the `--results` file; none without it. */
  async previousRows(): Promise<Row[]> {
    const { settings, stream } = this.#invocation;
    if (settings.results === undefined) return [];
    const { readResults } = await import('../history/results-file.ts');
    const rows = readResults(settings.results);
    stream.markRecorded(rows);
    return rows;
  }

  /** Begins a run in the journal, before the first change is sent. @throws SinchctlError failure */
  async begin(): Promise<Recording> {
    const { host, settings, line: command, messages, onEnd } = this.#invocation;
    const { beginRun } = await import('../history/journal-file.ts');
    const chosen = await this.#credentials();
    const head = {
      ci: ciRunOf(host.env),
      profile: chosen.name,
      account: accountUrl(chosen),
      key: chosen.application?.key ?? null,
      command,
      results: settings.results === undefined ? null : resolve(settings.results),
      reason: settings.reason ?? null,
      undoes: this.#undoes,
    };
    const { recording, close } = await beginRun(this.#stateDirectory(), head, host);
    this.#run = recording.run;
    onEnd(() => close().catch((error) => messages.warn(`the history is incomplete: ${error.message}`)));
    return recording;
  }

  /** Marks the run as an undo, before it begins. @param source the run that it undoes, or the path of a file */
  markUndo(source: string): void {
    this.#undoes = source;
  }

  get isUndo(): boolean {
    return this.#undoes !== null;
  }

  /** Null, with a warning, if there is no directory for state, and therefore no history. */
  #journalDirectory(): string | null {
    try {
      return this.#stateDirectory();
    } catch (error) {
      if (!(error instanceof SinchctlError)) throw error;
      this.#invocation.messages.warn(`the history is not available: ${error.message}`);
      return null;
    }
  }

  /** Reads the journal, and warns about its damaged lines: once for each file, however often it is read. */
  async #readJournal<T>(
    read: (module: JournalReader, directory: string, onDamaged: OnDamaged) => T[],
  ): Promise<T[]> {
    const module = await import('../history/read-journal.ts');
    const directory = this.#journalDirectory();
    if (directory === null) return [];
    const damaged = new Map<string, number>();
    const rows = read(module, directory, (path) => damaged.set(path, (damaged.get(path) ?? 0) + 1));
    for (const [path, count] of damaged) {
      if (!this.#damaged.has(path))
        this.#invocation.messages.warn(
          `the history is incomplete: ${countOf(count, 'line')} of ${path} cannot be read`,
        );
      this.#damaged.add(path);
    }
    return rows;
  }

  /** The changes made with sinchctl on this computer, oldest first. */
  history(filter: HistoryFilter = {}): Promise<HistoryRow[]> {
    return this.#readJournal(({ readHistory }, directory, onDamaged) =>
      readHistory(directory, filter, onDamaged),
    );
  }

  /** The runs on this computer, newest first. @param since milliseconds since 1970; older runs may be missing */
  runs(since?: number): Promise<HistoryRun[]> {
    return this.#readJournal(({ readRuns }, directory, onDamaged) => readRuns(directory, since, onDamaged));
  }
}
