import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { COMMAND_LIST } from '../../../src/commands/index.ts';
import { EXIT_CODES } from '../../../src/docs/exit-codes.ts';
import { withReference } from '../../../src/docs/readme.ts';
import { commandTerm, commandTree, optionTerm } from '../../../src/docs/tree.ts';
import { VERSION } from '../../../src/version.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const README = at('README.md');
const tree = commandTree({ ...COMMAND_LIST, version: VERSION });
const options = [...tree.globalOptions, ...tree.commands.flatMap((command) => command.options)];

// `npm run docs` regenerates it.
test('the committed README is what the command tree makes', async () => {
  await expect(withReference(readFileSync(README, 'utf8'), tree)).toMatchFileSnapshot(README);
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
