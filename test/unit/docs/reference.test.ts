import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { COMMAND_LIST } from '../../../src/commands/index.ts';
import { EXIT_CODES } from '../../../src/docs/exit-codes.ts';
import { referencePage, withGeneratedParts } from '../../../src/docs/reference.ts';
import { commandTree, optionTerm } from '../../../src/docs/tree.ts';
import { VERSION } from '../../../src/version.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const README = at('README.md');
const tree = commandTree({ ...COMMAND_LIST, version: VERSION });
const options = [...tree.globalOptions, ...tree.commands.flatMap((command) => command.options)];

// `npm run docs` regenerates both.
test('the committed reference matches the command tree', async () => {
  await expect(referencePage(tree)).toMatchFileSnapshot(at('docs/reference.md'));
});

test('the committed README matches the command tree', async () => {
  await expect(withGeneratedParts(readFileSync(README, 'utf8'), tree)).toMatchFileSnapshot(README);
});

test('a README without the markers of a generated part is an error', () => {
  expect(() => withGeneratedParts('# sinchctl', tree)).toThrow('no place for commands');
});

const decoded = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

describe('the rendered reference', () => {
  const html = String(marked.parse(referencePage(tree)));
  const codes = new Set([...html.matchAll(/<code>([^<]*)<\/code>/g)].map(([, text = '']) => decoded(text)));

  test('contains every command with its examples, and every option', () => {
    const blocks = decoded(html);
    for (const command of tree.commands) {
      expect(blocks).toContain(`<code class="language-text">${command.usage}`);
      expect(blocks.replaceAll('&#39;', "'")).toContain(command.examples.join('\n'));
    }
    for (const option of options) expect(codes).toContain(optionTerm(option));
  });

  test('contains every variable and every exit code', () => {
    for (const name of tree.environment.flatMap(({ names }) => names)) expect(codes).toContain(name);
    for (const { kind } of EXIT_CODES) if (kind) expect(codes).toContain(kind);
  });

  test('shows no markup as text, and no stray table row', () => {
    const text = html.replace(/<pre>[\s\S]*?<\/pre>/g, '').replace(/<code>.*?<\/code>/g, '');
    expect(text).not.toMatch(/\*\*|^\s*\|/m);
  });
});
