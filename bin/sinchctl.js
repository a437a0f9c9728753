#!/usr/bin/env node
// CommonJS, because it starts faster. An older Node must be able to parse this file, which loads nothing of dist/ before
// the check.
const [major, minor] = process.versions.node.split('.').map(Number);

function fail(message, code = 1) {
  process.stderr.write(`error: ${message}\n`);
  process.exitCode = code;
}

/** Reports a part of the program that could not be loaded. */
function reportUnloaded(error) {
  const { code, requireStack = [] } = error;
  if (code === 'EMFILE' || code === 'ENFILE')
    return fail('too many open files: lower --concurrency or raise ulimit -n', 6);
  // Any other missing file is a bug, and Node shows where.
  if (code !== 'MODULE_NOT_FOUND' || requireStack[0] !== __filename) throw error;
  fail('sinchctl is not built; run npm ci, then npm run build');
}

function run() {
  // For a promise that never settles: Node would exit with code 0.
  process.exitCode = 1;
  new Promise((resolve) => resolve(require('../dist/main.js').main(process.argv.slice(2)))).then((code) => {
    process.exitCode = code;
  }, reportUnloaded);
}

// process.getBuiltinModule, which the bundle relies on, came with 22.3 and was added to 20.
if ((major === 20 && minor >= 19) || (major === 22 && minor >= 3) || major > 22) run();
else
  fail(
    `sinchctl requires Node.js 20.19 or a later 20.x version, or 22.3 or later; this is Node.js ${process.versions.node}`,
  );
