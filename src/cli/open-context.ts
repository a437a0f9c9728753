import { join } from 'node:path';
import { resolveApplication } from '../account/application.ts';
import type { Interruption } from '../core/errors.ts';
import { redact } from '../core/redact.ts';
import { shellOf } from '../core/shell-line.ts';
import { ignoredVariables } from '../credentials/choose-source.ts';
import { openProfileStore } from '../credentials/config-file.ts';
import { needApplication } from '../credentials/credentials.ts';
import { findCredentials } from '../credentials/find-credentials.ts';
import { wantsColor } from '../output/style-options.ts';
import { findDirectories, usableStateDirectory } from '../platform/directories.ts';
import type { Host } from '../platform/host.ts';
import { OTHER_STATE, openStateFile } from '../platform/json-file.ts';
import { plainPrompts } from '../platform/plain-prompts.ts';
import type { EmbeddedSandbox } from '../sandbox/embedded.ts';
import { cancelRequests } from './cancel-requests.ts';
import type { Program } from './command-list.ts';
import type { Context } from './context.ts';
import { openMessages } from './messages.ts';
import { type ClientSetting, openClient } from './open-client.ts';
import { openInput } from './open-input.ts';
import type { RowStream } from './row-stream.ts';
import { openRecords } from './run-records.ts';
import type { Settings } from './settings.ts';
import { trackItems } from './track-items.ts';

/** Remembers what a step gave the first time. */
function once<T>(make: () => T): () => T {
  let made: { it: T } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}

/** One line on its way, and what goes on around the command. */
export interface Opening {
  program: Program;
  /** Whether it can change the account. */
  writes: boolean;
  settings: Settings;
  isDryRun: boolean;
  /** Takes rows that have finished. */
  stream: RowStream;
  /** Whether the rows of this command go to the terminal that a bar would be drawn on. */
  isShared: boolean;
  /** The command line as it was given, quoted for a shell. */
  line: string;
  /** Says what there is to say when the program ends at once. @param run what its changes are recorded as, if so */
  onAbort: (signal: Interruption, clearing: string, run: string | undefined) => void;
  /** Keeps what must be done when the command has ended. */
  onEnd: (work: () => Promise<void>) => void;
}

/** Gives one command what it may touch on this machine. */
export function openContext(host: Host, opening: Opening): Context {
  const { program, writes, settings, isDryRun, stream, isShared, line, onAbort, onEnd } = opening;
  const directories = findDirectories(host.env, host.platform);
  const { say, saySnippet, note, warn, onProgress, mayRedraw } = openMessages(host, settings, isShared);
  const profiles = openProfileStore(directories, note);
  // Found once, so that a stand-in is told once.
  const stateDirectory = once(() => usableStateDirectory(directories, warn));
  const sandboxPath = () => join(stateDirectory(), 'sandbox.json');
  const sandbox = once(async (): Promise<EmbeddedSandbox> => {
    const { openSandbox } = await import('../sandbox/embedded.ts');
    note('sandbox: a simulated account, nothing real is touched');
    return openSandbox(openStateFile(sandboxPath()), host);
  });
  const search = {
    env: host.env,
    readFile: host.readFile,
    settings,
    profiles,
    sandbox: async () => (await sandbox()).credentials,
    warn,
    writes: writes && !isDryRun,
  };
  const credentials = once(() => findCredentials(search));
  const cancellation = cancelRequests(host);
  const setting: ClientSetting = {
    cancellation,
    host,
    version: program.version,
    settings,
    sandboxSend: async () => (await sandbox()).send,
    say,
    saySnippet,
    started: host.now(),
  };
  let isTold = false;
  const warnOnce = (text: string) => {
    if (!isTold) warn(text);
    isTold = true;
  };
  const client = once(async () => ({
    ...program.watchClient(await openClient(setting, await credentials()), {
      stateDirectory: directories.state,
      now: host.now,
      onEnd,
    }),
    warnOnce,
  }));
  let isWarned = false;
  const keyring = () => import('../credentials/keyring.ts');
  const isColored = wantsColor(host.env, host.stderr.isTerminal, settings.noColor);
  const records = openRecords({
    host,
    settings,
    isDryRun,
    line,
    stream,
    credentials,
    stateDirectory,
    warn,
    onEnd,
  });
  let run: string | undefined;

  return {
    host: host,
    settings,
    messages: { note, warn },
    input: openInput(host),
    profiles,
    records: {
      ...records,
      async begin() {
        const recording = await records.begin();
        run = recording.run;
        return recording;
      },
    },
    program,
    credentials,
    client,
    keyring: {
      write: async (account, secret) => void (await (await keyring()).writeKeyring(account, secret.reveal())),
      forget: async (account) => void (await (await keyring()).forgetInKeyring(account)),
    },
    clientFor(other) {
      if (!isWarned) ignoredVariables(host.env, other.name).forEach(warn);
      isWarned = true;
      return openClient(setting, other);
    },
    async application(text) {
      const chosen = await credentials();
      if (text !== undefined) return resolveApplication(text, chosen.aliases);
      return chosen.defaultApplication ?? needApplication(chosen).key;
    },
    canAsk: host.stdinIsTerminal && host.stderr.isTerminal && !settings.noInput,
    prompts: settings.isAccessible ? plainPrompts(host.linePrompts(isColored)) : host.prompts(isColored),
    stateFile: (path) =>
      path === undefined ? openStateFile(sandboxPath()) : openStateFile(path, OTHER_STATE),
    print: (text) => host.stdout.write(text),
    async proxyFor(url) {
      const { proxyFor } = await import('../api/transport/proxy.ts');
      const proxy = proxyFor(new URL(url), host.env);
      return proxy ? redact(proxy.href) : null;
    },
    track: (total) =>
      trackItems(
        {
          host,
          stream,
          requests: cancellation.handOver(),
          mayRedraw,
          isQuiet: settings.quiet,
          say,
          note,
          onProgress,
          onAbort: (signal, clearing) => onAbort(signal, clearing, run),
        },
        total,
      ),
    line,
    shell: shellOf(host.platform, host.env),
  };
}
