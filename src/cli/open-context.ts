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
import { findHomes, usableStateHome } from '../platform/directories.ts';
import type { Machine } from '../platform/host.ts';
import { OTHER_STATE, openStateFile } from '../platform/json-file.ts';
import { plainPrompts } from '../platform/plain-prompts.ts';
import type { Sandbox } from '../sandbox/embedded.ts';
import { cancelRequests } from './cancel-requests.ts';
import type { Program } from './command-list.ts';
import type { Context } from './context.ts';
import { openMessages } from './messages.ts';
import { type ClientSetting, openClient } from './open-client.ts';
import { openInput } from './open-input.ts';
import type { Feed } from './row-stream.ts';
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
  feed: Feed;
  /** Whether the rows of this command go to the terminal that a bar would be drawn on. */
  isShared: boolean;
  /** The command line as it was given, quoted for a shell. */
  line: string;
  /** Says what there is to say when the program ends at once. @param run what its changes are recorded as, if so */
  lastWords: (signal: Interruption, clearing: string, run: string | undefined) => void;
  /** Keeps what must be done when the command has ended. */
  onEnd: (work: () => Promise<void>) => void;
}

/** Gives one command what it may touch on this machine. */
export function openContext(machine: Machine, opening: Opening): Context {
  const { program, writes, settings, isDryRun, feed, isShared, line, lastWords, onEnd } = opening;
  const homes = findHomes(machine.env, machine.platform);
  const { say, saySnippet, note, warn, onProgress, mayRedraw } = openMessages(machine, settings, isShared);
  const profiles = openProfileStore(homes, note);
  // Found once, so that a stand-in is told once.
  const stateHome = once(() => usableStateHome(homes, warn));
  const sandboxPath = () => join(stateHome(), 'sandbox.json');
  const sandbox = once(async (): Promise<Sandbox> => {
    const { openSandbox } = await import('../sandbox/embedded.ts');
    note('sandbox: a simulated account, nothing real is touched');
    return openSandbox(openStateFile(sandboxPath()), machine);
  });
  const search = {
    env: machine.env,
    readFile: machine.readFile,
    settings,
    profiles,
    sandbox: async () => (await sandbox()).credentials,
    warn,
    writes: writes && !isDryRun,
  };
  const credentials = once(() => findCredentials(search));
  const cancellation = cancelRequests(machine);
  const setting: ClientSetting = {
    cancellation,
    machine,
    version: program.version,
    settings,
    sandboxSend: async () => (await sandbox()).send,
    say,
    saySnippet,
    started: machine.now(),
  };
  let isTold = false;
  const warnOnce = (text: string) => {
    if (!isTold) warn(text);
    isTold = true;
  };
  const client = once(async () => ({
    ...program.watchClient(await openClient(setting, await credentials()), {
      stateHome: homes.state,
      now: machine.now,
      onEnd,
    }),
    warnOnce,
  }));
  let isWarned = false;
  const keyring = () => import('../credentials/keyring.ts');
  const isColored = wantsColor(machine.env, machine.stderr.isTerminal, settings.noColor);
  const records = openRecords({
    machine,
    settings,
    isDryRun,
    line,
    feed,
    credentials,
    stateHome,
    warn,
    onEnd,
  });
  let run: string | undefined;

  return {
    host: machine,
    settings,
    messages: { note, warn },
    input: openInput(machine),
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
      if (!isWarned) ignoredVariables(machine.env, other.name).forEach(warn);
      isWarned = true;
      return openClient(setting, other);
    },
    async application(text) {
      const chosen = await credentials();
      if (text !== undefined) return resolveApplication(text, chosen.aliases);
      return chosen.defaultApplication ?? needApplication(chosen).key;
    },
    canAsk: machine.stdinIsTerminal && machine.stderr.isTerminal && !settings.noInput,
    prompts: settings.isAccessible
      ? plainPrompts(machine.linePrompts(isColored))
      : machine.prompts(isColored),
    stateFile: (path) =>
      path === undefined ? openStateFile(sandboxPath()) : openStateFile(path, OTHER_STATE),
    print: (text) => machine.stdout.write(text),
    async proxyFor(url) {
      const { proxyFor } = await import('../api/transport/proxy.ts');
      const proxy = proxyFor(new URL(url), machine.env);
      return proxy ? redact(proxy.href) : null;
    },
    track: (total) =>
      trackItems(
        {
          machine,
          feed,
          requests: cancellation.handOver(),
          mayRedraw,
          isQuiet: settings.quiet,
          say,
          note,
          onProgress,
          lastWords: (signal, clearing) => lastWords(signal, clearing, run),
        },
        total,
      ),
    line,
    shell: shellOf(machine.platform, machine.env),
  };
}
