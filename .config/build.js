// Bundles src/ into dist/, in files of which each command loads only its own parts.
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
import { restoreAfterKill } from './pack.js';

restoreAfterKill();

/**
 * Ends the build with a one-line error: npm also runs it if development dependencies are omitted or installed
 * elsewhere.
 */
function stop(what) {
  // For a Git URL, npm passes --global on to the installation of the build's dependencies, which then does nothing.
  const isGlobal = process.env.npm_config_global === 'true';
  const how = isGlobal
    ? 'clone the repository, and run: npm ci && npm install -g .'
    : 'run: npm ci --include=dev';
  console.error(`error: cannot build sinchctl: ${what}; to install what the build needs, ${how}`);
  process.exit(1);
}

const esbuild = await import('esbuild').catch(() => stop('esbuild is not installed'));

async function build(options) {
  try {
    return await esbuild.build({ ...options, logLevel: 'silent' });
  } catch (error) {
    const [, name] =
      /(?:The package|Could not resolve) "((?:@[^"/]+\/)?[^"./][^"/]*)/.exec(error.message) ?? [];
    if (name) stop(`${name} is not installed`);
    if (/for another platform/.test(error.message)) stop('esbuild is installed for another platform');
    throw error;
  }
}

const root = fileURLToPath(new URL('..', import.meta.url));

// Parts of packages that sinchctl never runs but would load on every start; the end-to-end tests verify that nothing
// needs them.
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
  '@inquirer/password',
  '@inquirer/rawlist',
  '@inquirer/select',
];
const alias = Object.fromEntries(leftOut.map((name) => [name, unused]));

const get = (name) => `process.getBuiltinModule(${JSON.stringify(name)})`;

/** Modules that packages import on load although most commands never use them, such as TLS for a loopback URL. */
const late = new Set(['assert', 'crypto', 'https', 'net', 'timers/promises', 'tls', 'tty', 'zlib']);

/**
 * A module that loads on first use. It is its own prototype for esbuild's import wrapper. got asks zlib for zstd as it
 * loads; sinchctl never accepts that encoding.
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
 * esbuild's import wrapper copies all own properties of a module, about 100 of fs, for each importer. An object that
 * inherits them has no own properties. Functions must remain callable, and process must remain writable.
 */
function earlyModule(name) {
  const isPlain = name !== 'process' && typeof process.getBuiltinModule(name) === 'object';
  return `module.exports = ${isPlain ? `Object.create(${get(name)})` : get(name)};`;
}

/**
 * Node's own modules through process.getBuiltinModule: an ESM import reads all exports, which loads streams for fs and
 * webcrypto for crypto, a few milliseconds each on every start. It also works for bundled CommonJS.
 */
const builtins = {
  name: 'builtins',
  setup(builder) {
    const names = new Set(builtinModules);
    builder.onResolve({ filter: /^[a-z]/ }, ({ path, importer }) => {
      const name = path.replace(/^node:/, '');
      if (!names.has(name)) return undefined;
      // commander uses it for subcommands that are separate programs, of which sinchctl has none. conf uses it to check
      // whether there is anything to write, which there never is.
      const isUnused =
        (name === 'child_process' && /[\\/]commander[\\/]/.test(importer)) ||
        (name === 'assert' && /[\\/]conf[\\/]/.test(importer));
      // One virtual module per importer, so that splitting creates no shared file with a single line.
      return { path: `${isUnused ? 'unused' : name}?${importer}`, namespace: 'builtin' };
    });
    builder.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
      const [name] = path.split('?');
      if (name === 'unused') return { contents: readFileSync(unused, 'utf8'), loader: 'js' };
      return { contents: late.has(name) ? lateModule(name) : earlyModule(name), loader: 'js' };
    });
  },
};

/**
 * got's type checks create two list formatters for their messages on load, which starts ICU and takes 10 ms or more.
 */
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

// The keyring runs in a process of its own.
const entries = ['src/main.ts', 'src/credentials/keyring-child.ts'];
const options = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  metafile: true,
  write: false,
  alias,
};

/** The files that `main` loads for a command, and for completion. */
const STARTS = {
  command: ['src/commands/index.ts', 'src/cli/run.ts', 'src/completion/cache-client.ts'],
  tab: ['src/commands/index.ts', 'src/completion/complete.ts'],
};

