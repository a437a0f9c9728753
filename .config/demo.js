// npm run demo: a short tour of the main job on the sandbox. Every line is run for real, in homes of its own.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/sinchctl.js', import.meta.url));

const TOUR = [
  ['The numbers of the application support.', 'numbers list --app support -o table', 0],
  ['Assign a free number to it.', 'numbers assign +14155550103 --app support -o table', 0],
  [
    'A number that serves another application is not taken by accident.',
    'numbers assign +14155550102 --app support',
    7,
  ],
  [
    'It moves when the line says so.',
    'numbers assign +14155550102 --app support --move-from sales -o table',
    0,
  ],
  [
    'The same line again has nothing to do, and says so.',
    'numbers assign +14155550102 --app support --json',
    0,
  ],
  [
    'What an overwrite would do.',
    'numbers overwrite +14155550100 +14155550103 --app support --dry-run -o table',
    0,
  ],
  [
    'Removing something asks; without a terminal the line must say --yes.',
    'numbers unassign +14155550103',
    7,
  ],
  ['So:', 'numbers unassign +14155550103 --yes -o table', 0],
  [
    'Set one callback; the other one stays.',
    'callbacks set --app support --primary https://voice.example.com/sinch -o table',
    0,
  ],
  ['Both, as they stand now.', 'callbacks get --app support -o table', 0],
  ['What is known of any number.', 'query +46730170101 -o table', 0],
];

const home = mkdtempSync(join(tmpdir(), 'sinchctl-demo-'));
const env = {
  // Windows starts nothing without the first.
  SystemRoot: process.env.SystemRoot,
  PATH: process.env.PATH,
  TERM: process.env.TERM,
  SINCHCTL_CONFIG_DIR: join(home, 'config'),
  SINCHCTL_STATE_DIR: join(home, 'state'),
};

/** Shows a command line, runs it, and tells whether it ended as the tour says. */
function show([why, line, expected]) {
  const words = ['--profile', 'sandbox', '--quiet', ...line.split(' ')];
  process.stdout.write(`\n# ${why}\n$ sinchctl --profile sandbox --quiet ${line}\n`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], { env, encoding: 'utf8' });
  process.stdout.write(stdout + stderr + (status === 0 ? '' : `(exit ${status})\n`));
  return status === expected;
}

try {
  const failed = TOUR.filter((step) => !show(step));
  process.stdout.write(`\n${TOUR.length - failed.length} of ${TOUR.length} commands ended as they should.\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
