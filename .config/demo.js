// npm run demo: a tour of the main tasks on a simulated account. Every command is executed, in a temporary home
// directory.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/sinchctl.js', import.meta.url));
const SUPPORT = '--app support --capability voice';

/** A line of prose, or a command with its expected exit code. RUN is the ID of the last run. */
const TOUR = [
  'A tour of sinchctl on a simulated account. No real account is changed.',
  ['Which numbers are assigned to support?', `numbers list ${SUPPORT}`],
  [
    'Assign an unassigned number to support. Any common format is accepted.',
    'numbers assign "+1 415-555-0103" --app support',
  ],
  [
    'sinchctl does not move a number that is assigned to another application. The hint shows how to continue.',
    'numbers assign +14155550102 --app support',
    7,
  ],
  [
    'Add the flag from the hint to move the number.',
    'numbers assign +14155550102 --app support --move-from sales',
  ],
  [
    'You can safely run a command again. Numbers that are already assigned are unchanged.',
    'numbers assign +14155550102 +14155550103 --app support',
  ],
  [
    'Overwrite replaces all numbers of an application. Preview it first.',
    'numbers overwrite +14155550107 +14155550108 --app sales --dry-run',
  ],
  [
    'Make the changes. On a terminal, confirm by typing the name of the application; in a script, add --yes.',
    'numbers overwrite +14155550107 +14155550108 --app sales --yes',
  ],
  ['Every change is recorded, so you can undo the run.', 'undo RUN --yes'],
  ['Export the account to a file, for version control and reviews.', 'export > account.yaml'],
  edit,
  ['What would this file change?', 'diff -f account.yaml'],
  ['Apply the file to the account.', 'apply -f account.yaml --yes'],
  [
    'Assign 2,000 numbers to one application, on a slow, rate-limited local server.',
    'sandbox exec --numbers 2000 --fault latency:500-1000 --fault 429:0.05 -- sinchctl numbers assign --from numbers.csv --move-from any --yes > rows.csv',
  ],
];

const home = mkdtempSync(join(tmpdir(), 'sinchctl-demo-'));
const isTerminal = process.stdout.isTTY === true;
const columns = (isTerminal && process.stdout.columns) || 80;
const env = {
  // The variables of the terminal, without any credentials.
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SINCH'))),
  SINCHCTL_CONFIG_DIR: join(home, 'config'),
  SINCHCTL_STATE_DIR: join(home, 'state'),
};

/** Changes the file as a user would in an editor. */
function edit() {
  const file = join(home, 'account.yaml');
  const after = readFileSync(file, 'utf8')
    .replace(/(fallback: ).*support.*/, '$1null')
    .replace('- "+14155550101"\n', '$&        - "+14155550109"\n');
  writeFileSync(file, after);
  return 'Edit account.yaml: add +14155550109 to support, and clear its fallback callback.';
}

/** Breaks between words at the width of the terminal. */
function wrap(words, width, end, indent) {
  const lines = [''];
  for (const word of words) {
    const line = lines.at(-1);
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || longer.length + end.length <= width) lines[lines.length - 1] = longer;
    else lines.push(indent + word);
  }
  return lines.join(`${end}\n`);
}

const hasColor = isTerminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
const styled = (code, text) => (hasColor ? text.replace(/^.+$/gm, `\u001b[${code}m$&\u001b[0m`) : text);

const prose = (text) =>
  process.stdout.write(`\n${styled(36, wrap(`# ${text}`.split(' '), columns, '', '# '))}\n`);

const run = (argv, options) =>
  spawnSync(process.execPath, [BIN, ...argv], { cwd: home, env, encoding: 'utf8', ...options });

/** Runs a command without showing it. @returns its rows */
function prepare(argv, input) {
  const { status, stdout, stderr } = run([...argv, '--json'], { input });
  if (status !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
  return stdout === '' ? [] : JSON.parse(stdout);
}

const lastRun = () => prepare(['history'])[0].run;

/** Shows a command, runs it on this terminal, and returns whether it exits as expected. */
function show([why, command, expected = 0]) {
  // Without a terminal, rows would be tab-separated.
  const table = isTerminal || /^(export|sandbox)/.test(command) ? '' : ' -o table';
  const line = `sinchctl ${command.includes('RUN') ? command.replace('RUN', lastRun()) : command}${table}`;
  prose(why);
  // An option and its value stay on the same line.
  const parts = line.match(/"[^"]*"|--\S+(?: (?!-)[^\s">]+)?|\S+/g);
  process.stdout.write(`${styled(1, wrap(['$', ...parts], columns, ' \\', '    '))}\n`);
  const words = line.match(/"[^"]*"|\S+/g);
  const target = words.indexOf('>');
  const argv = words.slice(1, target < 0 ? undefined : target).map((word) => word.replaceAll('"', ''));
  const inner = argv.indexOf('sinchctl');
  if (inner > 0) argv.splice(inner, 1, process.execPath, BIN);
  const stdout = target < 0 ? 'inherit' : openSync(join(home, words[target + 1]), 'w');
  // A new sandbox has its own credentials: the profile would only cause a warning.
  const own = inner > 0 ? { ...env, SINCHCTL_CONFIG_DIR: join(home, 'empty') } : env;
  const { status } = run(argv, { env: own, stdio: ['ignore', stdout, 'inherit'] });
  if (status !== 0) process.stdout.write(styled(2, `(exit ${status})\n`));
  return status === expected;
}

/** A profile for a local server, with the aliases of its applications. */
async function signIn(server) {
  let text = '';
  server.stdout.setEncoding('utf8').on('data', (more) => {
    text += more;
  });
  while (!text.includes('SINCH_ORGANISATION_ID')) await once(server.stdout, 'data');
  const variable = (name) => new RegExp(`${name}\\s*=\\s*'?([^'\\s]+)`).exec(text)[1];
  const urls = ['calling', 'portal', 'account', 'user'].flatMap((host) => [
    '--base-url',
    `${host}=${variable('SINCHCTL_CALLING_URL')}`,
  ]);
  const key = variable('SINCH_APPLICATION_KEY');
  prepare(
    ['profiles', 'set', 'demo', '--key', key, '--secret-stdin', ...urls],
    variable('SINCH_APPLICATION_SECRET'),
  );
  for (const { alias, application } of prepare(['--profile', 'sandbox', 'apps', 'list']))
    prepare(['apps', 'alias', alias, application]);
}

const server = spawn(process.execPath, [BIN, 'sandbox', 'serve'], {
  env,
  stdio: ['ignore', 'pipe', 'ignore'],
});
try {
  await signIn(server);
  const numbers = Array.from({ length: 2000 }, (_, index) => `+${14155550100 + index}`);
  writeFileSync(join(home, 'numbers.csv'), `${numbers.join('\n')}\n`);
  const commands = TOUR.filter(Array.isArray);
  const failed = [];
  for (const step of TOUR) {
    if (!Array.isArray(step)) prose(typeof step === 'function' ? step() : step);
    else if (!show(step)) failed.push(step[1]);
  }
  process.stdout.write(
    failed.length === 0
      ? `\nAll ${commands.length} demo commands behaved as expected\n`
      : `\n${failed.length} of ${commands.length} demo commands did not behave as expected: ${failed.join('; ')}\n`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  server.kill();
  rmSync(home, { recursive: true, force: true });
}
