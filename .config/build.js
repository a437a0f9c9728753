// Bundles src/ into dist/: ESM with splitting, so that each command loads only its own parts.
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { restoreAfterKill } from './pack.js';

restoreAfterKill();

const root = fileURLToPath(new URL('..', import.meta.url));

// Parts of our packages that sinchctl never runs but would pay for at every start; the end-to-end tests show that
// nothing needs them.
const unused = join(root, '.config', 'unused.js');
const leftOut = [
  // got: HTTP/2 (which builds a TLS context at load) and the cache
  'http2-wrapper',
  'cacheable-request',
  'cacheable-lookup',
  'keyv',
  // conf: schema validation, the watcher, migrations, a writer that installs its own signal handlers, and paths that
  // need a home directory at load
  'ajv/dist/2020.js',
  'ajv-formats',
  'atomically',
  'debounce-fn',
  'env-paths',
  'semver',
  // inquirer: the types of prompts that sinchctl never shows; the editor alone brings tables of character encodings
  '@inquirer/checkbox',
  '@inquirer/editor',
  '@inquirer/expand',
  '@inquirer/number',
  '@inquirer/rawlist',
  '@inquirer/select',
];
const alias = Object.fromEntries(leftOut.map((name) => [name, unused]));

const get = (name) => `process.getBuiltinModule(${JSON.stringify(name)})`;

/** Modules that packages ask for at load and most commands never use: TLS for a loopback URL, say. */
const late = new Set(['assert', 'https', 'timers/promises', 'tls', 'tty', 'zlib']);

/**
 * A module that loads when something of it is first used. It is its own prototype for esbuild's import wrapper. got
 * asks zlib for zstd as it loads; sinchctl never accepts that encoding.
 */
const lateModule = (name) => `
  let loaded;
  const late = new Proxy({}, {
    get: (_, key) => (key === 'createZstdDecompress' ? undefined : (loaded ??= ${get(name)})[key]),
    has: (_, key) => key in (loaded ??= ${get(name)}),
    getPrototypeOf: () => late,
  });
  module.exports = late;`;

/**
 * Node's own modules by process.getBuiltinModule: an ESM import of one reads all of its exports, which loads
 * streams for fs and webcrypto for crypto, some milliseconds each at every start. It also serves bundled CommonJS.
 */
const builtins = {
  name: 'builtins',
  setup(builder) {
    const names = new Set(builtinModules);
    builder.onResolve({ filter: /^[a-z]/ }, ({ path, importer }) => {
      const name = path.replace(/^node:/, '');
      if (!names.has(name)) return undefined;
      // commander has it for subcommands that are programs of their own, of which sinchctl has none.
      // conf compares with it whether there is something to write, which there never is.
      const isUnused =
        (name === 'child_process' && /[\\/]commander[\\/]/.test(importer)) ||
        (name === 'assert' && /[\\/]conf[\\/]/.test(importer));
      // One virtual module an importer, so that splitting makes no shared file of a single line.
      return { path: `${isUnused ? 'unused' : name}?${importer}`, namespace: 'builtin' };
    });
    builder.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
      const [name] = path.split('?');
      if (name === 'unused') return { contents: readFileSync(unused, 'utf8'), loader: 'js' };
      return { contents: late.has(name) ? lateModule(name) : `module.exports = ${get(name)};`, loader: 'js' };
    });
  },
};

/** got's type checks make two list formatters for their messages as they load, which starts ICU: 10 ms and more. */
const lateFormatters = {
  name: 'late-formatters',
  setup(builder) {
    builder.onLoad({ filter: /@sindresorhus[\\/]is[\\/]distribution[\\/]index\.js$/ }, ({ path }) => {
      let found = 0;
      const contents = readFileSync(path, 'utf8').replace(/new Intl\.ListFormat\([^)]*\)/g, (made) => {
        found += 1;
        return `{ format: (list) => (${made}).format(list) }`;
      });
      if (found !== 2) throw new Error(`expected two list formatters in ${path}, found ${found}`);
      return { contents, loader: 'js' };
    });
  },
};

