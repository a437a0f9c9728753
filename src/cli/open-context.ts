import { join } from 'node:path';
import { resolveApplication } from '../account/application.ts';
import { redact } from '../core/redact.ts';
import { shellSyntax } from '../core/shell-line.ts';
import { openProfileStore } from '../credentials/config-file.ts';
import { type Credentials, needApplication } from '../credentials/credentials.ts';
import { findCredentials, ignoredVariables } from '../credentials/find-credentials.ts';
import type { Keyring } from '../credentials/keyring.ts';
import { wantsColor } from '../output/style-options.ts';
import { findDirectories, usableStateDirectory } from '../platform/directories.ts';
import type { Host } from '../platform/host.ts';
import { plainPrompts } from '../platform/plain-prompts.ts';
import type { Prompts } from '../platform/prompts.ts';
import type { EmbeddedSandbox } from '../sandbox/embedded.ts';
import type { Context } from './context.ts';
import { abortNow } from './finish.ts';
import type { Invocation } from './invocation.ts';
import { openClient } from './open-client.ts';
import { openInput } from './open-input.ts';
import { trackItems } from './progress.ts';
import { openRecords } from './run-records.ts';

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
  const load = () => import('../credentials/keyring.ts');
  return {
    write: async (account, secret) => void (await (await load()).writeKeyring(account, secret.reveal())),
    forget: async (account) => void (await (await load()).forgetInKeyring(account)),
  };
}

function openPrompts({ host, settings }: Invocation): Prompts {
  const isColored = wantsColor(host.env, host.stderr.isTerminal, settings.noColor);
  return settings.isAccessible ? plainPrompts(host.linePrompts(isColored)) : host.prompts(isColored);
}

/** @param stateDirectory where completion caches what requests show of the account */
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
  const { proxyFor } = await import('../api/transport/proxy.ts');
  const proxy = proxyFor(new URL(url), env);
  return proxy ? redact(proxy.href) : null;
}

/** Gives a command what it may use on this machine. */
export function openContext(invocation: Invocation): Context {
  const { program, host, settings, messages, line } = invocation;
  const directories = findDirectories(host.env, host.platform);
  const profiles = openProfileStore(directories, messages.note);
  // Found once, so that a warning about a fallback appears once.
  const stateDirectory = once(() => usableStateDirectory(directories, messages.warn));
  const sandboxPath = () => join(stateDirectory(), 'sandbox.json');
  const sandbox = once(async (): Promise<EmbeddedSandbox> => {
    const { openSandbox } = await import('../sandbox/embedded.ts');
    messages.note('sandbox: a simulated account, nothing real is touched');
    return openSandbox(sandboxPath(), host);
  });
  const credentials = once(() =>
    findCredentials(invocation, profiles, async () => (await sandbox()).credentials),
  );
  const context: Context = {
    program,
    host,
    settings,
    messages,
    profiles,
    credentials,
    sandboxPath,
    line,
    ...openClients(invocation, credentials, sandbox, directories.state),
    input: openInput(host),
    keyring: lazyKeyring(),
    prompts: openPrompts(invocation),
    records: openRecords(invocation, credentials, stateDirectory),
    canAsk: host.stdinIsTerminal && host.stderr.isTerminal && !settings.noInput,
    shell: shellSyntax(host.platform, host.env),
    async application(text) {
      const chosen = await credentials();
      if (text !== undefined) return resolveApplication(text, chosen.aliases);
      return chosen.defaultApplication ?? needApplication(chosen).key;
    },
    print: (text) => host.stdout.write(text),
    proxyFor: (url) => proxyWithoutPassword(url, host),
    track: (total) => trackItems(invocation, total, (signal) => abortNow(context, invocation, signal)),
  };
  return context;
}
