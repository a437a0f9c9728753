import { join } from 'node:path';
import { resolveApplication } from '../account/application.ts';
import { usage } from '../core/errors.ts';
import { redact } from '../core/redact.ts';
import { shellSyntax } from '../core/shell-line.ts';
import { openProfileStore } from '../credentials/config-file.ts';
import { type Credentials, needApplication } from '../credentials/credentials.ts';
import { findCredentials, ignoredVariables } from '../credentials/find-credentials.ts';
import type { Keyring } from '../credentials/secret-stores.ts';
import { wantsColor } from '../output/style-options.ts';
import { findDirectories, usableStateDirectory } from '../platform/directories.ts';
import type { Host } from '../platform/host.ts';
import { checkedPrompts, type Prompts, plainPrompts } from '../platform/prompts.ts';
import { bytesToText, LARGE_INPUT, limitHeapGrowth } from '../platform/read-input.ts';
import type { EmbeddedSandbox } from '../sandbox/embedded.ts';
import type { CommandInput, Context } from './context.ts';
import { abortNow } from './finish.ts';
import type { Invocation } from './invocation.ts';
import { openClient } from './open-client.ts';
import { trackItems } from './progress.ts';
import { RunRecords } from './run-records.ts';

/** Calls a function at most once, and returns that result from then on. */
function once<T>(make: () => T): () => T {
  let made: { it: T } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}

/** The keyring, whose code loads when it is used. */
function lazyKeyring(): Keyring {
  const load = () => import('../credentials/secret-stores.ts');
  return {
    write: async (account, secret) => void (await (await load()).writeKeyring(account, secret.reveal())),
    forget: async (account) => void (await (await load()).forgetInKeyring(account)),
  };
}

function openPrompts({ host, settings, messages }: Invocation): Prompts {
  const isColored = wantsColor(host.env, host.stderr.isTerminal, settings.noColor);
  const mayRedraw = !settings.isAccessible && host.env.TERM !== 'dumb';
  return checkedPrompts(
    mayRedraw ? host.prompts(isColored) : plainPrompts(host.linePrompts(isColored)),
    messages.say,
  );
}

function openInput(host: Host): CommandInput {
  let stdin: Promise<Uint8Array> | undefined;
  return {
    async readStdin(what) {
      if (!host.stdinIsTerminal) return bytesToText(await host.readStdin());
      throw usage(`cannot read ${what} from stdin: stdin is a terminal`, `pipe ${what} to stdin`);
    },
    readText: (path) => bytesToText(host.readFile(path)),
    isStdinRead: () => stdin !== undefined,
    async readBytes(path, where = '--from') {
      if (path === '-' && host.stdinIsTerminal) {
        throw usage(
          `${where} - reads stdin, but stdin is a terminal`,
          'pipe the input to stdin, or pass a file',
        );
      }
      // Cached, because a second read would be empty.
      if (path === '-') stdin ??= host.readStdin();
      const bytes = (await (path === '-' ? stdin : undefined)) ?? host.readFile(path);
      // A state file is usually no larger than the account that it is compared with.
      if (where === '--from' && bytes.length >= LARGE_INPUT) await limitHeapGrowth();
      return bytes;
    },
  };
}

/** The number of concurrent connections within the usual limit on open files. */
const USUAL_LIMIT = 256;

/** @param stateDirectory where completion caches what requests show about the account */
function openClients(
  invocation: Invocation,
  credentials: () => Promise<Credentials>,
  sandbox: () => Promise<EmbeddedSandbox>,
  stateDirectory: string,
): Pick<Context, 'client' | 'clientFor'> {
  const { program, host, messages, onEnd } = invocation;
  const open = (one: Credentials) => openClient(invocation, one, async () => (await sandbox()).send);
  let isUnexpected = false;
  const warnOnce = (text: string) => {
    if (!isUnexpected) messages.warn(text);
    isUnexpected = true;
  };
  if (invocation.settings.concurrency > USUAL_LIMIT) {
    messages.warn(
      `--concurrency above ${USUAL_LIMIT} may exceed the limit on open files and Sinch's rate limit`,
    );
  }
  let isWarned = false;
  return {
    client: once(async () => {
      const client = await open(await credentials());
      return { ...program.watchClient(client, { stateDirectory, now: host.now, onEnd }), warnOnce };
    }),
    clientFor(other) {
      if (!isWarned) ignoredVariables(host.env, other.name).forEach(messages.warn);
      isWarned = true;
      return open(other);
    },
  };
}

async function proxyWithoutPassword(url: string, { env }: Host): Promise<string | null> {
  const { proxyFor, proxyText } = await import('../api/transport/proxy.ts');
  const proxy = proxyFor(new URL(url), env);
  return proxy ? redact(proxyText(proxy)) : null;
}

/** Credentials, the clients that use them, and the data stored on this computer. */
function openAccount(invocation: Invocation) {
  const { host, messages, stream } = invocation;
  const directories = findDirectories(host.env, host.platform);
  const profiles = openProfileStore(directories, messages.note);
  // Determined once, so that a warning about a fallback appears once.
  const stateDirectory = once(() => usableStateDirectory(directories, messages.warn));
  const sandboxPath = () => join(stateDirectory(), 'sandbox.json');
  const sandbox = once(async (): Promise<EmbeddedSandbox> => {
    const { openSandbox } = await import('../sandbox/embedded.ts');
    messages.note('using the sandbox, a simulated account; no real account is changed');
    return openSandbox(sandboxPath(), host);
  });
  const credentials = once(async () => {
    const found = await findCredentials(invocation, profiles, async () => (await sandbox()).credentials);
    stream.aliases = found.aliases;
    return found;
  });
  return {
    profiles,
    sandboxPath,
    credentials,
    records: new RunRecords(invocation, credentials, stateDirectory),
    ...openClients(invocation, credentials, sandbox, directories.state),
    async application(text: string | undefined) {
      const chosen = await credentials();
      if (text !== undefined) return resolveApplication(text, chosen.aliases);
      return chosen.defaultApplication ?? needApplication(chosen).key;
    },
  };
}

/** Creates the context of a command. */
export function openContext(invocation: Invocation): Context {
  const { program, host, settings, format, messages, line } = invocation;
  const context: Context = {
    program,
    host,
    settings,
    format,
    messages,
    line,
    ...openAccount(invocation),
    input: openInput(host),
    keyring: lazyKeyring(),
    prompts: openPrompts(invocation),
    canAsk: host.stdinIsTerminal && host.stderr.isTerminal && !settings.noInput,
    shell: shellSyntax(host.platform, host.env),
    print: (text) => host.stdout.write(text),
    proxyFor: (url) => proxyWithoutPassword(url, host),
    track: (total) => trackItems(invocation, total, (signal) => abortNow(context, invocation, signal)),
  };
  return context;
}
