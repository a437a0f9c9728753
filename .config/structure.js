// npm run structure: the size and structure of src, and how much of it a command runs.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { parseSync } from 'oxc-parser';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The application that signs with the sandbox's variables. */
const KEY = '{key}';
const COMMANDS = {
  'numbers list': 'numbers list',
  query: 'query +46730170101',
  'numbers assign': 'numbers assign +14155550103',
  'numbers overwrite': `numbers overwrite +14155550100 +14155550103 --app ${KEY} --api calling --yes`,
};

const sources = new Map(
  readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => [path, readFileSync(join(root, 'src', path), 'utf8')]),
);

const linesOf = (text) => text.split('\n').length - 1;

/** Median, 90th percentile, and maximum. */
function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return `${at(0.5)} / ${at(0.9)} / ${sorted.at(-1)}`;
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/** The lengths in lines of the functions of a file that take more than one line. */
function functionsOf(path, text) {
  const lengths = [];
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) return node.forEach(visit);
    if (FUNCTIONS.includes(node.type)) {
      const lines = text.slice(node.start, node.end).split('\n').length;
      if (lines > 1) lengths.push(lines);
    }
    for (const [key, value] of Object.entries(node)) if (key !== 'parent') visit(value);
  };
  visit(parseSync(path, text).program);
  return lengths;
}

/** Static imports of a file, types included, as paths below src. */
function importsOf(path, text) {
  const { module } = parseSync(path, text);
  const targets = [
    ...module.staticImports,
    ...module.staticExports.flatMap(({ entries }) => entries),
  ].flatMap(({ moduleRequest }) => moduleRequest?.value ?? []);
  return targets.map((target) => posix.join(posix.dirname(path), target)).filter((one) => sources.has(one));
}

/** The files that are part of circular imports. */
function circularImports() {
  const graph = new Map([...sources].map(([path, text]) => [path, importsOf(path, text)]));
  const reach = (from) => {
    const reached = new Set(graph.get(from));
    for (const path of reached) for (const next of graph.get(path)) reached.add(next);
    return reached;
  };
  return [...sources.keys()].filter((path) => reach(path).has(path));
}

/** Each file by itself, so that coverage distinguishes them. Imports are rewritten to the files as they are written. */
function transpile(to) {
  for (const [path, text] of sources) {
    const { code } = transformSync(text, { loader: 'ts', format: 'esm', target: 'node20.19' });
    const file = join(to, 'src', path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code.replace(/(['"])(\.{1,2}\/[^'"\n]+)\.ts\1/g, '$1$2.js$1'));
  }
  writeFileSync(join(to, 'package.json'), readFileSync(join(root, 'package.json')));
  writeFileSync(
    join(to, 'run.js'),
    "import { main } from './src/main.js';\nprocess.exitCode = await main(process.argv.slice(2));\n",
  );
}

/** A sandbox in a separate process, so that its files do not count, and the variables that its clients need. */
async function serve(home) {
  const server = spawn(process.execPath, [join(root, 'bin', 'sinchctl.js'), 'sandbox', 'serve'], {
    env: { PATH: process.env.PATH, ...home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [text] = await once(server.stdout.setEncoding('utf8'), 'data');
  const variables = [...text.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
  return { server, variables: Object.fromEntries(variables) };
}

/** The number of files and functions of src that a command runs. */
function runBy(to, line, variables) {
  const coverage = join(to, 'coverage');
  const env = { PATH: process.env.PATH, NODE_V8_COVERAGE: coverage, ...variables };
  execFileSync(process.execPath, [join(to, 'run.js'), ...line.split(' ')], { env, stdio: 'ignore' });
  const functions = new Map();
  for (const name of readdirSync(coverage)) {
    for (const { url, functions: found } of JSON.parse(readFileSync(join(coverage, name), 'utf8')).result) {
      if (!url.includes('/src/')) continue;
      // The first function is the module itself, which runs when the file loads.
      const called = found.slice(1).filter(({ ranges }) => ranges[0].count > 0).length;
      if (called > 0) functions.set(url, called);
    }
  }
  rmSync(coverage, { recursive: true });
  return { files: functions.size, functions: [...functions.values()].reduce((sum, n) => sum + n, 0) };
}

const lengths = [...sources.values()].map(linesOf);
const functions = [...sources].flatMap(([path, text]) => functionsOf(path, text));
const folders = new Map();
for (const path of sources.keys()) folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1);
const circular = circularImports();

const rows = [
  ['files', sources.size],
  ['lines', lengths.reduce((sum, n) => sum + n, 0)],
  ['lines per file (median / p90 / max)', spread(lengths)],
  ['lines per function (median / p90 / max)', spread(functions)],
  ['files per folder (median / p90 / max)', spread([...folders.values()])],
  ['circular imports', circular.length === 0 ? 'none' : circular.join(', ')],
];
// Below the root, so that packages are found.
const to = mkdtempSync(join(root, 'dist', 'structure-'));
writeFileSync(join(to, 'package.json'), '{ "type": "module" }');
const home = { SINCHCTL_CONFIG_DIR: join(to, 'config'), SINCHCTL_STATE_DIR: join(to, 'state') };
const { server, variables } = await serve(home);
try {
  transpile(to);
  for (const [name, line] of Object.entries(COMMANDS)) {
    const { files, functions: called } = runBy(to, line.replace(KEY, variables.SINCH_APPLICATION_KEY), {
      ...home,
      ...variables,
    });
    rows.push([`${name} runs`, `${files} files, ${called} functions`]);
  }
} finally {
  server.kill('SIGTERM');
  rmSync(to, { recursive: true, force: true });
}
for (const [what, figure] of rows) console.log(`${what.padEnd(42)} ${figure}`);
