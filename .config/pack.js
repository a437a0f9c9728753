// prepack and postpack: a published package needs no `prepare`, and npm warns about it whenever a package file is
// installed. npm packs package.json from disk, so the script is removed while npm packs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = join(root, 'package.json');
const lock = join(root, 'node_modules', '.packing');

/** Seconds after which a lock belongs to an npm pack that was killed. */
const LIMIT = 60;

function edit(change) {
  const before = readFileSync(manifest, 'utf8');
  const after = change(before);
  if (after === before) return;
  const beside = join(root, 'node_modules', `.package-${process.pid}.json`);
  writeFileSync(beside, after);
  renameSync(beside, manifest);
}

const strip = () => edit((text) => text.replace(/^ *"prepare": .*\r?\n/m, ''));

const restore = () =>
  edit((text) =>
    /^ *"prepare": /m.test(text)
      ? text
      : text.replace(/^( *)"prepack": .*(\r?\n)/m, '$1"prepare": "npm run build",$2$&'),
  );

function isPacking() {
  const { mtimeMs } = statSync(lock, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
  return Date.now() - mtimeMs < LIMIT * 1000;
}

/** Restores package.json after npm pack was killed, but not while npm pack is running. */
export function restoreAfterKill() {
  if (isPacking()) return;
  rmSync(lock, { force: true });
  restore();
}

function takeLock() {
  restoreAfterKill();
  mkdirSync(dirname(lock), { recursive: true });
  try {
    writeFileSync(lock, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

async function prepack() {
  while (!takeLock()) await setTimeout(50);
  // npm would build in `prepare`, which has been removed.
  const { status } = spawnSync(process.execPath, [join(root, '.config', 'build.js')], { stdio: 'inherit' });
  if (status === 0) return strip();
  postpack();
  // The build has printed the reason.
  process.exitCode = 1;
}

function postpack() {
  restore();
  rmSync(lock, { force: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await (process.env.npm_lifecycle_event === 'postpack' ? postpack() : prepack());
}
