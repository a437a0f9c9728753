import { join } from 'node:path';
import type { Globals } from '../commands/globals.ts';
import type { Context } from '../context.ts';
import { resolveApplication } from '../core/application.ts';
import { chooseSource, ignoredVariables } from '../core/choose-source.ts';
import { ciRunOf } from '../core/ci-run.ts';
import { type Config, EMPTY_CONFIG, SANDBOX_PROFILE } from '../core/config.ts';
import { type Credentials, needApplication } from '../core/credentials.ts';
import { CREDENTIAL_VARIABLES, fromEnvironment, namesIn, variable } from '../core/environment.ts';
import { SinchctlError, usage } from '../core/errors.ts';
import { fromProfile } from '../core/from-profile.ts';
import { HOSTS } from '../core/hosts.ts';
import { redact } from '../core/redact.ts';
import { shellOf } from '../core/shell-line.ts';
import { wantsColor } from '../output/color.ts';
import { fold } from '../output/fold.ts';
import { isAccessible } from '../output/look.ts';
import { safeText } from '../output/safe-text.ts';
import { runName } from '../state/journal.ts';
import { VERSION } from '../version.ts';
import { feedingCompletions } from './completion/feed-cache.ts';
import { openConfigFile } from './config-file.ts';
import type { Sandbox } from './embedded-sandbox.ts';
import type { Feed } from './feed-rows.ts';
import { findHomes, usableStateHome } from './homes.ts';
import type { Machine } from './machine.ts';
import { type ClientSetting, openClient } from './open-client.ts';
import { plainPrompts } from './plain-prompts.ts';
import type { Progress } from './progress.ts';
import { openStateFile } from './state-file.ts';
import { trackItems } from './track-items.ts';

/** Remembers what a costly step gave the first time. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** A protected profile writes only when the line itself names it. @throws SinchctlError refused */
function guard(credentials: Credentials, globals: Globals): void {
  if (!credentials.isProtected || globals.profile === credentials.name) return;
  throw new SinchctlError('refused', `profile ${credentials.name} is protected`, {
    hint: `name it on the line to write with it: --profile ${credentials.name}`,
  });
}

/** Among snippets for a shell whatever else is said is a comment. */
export const leadOf = ({ curl }: Pick<Globals, 'curl'>): string => (curl ? '# ' : '');

/** One line on its way, and what goes on around the command. */
export interface Opening {
  /** Whether it can change the account. */
  writes: boolean;
  globals: Globals;
  isDryRun: boolean;
  /** Takes rows that have finished. */
  feed: Feed;
  /** Whether the rows of this command go to the terminal that a bar would be drawn on. */
  isShared: boolean;
  /** The command line as it was given, quoted for a shell. */
  line: string;
  /** Keeps what must be done when the command has ended. */
  onEnd: (work: () => Promise<void>) => void;
}

