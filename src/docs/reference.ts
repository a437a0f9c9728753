import { markdownCell } from '../output/markdown.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { type CommandEntry, type CommandTree, chapters, commandTerm, optionTerm } from './tree.ts';

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const optionTable = (options: CommandEntry['options']): string =>
  markdownTable(
    ['option', 'meaning'],
    options.map((option) => [code(optionTerm(option)), markdownCell(option.summary)]),
  );

const commandSection = (command: CommandEntry): string =>
  [
    `#### ${code(commandTerm(command))}`,
    markdownCell([`${command.summary}.`, command.description ?? ''].join(' ').replaceAll('\n', ' ')),
    ...(command.options.length > 0 ? [optionTable(command.options)] : []),
    `\`\`\`sh\n${command.examples.join('\n')}\n\`\`\``,
  ].join('\n\n');

function commandsTable(tree: CommandTree): string {
  const rows = tree.commands.map((command) => [code(commandTerm(command)), markdownCell(command.summary)]);
  const help = [code('help [command]'), `Explain a command, or one of ${tree.topics.map(code).join(', ')}`];
  return markdownTable(['command', 'does'], [...rows, help]);
}

/** Every option and example in one collapsed section per noun. */
function commandReference(tree: CommandTree): string {
  const folded = chapters(tree).map(({ noun, commands: chapter }) => {
    const title = noun === '' ? chapter.map(({ path }) => path[0]).join(', ') : noun;
    const body = chapter.map(commandSection).join('\n\n');
    return `<details>\n<summary><b>${title}</b>: options and examples</summary>\n\n${body}\n\n</details>`;
  });
  return folded.join('\n\n');
}

const exitCodesTable = (): string =>
  markdownTable(
    ['code', 'kind', 'when'],
    EXIT_CODES.map(({ code: number, kind, meaning }) => [
      String(number),
      kind ? code(kind) : '',
      markdownCell(meaning),
    ]),
  );

const variablesTable = ({ environment: variables }: CommandTree): string =>
  markdownTable(
    ['variable', 'meaning'],
    variables.map(({ names, meaning }) => [names.map(code).join(', '), markdownCell(meaning)]),
  );

const SECTIONS: Readonly<Record<string, (tree: CommandTree) => string>> = {
  commands: commandsTable,
  reference: commandReference,
  'global options': (tree) => optionTable(tree.globalOptions),
  'exit codes': exitCodesTable,
  environment: variablesTable,
};

/**
 * Replaces the generated parts of a README, each between `<!-- name: … -->` and `<!-- /name -->`.
 * @throws Error if one has no place
 */
export function withReference(readme: string, tree: CommandTree): string {
  let text = readme;
  for (const [name, make] of Object.entries(SECTIONS)) {
    const place = new RegExp(`(<!-- ${name}:[^>]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!place.test(text)) throw new Error(`the README has no place for ${name}`);
    text = text.replace(place, (_, begin: string, end: string) => `${begin}\n${make(tree)}\n\n${end}`);
  }
  return text;
}
