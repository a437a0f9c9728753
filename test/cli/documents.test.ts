import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { COMMAND_LIST } from '../../src/commands/index.ts';
import { type CommandEntry, commandTree, type OptionEntry } from '../../src/docs/tree.ts';
import { VERSION } from '../../src/version.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const tree = commandTree({ ...COMMAND_LIST, version: VERSION });

const GUIDES = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
const DOCUMENTS = [
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...GUIDES.map((name) => `docs/${name}`),
];

const withoutBlocks = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '');

const headings = (text: string): string[] =>
  [...withoutBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title);

/** The anchor that GitHub creates for a heading. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

test('the README has at most 300 lines', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(300);
});

test.each(DOCUMENTS)('every link of %s leads to an existing file and heading', (document) => {
  const links = [...withoutBlocks(read(document)).matchAll(/\]\(([^)]+)\)/g)].map(
    ([, target = '']) => target,
  );
  for (const link of links.filter((target) => !/^https?:/.test(target))) {
    const [path = '', fragment] = link.split('#');
    const file = path === '' ? document : join(dirname(document), path);
    expect(existsSync(join(ROOT, file)), link).toBe(true);
    if (fragment !== undefined) expect(headings(read(file)).map(anchor), link).toContain(fragment);
  }
});

test.each([
  ['How do I fix a 401?', 'docs/troubleshooting.md', '401 Unauthorized or 403 Forbidden (exit code 3)'],
  ['What is exit code 7?', 'docs/troubleshooting.md', 'Exit code 7: refused'],
  ['How do I use a proxy?', 'docs/troubleshooting.md', 'Use a proxy'],
  ['How do I rotate a secret?', 'README.md', 'Rotate a secret'],
  ['How are rate limits handled?', 'docs/troubleshooting.md', 'Rate limits (429)'],
  ['How do I assign for SMS?', 'README.md', 'Assign a number for SMS'],
  ['Where is the configuration?', 'README.md', 'Where configuration is stored'],
  ['How do I update and uninstall?', 'README.md', 'Update and uninstall'],
  ['How do I use it in GitLab?', 'docs/ci.md', 'GitLab CI'],
  ['How do I use it in Jenkins?', 'docs/ci.md', 'Jenkins'],
  ['What are portal and instance?', 'README.md', 'Portal and instance'],
])('%s has a heading in %s', (_, document, title) => {
  expect(headings(read(document))).toContain(title);
});

/** The words after `sinchctl` in code blocks and inline code. */
function commandLines(text: string): string[][] {
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map(([, body = '']) => body);
  const inline = [...withoutBlocks(text).matchAll(/`([^`]+)`/g)].map(([, body = '']) => body);
  return [...blocks, ...inline]
    .flatMap((code) => code.split('\n'))
    .flatMap((line) => line.split(/ [|>#&;]| -- |\|\| |\$\(|\)"?/))
    .flatMap((part) => /(?:^|[\s"'])sinchctl ([^'"]*)/.exec(part.trim())?.[1] ?? [])
    .map((words) => words.trim().split(/\s+/));
}

/** Words without options and their values, and the options. */
function parts(words: readonly string[], known: readonly OptionEntry[]) {
  const plain: string[] = [];
  const flags: string[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    if (!word.startsWith('-')) plain.push(word);
    else {
      flags.push(word);
      if (known.some(({ flag, short, value }) => value !== null && [flag, short].includes(word))) i += 1;
    }
  }
  return { plain, flags };
}

const EXTRA = ['--help', '-h', '--version', '-V'];
const isNamedBy = (words: readonly string[], { path }: CommandEntry): boolean =>
  path.every((word, i) => words[i] === word);

/** The problem of a documented command; undefined if the command exists with all its options. */
function problem(words: readonly string[]): string | undefined {
  const { plain } = parts(words, [...tree.globalOptions, ...tree.commands.flatMap(({ options }) => options)]);
  // `sinchctl help …`, `sinchctl …`, and `sinchctl <command>` stand for many commands.
  if (plain.length === 0 || plain[0] === 'help' || /^[<…]/.test(plain[0] ?? '')) return undefined;
  const command = tree.commands.find((one) => isNamedBy(plain, one));
  const isGroup = plain.length === 1 && Object.hasOwn(tree.groups, plain[0] ?? '');
  if (!command) return isGroup ? undefined : `no command ${plain.join(' ')}`;
  const known = [...tree.globalOptions, ...command.options];
  const names = [...EXTRA, ...known.flatMap(({ flag, short }) => [flag, short ?? flag])];
  const unknown = parts(words, known).flags.find((flag) => !names.includes(flag));
  return unknown && `no option ${unknown}`;
}

describe('every command and option in a document exists', () => {
  test.each(DOCUMENTS)('%s', (document) => {
    const lines = commandLines(read(document));
    const problems = lines.flatMap((words) => {
      const found = problem(words);
      return found ? [`sinchctl ${words.join(' ')}: ${found}`] : [];
    });
    expect(problems).toEqual([]);
  });

  test('commands and options that do not exist are detected', () => {
    const text = 'Run `sinchctl numbers asign`, `sinchctl undo --dryrun`, or `sinchctl apply -f x`.';
    const expected = ['no command numbers asign', 'no option --dryrun', undefined];
    expect(commandLines(text).map(problem)).toEqual(expected);
    expect(commandLines(read('README.md')).length).toBeGreaterThan(30);
  });
});
