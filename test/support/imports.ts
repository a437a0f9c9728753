import { posix } from 'node:path';

/** One import as written: its target, whether it is a type import, and whether it is lazy. */
interface Import {
  target: string;
  kind: 'static' | 'type' | 'dynamic';
}

/** The folders of src, from the top down. A folder imports only from those below it, types included. */
export const LAYERS = [
  'commands',
  'completion',
  'docs',
  'engine',
  'cli',
  'sandbox',
  'history',
  'api',
  'credentials',
  'input',
  'state-file',
  'output',
  'account',
  'platform',
  'core',
] as const;

/** The files that may be at the root of src. Both are above all folders, and only main imports version. */
const ROOT = ['main.ts', 'version.ts'];

/** Where each package may be imported. */
const HOMES: Record<string, RegExp> = {
  '@valibot/to-json-schema': /^state-file\//,
  chalk: /^output\//,
  'cli-table3': /^output\//,
  commander: /^cli\/argv\/parse\.ts$/,
  conf: /^credentials\//,
  'cross-spawn': /^platform\//,
  'csv-parse': /^input\//,
  got: /^api\/transport\//,
  hpagent: /^api\/transport\//,
  inquirer: /^platform\//,
  '@inquirer/core': /^platform\//,
  'js-yaml': /^(output|state-file)\//,
  'libphonenumber-js': /^account\//,
  'string-width': /^output\//,
  valibot: /^(api|credentials|sandbox|state-file)\//,
};

/** The packages that are too slow to load with every command. */
const HEAVY = Object.keys(HOMES).filter((name) => !['chalk', 'commander', 'string-width'].includes(name));

/** The folders that may read and write files themselves. */
const WITH_FILES = ['platform', 'credentials', 'history', 'completion', 'input', 'api/transport'];

const AMBIENT = /\bprocess\.|\bconsole\.|\bnew Date\(\)|\bDate\.now\(/;

/** Source without its comments, which may mention anything. */
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

const folderOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : '');

const heightOf = (file: string): number => (LAYERS as readonly string[]).indexOf(folderOf(file));

const resolve = (from: string, target: string): string =>
  posix.normalize(posix.join(posix.dirname(from), target));

/** Whether a file may import another one. */
function mayImport(file: string, path: string): boolean {
  if (file === 'version.ts') return path === '../package.json';
  if (file === 'main.ts') return path === 'version.ts' || heightOf(path) >= 0;
  return heightOf(path) >= heightOf(file);
}

function wrongImport(file: string, { target, kind }: Import): string | undefined {
  if (target.startsWith('node:')) {
    const mayUseFiles = WITH_FILES.some((folder) => file.startsWith(`${folder}/`));
    return /^node:fs\b/.test(target) && !mayUseFiles ? `${file}: ${target} outside ${WITH_FILES}` : undefined;
  }
  if (target.startsWith('.')) {
    const path = resolve(file, target);
    return mayImport(file, path) ? undefined : `${file}: ${kind} import of ${path}`;
  }
  const name = packageOf(target);
  if (HOMES[name]?.test(file)) return undefined;
  return `${file}: package ${name}${HOMES[name] ? ' outside its home' : ' is not ours'}`;
}

function wrongPlace(file: string): string | undefined {
  if (heightOf(file) >= 0 || ROOT.includes(file)) return undefined;
  return `${file}: not in a folder of the architecture`;
}

/** Heavy packages that load as soon as the command list does. */
function heavyFromCommands(files: ReadonlyMap<string, string>): string[] {
  const reached = new Set(['commands/index.ts']);
  const wrong: string[] = [];
  for (const file of reached) {
    for (const { target, kind } of importsOf(files.get(file) ?? '')) {
      if (kind !== 'static') continue;
      if (HEAVY.includes(packageOf(target))) wrong.push(`${file}: ${target} loads with every command line`);
      const path = target.startsWith('.') ? resolve(file, target) : undefined;
      if (path && files.has(path)) reached.add(path);
    }
  }
  return wrong;
}

/** Circular chains of static imports, including types. */
export function circles(files: ReadonlyMap<string, string>): string[] {
  const next = (file: string) =>
    importsOf(files.get(file) ?? '').flatMap(({ target, kind }) => {
      const path = target.startsWith('.') && kind !== 'dynamic' ? resolve(file, target) : '';
      return files.has(path) ? [path] : [];
    });
  const found: string[] = [];
  const done = new Set<string>();
  function visit(file: string, trail: readonly string[]): void {
    const start = trail.indexOf(file);
    if (start >= 0) found.push([...trail.slice(start), file].join(' -> '));
    if (start >= 0 || done.has(file)) return;
    for (const path of next(file)) visit(path, [...trail, file]);
    done.add(file);
  }
  for (const file of files.keys()) visit(file, []);
  return found;
}

/** Whether a file loads a package lazily by the names of its exports, not as `.default` or `{ default: … }`. */
export function loadsByName(source: string, target: string): boolean {
  const code = withoutComments(source);
  const load = `import\\(\\s*['"]${target}['"]\\s*\\)`;
  const all = code.match(new RegExp(`(?<!typeof )${load}`, 'g'))?.length ?? 0;
  const asDefault = new RegExp(
    `\\(\\s*await ${load}\\s*\\)\\s*\\.default\\b|\\{\\s*default\\b[^{}]*\\}\\s*=\\s*await ${load}`,
    'g',
  );
  return all > (code.match(asDefault)?.length ?? 0);
}

/** All violations of the architecture in a set of sources, by their path below src. */
export function violations(files: ReadonlyMap<string, string>): string[] {
  const wrong: (string | undefined)[] = [];
  for (const [file, source] of files) {
    wrong.push(wrongPlace(file), ...importsOf(source).map((one) => wrongImport(file, one)));
    const ambient = folderOf(file) === 'platform' ? undefined : AMBIENT.exec(withoutComments(source))?.[0];
    if (ambient) wrong.push(`${file}: ${ambient} outside platform/`);
  }
  return [...wrong.filter((one) => one !== undefined), ...heavyFromCommands(files)];
}