/** Gives one command what it may touch on this machine. */
export function openContext(
  machine: Machine,
  { writes, globals, isDryRun, feed, isShared, line, onEnd }: Opening,
): Context {
  const homes = findHomes(machine.env, machine.platform);
  let progress: Progress | undefined;
  const onProgress = (one: Progress | undefined) => {
    progress = one;
  };
  const sayAs = (lead: string, lines: readonly string[]) => {
    // A line end inside of a line is a text from elsewhere, which must not look like a line of ours.
    const width = () => (globals.curl ? undefined : machine.stderr.columns);
    const text = lines.map((line) => `${lead}${fold(safeText(redact(line)), width)}\n`).join('');
    // When stderr is gone nobody can be told, and the work goes on.
    machine.stderr.write(`${progress?.clearing() ?? ''}${text}`).catch(() => undefined);
  };
  const say = (...lines: readonly string[]) => sayAs(leadOf(globals), lines);
  const note = (text: string, ...more: readonly string[]) => {
    if (!globals.quiet) say(`note: ${text}`, ...more);
  };
  const warn = (text: string) => say(`warning: ${text}`);
  const mustBeAccessible = isAccessible(machine.env, globals.accessible);
  const isColored = wantsColor(machine.env, machine.stderr.isTerminal, globals.noColor);
  const mayRedraw =
    machine.stderr.isTerminal && !isShared && !mustBeAccessible && machine.env.TERM !== 'dumb';
  const config = openConfigFile(homes, note);
  let usableHome: string | undefined;
  /** Found once, so that a stand-in is told once. */
  const stateHome = (): string => {
    usableHome ??= usableStateHome(homes, warn);
    return usableHome;
  };
  const sandboxPath = () => join(stateHome(), 'sandbox.json');

  const sandbox = once(async (): Promise<Sandbox> => {
    const { openSandbox } = await import('./embedded-sandbox.ts');
    note('sandbox: a simulated account, nothing real is touched');
    return openSandbox(openStateFile(sandboxPath()), machine);
  });

  /** Credentials in the environment need no file, so one that cannot be read only costs its aliases. */
  async function readConfig(): Promise<Config> {
    try {
      return await config.read();
    } catch (error) {
      const named = globals.profile ?? machine.env.SINCHCTL_PROFILE;
      const isNamed = named !== undefined && named !== SANDBOX_PROFILE;
      const isSelfContained =
        named === SANDBOX_PROFILE || namesIn(machine.env, CREDENTIAL_VARIABLES).length > 0;
      if (isNamed || !isSelfContained) throw error;
      warn(`${(error as Error).message}; aliases are not known`);
      return EMPTY_CONFIG;
    }
  }

  async function fromSource(stored: Config): Promise<Credentials> {
    const source = chooseSource(globals.profile, machine.env, stored);
    source.warnings.forEach(warn);
    if (source.kind === 'profile') return fromProfile(source.name, source.profile);
    if (source.kind === 'environment') {
      return fromEnvironment(machine.env, stored.environmentAliases, machine.readFile);
    }
    const { credentials } = await sandbox();
    return { ...credentials, aliases: new Map([...credentials.aliases, ...stored.sandboxAliases]) };
  }

  const credentials = once(async () => {
    const chosen = await fromSource(await readConfig());
    if (writes && !isDryRun) guard(chosen, globals);
    return chosen;
  });

  const held = new Set<string>();
  let isWarned = false;
  const keyring = () => import('./keyring.ts');
  const stdin = once(() => machine.readStdinBytes());
  const setting: ClientSetting = {
    machine,
    globals,
    sandboxSend: async () => (await sandbox()).send,
    say,
    saySnippet: (lines) => sayAs('', lines),
    started: machine.now(),
  };
  const client = once(async () =>
    feedingCompletions(await openClient(setting, await credentials()), homes.state, machine.now, onEnd),
  );

  return {
    globals,
    config,
    env: machine.env,
    version: VERSION,
    system: { os: machine.platform, platform: 'node' },
    get namedProfile() {
      return globals.profile ?? variable(machine.env, 'SINCHCTL_PROFILE');
    },
    now: machine.now,
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
    canAsk: machine.stdinIsTerminal && machine.stderr.isTerminal && !globals.noInput,
    prompts: mustBeAccessible ? plainPrompts(machine.linePrompts(isColored)) : machine.prompts(isColored),
    async readStdin(what) {
      if (!machine.stdinIsTerminal) return machine.readStdin();
      throw usage(`${what} is read from stdin, and stdin is a terminal`, `pipe ${what} in`);
    },
    readFile: machine.readFile,
    async readInput(path, where = '--from') {
      if (path === '-' && machine.stdinIsTerminal) {
        throw usage(`${where} - reads stdin, and stdin is a terminal`, 'pipe it in, or name a file');
      }
      const bytes = path === '-' ? await stdin() : machine.readBytes(path);
      const { LARGE_INPUT, saveMemory } = await import('./save-memory.ts');
      // A state file is small beside the account that it is compared with.
      if (where === '--from' && bytes.length >= LARGE_INPUT) saveMemory();
      return bytes;
    },
    stateFile: (path = sandboxPath()) => openStateFile(path),
    print: (text) => machine.stdout.write(text),
    note,
    warn,
    async proxyFor(url) {
      const { proxyFor } = await import('./proxy.ts');
      const proxy = proxyFor(new URL(url), machine.env);
      return proxy ? redact(proxy.href) : null;
    },
    runProgram: machine.runProgram,
    track: (total) =>
      trackItems({ machine, feed, mayRedraw, isQuiet: globals.quiet, say, note, onProgress }, total),
    async hold(targets) {
      if (isDryRun) return;
      const { baseUrls } = await credentials();
      const account = baseUrls.calling ?? HOSTS.calling;
      const { lockAccount } = await import('./lock-account.ts');
      const setting = { home: stateHome(), seconds: globals.lockTimeout, what: line, held };
      const named = targets.map((target) => ({ account, ...target }));
      onEnd(await lockAccount(named, setting));
    },
    async recordedRows() {
      if (globals.results === undefined) return [];
      const { readResults } = await import('./read-results.ts');
      const rows = readResults(globals.results);
      feed.keep(rows);
      return rows;
    },
    async record() {
      const { beginRun } = await import('./journal-file.ts');
      const { name, baseUrls } = await credentials();
      const now = machine.now();
      const cause = {
        run: runName(now, machine.random()),
        at: now.toISOString(),
        ci: ciRunOf(machine.env),
        profile: name,
        account: baseUrls.calling ?? HOSTS.calling,
        command: line,
        reason: globals.reason ?? null,
      };
      const { recording, close } = await beginRun(stateHome(), cause, machine.now);
      onEnd(() => close().catch((error) => warn(`the history is not complete: ${error.message}`)));
      return recording;
    },
    async history() {
      const { readHistory } = await import('./journal-file.ts');
      return readHistory(stateHome());
    },
    line,
    shell: shellOf(machine.platform, machine.env),
    untilStopped: machine.untilStopped,
  };
}