// The parts that load when a command runs. Each is made to know all of the light code that they share with the
// start; esbuild then puts that code in one file, where it would make one of every combination of users.
const lazyParts = new RegExp(
  `src/(${[
    'main',
    'api/client',
    'bulk/input/(decode|delimited|recognise|records|route)',
    'complete',
    'docs/(completions/scripts|topics|tree)',
    'output/(blocks|reply|style|table)',
    'sandbox/simulator',
    'state/(locate|parse|plan-id|result-rows|schema|untold|write)',
    'system/completion/keep-seen',
    'system/(append-file|change-config|embedded-sandbox|got-send|journal-file|keyring|lock|lock-account|open-results|proxy|question-screen|read-config|read-line|read-results|run-program|save-memory|unlock-secret|write-file)',
  ].join('|')})\\.ts$`.replaceAll('/', '[\\\\/]'),
);
// What of core must not load with every command: what only completions use, and the numbering plans.
const lateCore = [
  'candidates.ts',
  'known-numbers.ts',
  'numbering-plan.ts',
  'phone-readings.ts',
  'read-writing.ts',
];
const light = [
  ...readdirSync(join(root, 'src/core'))
    .filter((name) => !lateCore.includes(name))
    .map((name) => `src/core/${name}`),
  'src/api/request.ts',
  'src/output/format.ts',
  'src/api/retry.ts',
  'src/output/markdown.ts',
  'src/output/safe-text.ts',
  'src/state/journal.ts',
  'src/state/state.ts',
  'src/system/completion/cache-directory.ts',
  'src/system/process-end.ts',
  'src/system/streams.ts',
  'src/version.ts',
];

// The parts that know the command list, and what every command and every completion needs besides: one more file.
const knowCommands = /src[\\/](complete|docs[\\/](completions[\\/]scripts|tree))\.ts$/;
const needed = ['cancel-requests', 'config-file', 'homes', 'machine', 'open-client', 'state-file'].map(
  (name) => `src/system/${name}.ts`,
);

const sharedLight = {
  name: 'shared-light',
  setup(builder) {
    const importing = (paths) =>
      paths.map((path) => `import ${JSON.stringify(join(root, path))};`).join('\n');
    builder.onLoad({ filter: lazyParts }, ({ path }) => ({
      contents: `${readFileSync(path, 'utf8')}\n${importing(knowCommands.test(path) ? [...light, ...needed] : light)}`,
      loader: 'ts',
    }));
  },
};

const entries = ['src/main.ts', 'src/system/keyring-child.ts'];
const result = await build({
  absWorkingDir: root,
  entryPoints: entries,
  outdir: 'dist',
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  metafile: true,
  write: false,
  legalComments: 'none',
  alias,
  plugins: [builtins, lateFormatters, sharedLight],
});

const dist = join(root, 'dist');
// A program that runs meanwhile, two builds at once, and the build after a killed one find only complete files: each is
// renamed into place, the entry points after what they import, and old files go last.
const scratch = mkdtempSync(join(root, 'node_modules', '.build-'));
function put(name, contents) {
  writeFileSync(join(scratch, name), contents);
  renameSync(join(scratch, name), join(dist, name));
}

mkdirSync(dist, { recursive: true });
const made = result.outputFiles.map(({ path, contents }) => ({ name: basename(path), contents }));
const isEntry = ({ name }) => entries.some((path) => basename(path, '.ts') === basename(name, '.js'));
for (const { name, contents } of made.sort((a, b) => isEntry(a) - isEntry(b))) put(name, contents);
// The help of the whole program, so that showing it loads no command: see system/written-help.ts.
rmSync(join(dist, 'help.txt'), { force: true });
put('help.txt', execFileSync(process.execPath, ['bin/sinchctl.js', '--help'], { cwd: root }));
rmSync(scratch, { recursive: true });
const kept = new Set(['help.txt', ...made.map(({ name }) => name)]);
for (const name of readdirSync(dist))
  if (!kept.has(name)) rmSync(join(dist, name), { force: true, recursive: true });

const bytes = result.outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
console.log(`dist: ${result.outputFiles.length} files, ${Math.round(bytes / 1024)} KiB`);
if (process.env.SINCHCTL_META) writeFileSync(process.env.SINCHCTL_META, JSON.stringify(result.metafile));
