import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from './home.ts';

const NAME = '@napi-rs/keyring';

/** The directory of the scope, `@napi-rs`, of our own development dependency. */
function installedScope(): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`${NAME}/package.json`)));
  } catch {
    return undefined;
  }
}

/** Installs the real package next to a copy of the program; false if no registry is reachable. */
export function addNativeKeyring(directory: string): boolean {
  const target = join(directory, 'node_modules');
  mkdirSync(target, { recursive: true });
  const scope = installedScope();
  if (scope) {
    cpSync(scope, join(target, '@napi-rs'), { recursive: true, dereference: true });
    return true;
  }
  const cwd = temporaryDirectory();
  spawnSync('npm', ['install', NAME, '--no-save', '--no-audit', '--no-fund', '--prefix', cwd], { cwd });
  const installed = join(cwd, 'node_modules', '@napi-rs');
  if (!existsSync(installed)) {
    console.warn(`${NAME} cannot be installed here: its tests are skipped`);
    return false;
  }
  cpSync(installed, join(target, '@napi-rs'), { recursive: true });
  return true;
}
