import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openSandboxState, readWorld } from '../../src/sandbox/state.ts';
import type { World } from '../../src/sandbox/world.ts';

/** A private directory for the files of one test, as a user's home. */
export interface Home {
  readonly directory: string;
  /** The two variables that select this home. */
  readonly env: Record<string, string>;
  readonly configPath: string;
  readonly statePath: string;
  path(name: string): string;
  /** The embedded sandbox in its current state. */
  world(): World;
}

/** A private directory that is removed after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sinchctl-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A new home, removed when the test ends. Pass one to several runs to share its state. */
export function newHome(): Home {
  const directory = temporaryDirectory();
  const [config, state] = [join(directory, 'config'), join(directory, 'state')];
  for (const one of [config, state]) mkdirSync(one, { mode: 0o700 });
  const statePath = join(state, 'sandbox.json');
  return {
    directory,
    env: { SINCHCTL_CONFIG_DIR: config, SINCHCTL_STATE_DIR: state },
    configPath: join(config, 'config.json'),
    statePath,
    path: (name) => join(directory, name),
    world: () => readWorld(openSandboxState(statePath)),
  };
}
