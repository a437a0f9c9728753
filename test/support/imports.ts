import { posix } from 'node:path';

/** One import as written: where it points, whether it is erased, and whether it waits until it is reached. */
interface Import {
  target: string;
  kind: 'static' | 'type' | 'dynamic';
}

/** The layers that each layer may point to at run time. `*` is everything. */
const MAY: Record<string, readonly string[]> = {
  core: ['core'],
  api: ['api', 'core'],
  bulk: ['bulk', 'api', 'core'],
  state: ['state', 'bulk', 'api', 'core'],
  output: ['output', 'core'],
  sandbox: ['sandbox', 'api', 'core'],
  docs: ['docs', 'commands', 'api', 'core', 'output/format.ts', 'output/markdown.ts'],
  // export prints the texts of the API by itself, as YAML.
  commands: [
    ...['commands', 'core', 'api', 'bulk', 'state'],
    ...['output/rows.ts', 'output/format.ts', 'core/safe-text.ts'],
  ],
  context: [],
  settings: ['core', 'output/look.ts'],
  version: ['package.json'],
  program: ['commands', 'output', 'core'],
  system: ['system', 'settings', 'core', 'api', 'bulk', 'state', 'output', 'sandbox'],
  top: ['*'],
};
/** What a layer may point to besides, where the import is a type and gone at run time. */
const TYPES: Record<string, readonly string[]> = {
  context: ['commands', 'settings', 'api', 'core', 'system'],
  settings: ['commands'],
  system: ['commands', 'context', 'settings'],
  commands: ['context', 'output', 'sandbox', 'system'],
};
/** What a layer may load when a command runs. */
const LATER: Record<string, readonly string[]> = { commands: ['sandbox', 'docs'] };

const HOMES: Record<string, RegExp> = {
  'csv-parse': /^bulk\//,
  commander: /^program\.ts$/,
  chalk: /^output\//,
  'string-width': /^output\//,
  got: /^system\//,
  hpagent: /^system\//,
  conf: /^system\//,
  inquirer: /^system\//,
  'cli-table3': /^output\//,
  'cli-progress': /^system\//,
  'cross-spawn': /^system\//,
  yaml: /^state\//,
  'js-yaml': /^state\//,
  '@valibot/to-json-schema': /^state\//,
  valibot: /^(api|state|system)\//,
  'libphonenumber-js': /^core\/numbering-plan\.ts$/,
};
const HEAVY = [
  'valibot',
  'got',
  'conf',
  'inquirer',
  'libphonenumber-js',
  'hpagent',
  'csv-parse',
  'cli-table3',
  'cli-progress',
  'cross-spawn',
  'yaml',
  'js-yaml',
  '@valibot/to-json-schema',
];
const AMBIENT = /\bprocess\.|\bconsole\.|\bnew Date\(\)|\bDate\.now\(/;

/** Source without its comments; a comment may name what code must not. */
const withoutComments = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');

export function importsOf(source: string): Import[] {
  const code = withoutComments(source);
  const found: Import[] = [];
  // `import { type X }` keeps its module at run time; only `import type` is erased.
  const written = /\b(?:import|export)\s+(type\s+(?!from\b))?(?:[^'";()]*?\bfrom\s*)?['"]([^'"]+)['"]/g;
  for (const [, type, target = ''] of code.matchAll(written))
    found.push({ target, kind: type ? 'type' : 'static' });
  for (const [, isType, target = ''] of code.matchAll(/(typeof\s+)?\bimport\(\s*['"`]([^'"`]+)['"`]/g)) {
    found.push({ target, kind: isType ? 'type' : 'dynamic' });
  }
  return found;
}

const packageOf = (target: string): string =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');

/** A file's layer: its first folder, or what stands alone at the top of src. */
function layerOf(file: string): string {
  const [first = ''] = file.split('/');
  if (first !== file) return first;
  const name = first.replace(/\.ts$/, '');
  return ['context', 'program', 'settings', 'version'].includes(name) ? name : 'top';
}

const resolve = (from: string, target: string): string => {
  const path = posix.normalize(posix.join(posix.dirname(from), target));
  return path === '../package.json' ? 'package.json' : path;
};

const fits = (allowed: readonly string[] | undefined, path: string): boolean =>
  allowed?.some(
    (one) => one === '*' || one === path || one === (path.endsWith('.ts') ? layerOf(path) : ''),
  ) ?? false;

function arrow(file: string, { target, kind }: Import): string | undefined {
  const layer = layerOf(file);
  const path = resolve(file, target);
  const isFine =
    fits(MAY[layer], path) ||
    (kind === 'type' && fits(TYPES[layer], path)) ||
    (kind === 'dynamic' && fits(LATER[layer], path));
  return isFine ? undefined : `${file}: ${kind} import of ${path}`;
}

function stranger(file: string, { target }: Import): string | undefined {
  const name = packageOf(target);
  const home = HOMES[name];
  return home?.test(file)
    ? undefined
    : `${file}: package ${name}${home ? ' outside its home' : ' is not ours'}`;
}

/** Heavy packages that load as soon as the command list does. */
function heavyFromCommands(files: ReadonlyMap<string, string>): string[] {
  const root = 'commands/index.ts';
  const cameFrom = new Map<string, string>([[root, '']]);
  const wrong: string[] = [];
  for (const file of cameFrom.keys()) {
    for (const { target, kind } of importsOf(files.get(file) ?? '')) {
      if (kind !== 'static') continue;
      if (HEAVY.includes(packageOf(target))) wrong.push(`${file}: ${target} loads with every command line`);
      const path = target.startsWith('.') ? resolve(file, target) : undefined;
      if (path && files.has(path) && !cameFrom.has(path)) cameFrom.set(path, file);
    }
  }
  return wrong;
}

/** Everything that stands against the house rules in a set of sources, by their path below src. */
export function violations(files: ReadonlyMap<string, string>): string[] {
  const wrong: (string | undefined)[] = [];
  for (const [file, source] of files) {
    for (const one of importsOf(source)) {
      if (one.target.startsWith('node:')) continue;
      wrong.push(one.target.startsWith('.') ? arrow(file, one) : stranger(file, one));
    }
    const ambient = layerOf(file) === 'system' ? undefined : AMBIENT.exec(withoutComments(source))?.[0];
    if (ambient) wrong.push(`${file}: ${ambient} outside system/`);
  }
  return [...wrong.filter((one) => one !== undefined), ...heavyFromCommands(files)];
}
