import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { drawTerminal } from '../../.config/picture.ts';
import { openReader, READER_COLUMNS, type Reader } from '../support/reader.ts';
import { hasProgram } from '../support/spawn.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The generated reference has only examples, which examples.test.ts runs. */
const GUIDES = readdirSync(at('docs'))
  .filter((name) => name.endsWith('.md') && name !== 'reference.md')
  .map((name) => `docs/${name}`);

/** A line of a script. `# prompts for confirmation` adds `--yes`, and `# exit 7` specifies the exit code. */
async function runLine(line: string, reader: Reader): Promise<void> {
  if (/\| jq /.test(line) && !hasProgram('jq')) return;
  const command = /# prompts for confirmation$/.test(line) ? line.replace(/ +# .*/, ' --yes') : line;
  const { code, stderr } = await reader.run(command);
  expect(code, `${line}\n${stderr}`).toBe(Number(/# .*\bexit (\d+)/.exec(line)?.[1] ?? 0));
}

async function showLine(line: string, reader: Reader): Promise<string> {
  return `$ ${line}\n${await reader.show(line, { NO_COLOR: '1' })}`;
}

/**
 * Runs the code blocks of a section in their order.
 * @returns the section with the current output in its console blocks
 */
async function rerun(section: string): Promise<string> {
  if (!/^```(?:sh|console)$/m.test(section)) return section;
  const reader = await openReader();
  const parts = section.split(/(^```(?:sh|console)\n[\s\S]*?^```$)/m);
  for (const [index, part] of parts.entries()) {
    const [, language, body = ''] = /^```(sh|console)\n([\s\S]*?)```$/.exec(part) ?? [];
    if (language === 'sh')
      for (const line of body.split('\n').filter((one) => /^[^#]/.test(one))) await runLine(line, reader);
    if (language !== 'console') continue;
    let shown = '';
    for (const [, line = ''] of body.matchAll(/^\$ (.*)$/gm)) shown += await showLine(line, reader);
    parts[index] = `\`\`\`console\n${shown}\`\`\``;
  }
  return parts.join('');
}

// `npm run docs` updates what console blocks print. A `bash` block is not run: it would change the computer.
test.each(['README.md', ...GUIDES])(
  'the commands in %s work and print the documented output',
  { timeout: 240_000 },
  async (name) => {
    const sections = readFileSync(at(name), 'utf8').split(/^(?=##+ )/m);
    const updated = await Promise.all(sections.map(rerun));
    await expect(updated.join('')).toMatchFileSnapshot(at(name));
  },
);

const SESSION = [
  'sinchctl numbers list --app sales --capability voice --prefix +1415555010',
  'sinchctl numbers assign +14155550102 --app support',
  'sinchctl numbers assign +14155550102 --app support --move-from sales',
  'sinchctl undo 20261126-140211-3f9a --yes',
];

test('the picture in the README shows a real session', async () => {
  const reader = await openReader();
  const lines: string[] = [];
  for (const line of SESSION) {
    const shown = await reader.show(line);
    lines.push(`\u001b[32m$\u001b[39m \u001b[1m${line}\u001b[22m`, ...shown.trimEnd().split('\n'), '');
  }
  const picture = drawTerminal(
    lines,
    READER_COLUMNS,
    'A sinchctl session: list numbers, see a move refused, move a number, and undo the move',
  );
  await expect(picture).toMatchFileSnapshot(at('docs/session.svg'));
});
