import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from './home.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The published files, in a directory that every user of the computer can read. @returns the path of the program */
export function copyProgram(): { program: string; directory: string } {
  const directory = temporaryDirectory();
  chmodSync(directory, 0o755);
  for (const name of ['bin', 'dist', 'package.json']) {
    cpSync(join(ROOT, name), join(directory, name), { recursive: true });
  }
  return { program: join(directory, 'bin', 'sinchctl.js'), directory };
}

/** Installs a package of one file next to a copy of the program. */
export function addPackage(directory: string, name: string, source: string): void {
  const place = join(directory, 'node_modules', ...name.split('/'));
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.cjs' }));
  writeFileSync(join(place, 'index.cjs'), source);
}
