import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { COMMAND_LIST } from '../../../src/commands/index.ts';
import { EXIT_CODES } from '../../../src/docs/exit-codes.ts';
import { manPage } from '../../../src/docs/man-page.ts';
import { withReference } from '../../../src/docs/readme.ts';
import { plain, verbatim } from '../../../src/docs/roff.ts';
import { commandTerm, commandTree, optionTerm } from '../../../src/docs/tree.ts';
import { VERSION } from '../../../src/version.ts';
import { hasProgram } from '../../support/spawn.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const README = at('README.md');
const MAN = at(manifest.man[0] ?? '');

const tree = commandTree({ ...COMMAND_LIST, version: VERSION });
const options = [...tree.globalOptions, ...tree.commands.flatMap((command) => command.options)];

// `npm run docs` writes both anew.
describe('what is committed is what the command tree says', () => {
  test('the README', async () => {
    await expect(withReference(readFileSync(README, 'utf8'), tree)).toMatchFileSnapshot(README);
  });

  test('the man page', async () => {
    await expect(manPage(tree)).toMatchFileSnapshot(MAN);
  });
});

test('a README without a place for a part is an error, not a README without that part', () => {
  expect(() => withReference('# sinchctl', tree)).toThrow('no place for commands');
});

describe('the README, as a reader sees it', () => {
  const html = String(marked.parse(withReference(readFileSync(README, 'utf8'), tree)));
  const codes = new Set(
    [...html.matchAll(/<code>([^<]*)<\/code>/g)].map(([, text = '']) =>
      text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    ),
  );

  test('has every command and every option', () => {
    for (const command of tree.commands) expect(codes).toContain(commandTerm(command));
    for (const option of options) expect(codes).toContain(optionTerm(option));
  });

  test('has every variable and every exit code', () => {
    for (const name of tree.environment.flatMap(({ names }) => names)) expect(codes).toContain(name);
    for (const { kind } of EXIT_CODES) if (kind) expect(codes).toContain(kind);
  });

  test('shows no markup as text, and no stray table row', () => {
    const text = html.replace(/<pre>[\s\S]*?<\/pre>/g, '').replace(/<code>.*?<\/code>/g, '');
    expect(text).not.toMatch(/\*\*|^\s*\|/m);
  });
});

/** What roff says against a page, and the page as text. */
function render(page: string, columns = 80) {
  const { stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-P-cbou', `-rLL=${columns}n`], {
    input: page,
    encoding: 'utf8',
  });
  return { text: stdout, warnings: stderr };
}

/** Some small systems have a `man` that only says that there is none. */
const hasMan = () => /^man \d/.test(spawnSync('man', ['--version'], { encoding: 'utf8' }).stdout ?? '');
const warned = { groff: !hasProgram('groff'), man: !hasMan() };
for (const [name, isMissing] of Object.entries(warned))
  if (isMissing) process.stderr.write(`${name} is not here: the man page is not rendered by it\n`);

describe.skipIf(warned.groff)('roff', () => {
  test.each([40, 60, 80, 140])('renders the page without a warning, %i columns wide', (columns) => {
    const { text, warnings } = render(manPage(tree), columns);
    expect(warnings).toBe('');
    for (const part of [
      'NAME',
      'SYNOPSIS',
      'GLOBAL OPTIONS',
      'EXIT STATUS',
      'ENVIRONMENT',
      'FILES',
      'EXAMPLES',
    ])
      expect(text).toContain(`\n${part}\n`);
  });

  test('where the page is narrower than its words, only breaks are complained of', () => {
    const { warnings } = render(manPage(tree), 20);
    for (const line of warnings.split('\n').filter(Boolean))
      expect(line).toMatch(/(can't|cannot) break line$/);
  });

  test('shows every command, option and example as they are typed', () => {
    const lines = render(manPage(tree))
      .text.split('\n')
      .map((line) => line.trim());
    for (const command of tree.commands) expect(lines).toContain(commandTerm(command));
    for (const option of options)
      expect(lines.some((line) => line.startsWith(optionTerm(option)))).toBe(true);
    for (const example of tree.commands.flatMap(({ examples }) => examples)) expect(lines).toContain(example);
  });

  test('prints text as it stands, whatever is in it', () => {
    const nasty = [
      ...['.TH X', "'br", '\\fBbold\\fR', '\\', '-x --long', '"quoted"', "it's `code` ^~", '…→ é 😀', '%&#@'],
      ...['.', '..', "'", '\\&', '\\n(.s', '.\\" comment', '  indented', '{|}', '\\[u0041]'],
    ];
    const { text, warnings } = render(`.TH X 1\n${verbatim(nasty)}\n`);
    expect(warnings).toBe('');
    const lines = text.split('\n').map((line) => line.trim());
    for (const line of nasty) expect(lines).toContain(line.trim());
  });
});

test('no line of a page begins like a request unless it is one', () => {
  for (const text of ['.br', "'br", '..']) expect(plain(text)).toMatch(/^\\/);
});

test.skipIf(warned.man)('man shows the page, and warns of nothing', () => {
  const { status, stdout, stderr } = spawnSync('man', ['--warnings', '-E', 'UTF-8', '-l', '-'], {
    encoding: 'utf8',
    input: manPage(tree),
    env: { PATH: process.env.PATH, MANWIDTH: '80', LC_ALL: 'C.UTF-8', MANPAGER: 'cat', MAN_KEEP_STDERR: '1' },
  });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('numbers assign [number...]');
});

test('every variable that the sources go by is documented, and no other', () => {
  const sources = readdirSync(at('src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('docs'))
    .map((name) => readFileSync(join(at('src'), name), 'utf8'))
    .join('\n');
  const named = [
    ...sources.matchAll(/\benv\.([A-Z][A-Z_]+)\b/g),
    ...sources.matchAll(/'((?:SINCH|SINCHCTL)_[A-Z_]+)'/g),
    ...sources.matchAll(/\beither\(env, '([A-Z_]+)'\)/g),
  ].map(([, name = '']) => name);
  // Where a home is, the platform says; documentation names what lies there.
  const directories = ['HOME', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'];
  const documented = new Set(tree.environment.flatMap(({ names }) => names));
  expect([...new Set(named)].filter((name) => !documented.has(name) && !directories.includes(name))).toEqual(
    [],
  );
  const computed = /^SINCHCTL_(CALLING|PORTAL|ACCOUNT|USER)_URL$/;
  const unread = [...documented].filter(
    (name) => !new RegExp(`\\b${name}\\b`).test(sources) && !computed.test(name),
  );
  expect(unread).toEqual([]);
});
