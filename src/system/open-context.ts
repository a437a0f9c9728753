import { join } from 'node:path';
import type { Client } from '../api/client.ts';
import type { Send } from '../api/request.ts';
import type { Command } from '../commands/define.ts';
import type { Globals } from '../commands/globals.ts';
import type { Context } from '../context.ts';
import { resolveApplication } from '../core/application.ts';
import { chooseSource } from '../core/choose-source.ts';
import type { Config } from '../core/config.ts';
import { type Credentials, needApplication } from '../core/credentials.ts';
import { fromEnvironment } from '../core/environment.ts';
import { SinchctlError, usage } from '../core/errors.ts';
import { fromProfile } from '../core/from-profile.ts';
import { safeLines } from '../output/safe-text.ts';
import { VERSION } from '../version.ts';
import { openConfigFile } from './config-file.ts';
import { withDebugLog } from './debug-log.ts';
import type { Sandbox } from './embedded-sandbox.ts';
import { findHomes } from './homes.ts';
import type { Machine } from './machine.ts';
import { openStateFile } from './state-file.ts';

/** Remembers what a costly step gave the first time. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** A protected profile writes only when the line itself names it. @throws SinchctlError refused */
function guard(command: Command, credentials: Credentials, globals: Globals): void {
  if (!command.writes || !credentials.isProtected || globals.profile === credentials.name) return;
  throw new SinchctlError('refused', `profile ${credentials.name} is protected`, {
    hint: `name it on the line to write with it: --profile ${credentials.name}`,
  });
}

/** Gives one command what it may touch on this machine. */
export function openContext(machine: Machine, command: Command, globals: Globals): Context {
  const homes = findHomes(machine.env, machine.platform);
  const config = openConfigFile(homes.config);
  const sandboxPath = join(homes.state, 'sandbox.json');
  const started = machine.now();
  const say = (text: string) => {
    // When stderr is gone nobody can be told, and the work goes on.
    machine.stderr.write(`${safeLines(text)}\n`).catch(() => undefined);
  };
  const note = (text: string) => {
    if (!globals.quiet) say(`note: ${text}`);
  };
  const warn = (text: string) => say(`warning: ${text}`);

  const sandbox = once(async (): Promise<Sandbox> => {
    const { openSandbox } = await import('./embedded-sandbox.ts');
    note('sandbox: a simulated account, nothing real is touched');
    return openSandbox(openStateFile(sandboxPath), machine);
  });

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
    const chosen = await fromSource(await config.read());
    guard(command, chosen, globals);
    return chosen;
  });

  async function createSend(chosen: Credentials): Promise<Send> {
    if (chosen.source === 'sandbox') return (await sandbox()).send;
    const { createGotSend } = await import('./got-send.ts');
    return createGotSend({
      env: machine.env,
      caFile: globals.caFile ?? machine.env.SINCHCTL_CA_FILE ?? chosen.caFile ?? undefined,
      concurrency: globals.concurrency ?? 8,
      userAgent: `sinchctl/${VERSION}`,
    });
  }

  const client = once(async (): Promise<Client> => {
    const chosen = await credentials();
    const [{ createClient }, send] = await Promise.all([import('../api/client.ts'), createSend(chosen)]);
    const deadline = globals.deadline ? new Date(started.getTime() + globals.deadline * 1000) : null;
    return createClient({
      send: globals.debug ? withDebugLog(send, say, machine.now) : send,
      credentials: chosen,
      now: machine.now,
      sleep: machine.sleep,
      random: machine.random,
      retries: globals.retries ?? 5,
      timeout: globals.timeout ?? 30,
      deadline,
      onRetry: (name, error, seconds) => {
        if (globals.debug) say(`debug: ${name}: ${error.message}; again in ${seconds.toFixed(2)} s`);
      },
    });
  });

  return {
    globals,
    config,
    env: machine.env,
    now: machine.now,
    credentials,
    client,
    async application(text) {
      const chosen = await credentials();
      if (text !== undefined) return resolveApplication(text, chosen.aliases);
      return chosen.defaultApplication ?? needApplication(chosen).key;
    },
    canAsk: machine.stdinIsTerminal && machine.stderr.isTerminal && !globals.noInput,
    prompts: machine.prompts,
    async readStdin(what) {
      if (!machine.stdinIsTerminal) return machine.readStdin();
      throw usage(`${what} is read from stdin, and stdin is a terminal`, `pipe ${what} in`);
    },
    readFile: machine.readFile,
    stateFile: (path = sandboxPath) => openStateFile(path),
    print: (text) => machine.stdout.write(text),
    note,
    warn,
    random: machine.random,
    runProgram: machine.runProgram,
    untilStopped: machine.untilStopped,
  };
}
