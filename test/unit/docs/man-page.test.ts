import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { COMMAND_LIST } from '../../../src/commands/index.ts';
import { manPage, roffText, verbatim } from '../../../src/docs/man-page.ts';
import { commandTerm, commandTree, optionTerm } from '../../../src/docs/tree.ts';
import { VERSION } from '../../../src/version.ts';
import { hasProgram } from '../../support/spawn.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const MAN = at(manifest.man[0] ?? '');
const tree = commandTree({ ...COMMAND_LIST, version: VERSION });
const options = [...tree.globalOptions, ...tree.commands.flatMap((command) => command.options)];

// `npm run docs` regenerates it.
test('the committed man page matches the command tree', async () => {
  await expect(manPage(tree)).toMatchFileSnapshot(MAN);
});

/** The warnings of groff about a page, and the page as text. */
function render(page: string, columns = 80) {
  const { stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-P-cbou', `-rLL=${columns}n`], {
    input: page,
    encoding: 'utf8',
  });
  return { text: stdout, warnings: stderr };
}

/** Some small systems have a `man` that only prints a notice that man pages are not installed. */
const hasMan = () => /^man \d/.test(spawnSync('man', ['--version'], { encoding: 'utf8' }).stdout ?? '');
const warned = { groff: !hasProgram('groff'), man: !hasMan() };

for (const [name, isMissing] of Object.entries(warned))
  if (isMissing) process.stderr.write(`${name} is not installed; the man page is not rendered with it\n`);

describe.skipIf(warned.groff)('roff', () => {
  test.each([40, 60, 80, 140])('renders the page without warnings, %i columns wide', (columns) => {
    const { text, warnings } = render(manPage(tree), columns);
    expect(warnings).toBe('');
    const sections = text.match(/^[A-Z][A-Z ]+$/gm);
    expect(sections).toEqual([
      ...['NAME', 'SYNOPSIS', 'DESCRIPTION', 'COMMANDS', 'OPTIONS', 'EXIT STATUS', 'ENVIRONMENT', 'FILES'],
      ...['EXAMPLES', 'COMMAND REFERENCE', 'SEE ALSO'],
    ]);
  });

  test('if the page is narrower than its words, only line breaks cause warnings', () => {
    const { warnings } = render(manPage(tree), 20);
    for (const line of warnings.split('\n').filter(Boolean))
      expect(line).toMatch(/(can't|cannot) break line$/);
  });

  test('shows every command, option, and example exactly', () => {
    const lines = render(manPage(tree))
      .text.split('\n')
      .map((line) => line.trim());
    for (const command of tree.commands) expect(lines).toContain(commandTerm(command));
    for (const option of options)
      expect(lines.some((line) => line.startsWith(optionTerm(option)))).toBe(true);
    for (const example of tree.commands.flatMap(({ examples }) => examples)) expect(lines).toContain(example);
  });

  test('prints any text unchanged', () => {
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

test('no line of text starts like a roff request', () => {
  for (const text of ['.br', "'br", '..']) expect(roffText(text)).toMatch(/^\\/);
});

test.skipIf(warned.man)('man shows the page without warnings', () => {
  const { status, stdout, stderr } = spawnSync('man', ['--warnings', '-E', 'UTF-8', '-l', '-'], {
    encoding: 'utf8',
    input: manPage(tree),
    env: {
      PATH: process.env.PATH,
      MANWIDTH: '80',
      LC_ALL: 'C.UTF-8',
      MANPAGER: 'cat',
      MAN_KEEP_STDERR: '1',
    },
  });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('numbers assign [number...]');
});
