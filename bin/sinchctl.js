#!/usr/bin/env node
// An older Node must be able to parse this file: no top-level await, and nothing of dist/ before the check.
const [major, minor] = process.versions.node.split('.').map(Number);
const entry = new URL('../dist/main.js', import.meta.url).href;

function fail(message, code = 1) {
  process.stderr.write(`error: ${message}\n`);
  process.exitCode = code;
}

const isOutOfFiles = ({ code } = {}) => code === 'EMFILE' || code === 'ENFILE';

function run() {
  // Node's loader also rejects a promise of its own for a part that could not be loaded, which is reported below.
  process.on('unhandledRejection', (error) => {
    if (!isOutOfFiles(error)) throw error;
  });
  // For a promise that never settles: Node would exit with code 0.
  process.exitCode = 1;
  import(entry)
    .then(({ main }) => main(process.argv.slice(2)))
    .then(
      (code) => {
        process.exitCode = code;
      },
      (error) => {
        // Reports a part of the program that could not be loaded.
        if (isOutOfFiles(error))
          return fail('too many open files: lower --concurrency or raise ulimit -n', 6);
        // Any other missing file is a bug, and Node shows where.
        if (error.code !== 'ERR_MODULE_NOT_FOUND' || error.url !== entry) throw error;
        fail('sinchctl is not built; run npm ci, then npm run build');
      },
    );
}

// process.getBuiltinModule, which the bundle relies on, came with 22.3 and was added to 20.
if ((major === 20 && minor >= 19) || (major === 22 && minor >= 3) || major > 22) run();
else fail(`sinchctl requires Node.js 20.19, 22.3, or later; this is Node.js ${process.versions.node}`);