/** The imports of every source file, as written in the code. */
async function importGraph() {
  const { metafile } = await build({
    ...options,
    entryPoints: ['src/main.ts'],
    outdir: 'dist',
    plugins: [builtins],
  });
  const follow = (from, ...kinds) => {
    const reached = new Set(from);
    for (const path of reached)
      for (const { path: next, kind } of metafile.inputs[path]?.imports ?? [])
        if (kinds.includes(kind) && next.startsWith('src/')) reached.add(next);
    return reached;
  };
  const isLazy = (path) =>
    Object.values(metafile.inputs).some(({ imports }) =>
      imports.some((one) => one.kind === 'dynamic-import' && one.path === path),
    );
  return { follow, isLazy };
}

/**
 * The code that is already loaded when a lazy part loads. esbuild then puts that code in one file instead of one file
 * per combination of importers.
 */
async function findSharedCode() {
  const { follow, isLazy } = await importGraph();
  const always = [...follow(['src/main.ts'], 'import-statement')].filter((path) => path !== 'src/main.ts');
  const command = follow([...always, ...STARTS.command], 'import-statement');
  const everything = follow(['src/main.ts'], 'import-statement', 'dynamic-import');
  const onTab = follow([...always, ...STARTS.tab], 'import-statement', 'dynamic-import');
  const both = [...command].filter((path) => onTab.has(path));
  const parts = [...everything].filter((path) => isLazy(path));
  return new Map(parts.map((path) => [join(root, path), onTab.has(path) ? both : [...command]]));
}

function sharedCode(shared) {
  return {
    name: 'shared-code',
    setup(builder) {
      builder.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
        const imports = shared.get(path)?.map((one) => `import ${JSON.stringify(join(root, one))};`);
        return imports && { contents: `${readFileSync(path, 'utf8')}\n${imports.join('\n')}`, loader: 'ts' };
      });
    },
  };
}

/**
 * A file of the bundle as CommonJS: the start of Node's ESM loader takes 9 ms, and each file 0.7 ms, on every start.
 * esbuild can split only ESM.
 */
async function toCommonJs(text) {
  const { code } = await esbuild.transform(text, {
    format: 'cjs',
    platform: 'node',
    target: options.target,
    supported: { 'dynamic-import': false },
    minify: true,
  });
  return code;
}

const result = await build({
  ...options,
  entryPoints: entries,
  outdir: 'dist',
  entryNames: '[name]',
  splitting: true,
  minify: true,
  legalComments: 'none',
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  plugins: [builtins, lateFormatters, sharedCode(await findSharedCode())],
});

const dist = join(root, 'dist');
// A running program, a concurrent build, and a build after a killed one find only complete files: each file is renamed
// into place, entry points after their imports, and old files are deleted last.
const scratch = mkdtempSync(join(root, 'node_modules', '.build-'));
function put(name, contents) {
  writeFileSync(join(scratch, name), contents);
  renameSync(join(scratch, name), join(dist, name));
}

mkdirSync(dist, { recursive: true });
const made = await Promise.all(
  result.outputFiles.map(async ({ path, text }) => ({
    name: basename(path),
    contents: await toCommonJs(text),
  })),
);
const isEntry = ({ name }) => entries.some((path) => basename(path, '.ts') === basename(name, '.js'));
// First, because without it Node would read the files as ESM.
put('package.json', '{ "type": "commonjs" }\n');
for (const { name, contents } of made.sort((a, b) => isEntry(a) - isEntry(b))) put(name, contents);
// The root help with its bold headings, so that showing it loads no command: see platform/prebuilt-help.ts.
rmSync(join(dist, 'help.txt'), { force: true });
const env = { PATH: process.env.PATH, FORCE_COLOR: '1' };
put('help.txt', execFileSync(process.execPath, ['bin/sinchctl.js', '--help'], { cwd: root, env }));
rmSync(scratch, { recursive: true });
const kept = new Set(['help.txt', 'package.json', ...made.map(({ name }) => name)]);
for (const name of readdirSync(dist))
  if (!kept.has(name)) rmSync(join(dist, name), { force: true, recursive: true });

const bytes = made.reduce((sum, { contents }) => sum + contents.length, 0);
console.log(`dist: ${made.length} files, ${Math.round(bytes / 1024)} KiB`);
if (process.env.SINCHCTL_META) writeFileSync(process.env.SINCHCTL_META, JSON.stringify(result.metafile));
