import { fill } from './fill.ts';
import type { Grammar, GrammarOption, Place, Slot, Word } from './parts.ts';
import { POWERSHELL } from './powershell-code.ts';

/** PowerShell takes curved apostrophes for straight ones; doubled, each of them is itself. */
const quoted = (text: string): string => `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;

const list = (words: readonly string[]): string => `@(${words.map(quoted).join(', ')})`;

const slot = ({ completes, choices = [], orFile = false }: Slot): string =>
  `Kind = ${quoted(completes ?? '')}; Choices = ${list(choices)}; OrFile = $${orFile}`;

function option({ long, short, summary, isMany, value }: GrammarOption): string {
  const parts = [
    `Long = ${quoted(long)}`,
    `Short = ${quoted(short ?? '')}`,
    `Many = $${isMany}`,
    `Takes = $${value !== undefined}`,
    slot(value ?? { label: '' }),
    `About = ${quoted(summary)}`,
  ];
  return `@{ ${parts.join('; ')} }`;
}

const word = ({ text, summary }: Word): string => `@{ Text = ${quoted(text)}; About = ${quoted(summary)} }`;

/** An array of one thing a line, also when it is only one. */
function lines(things: readonly string[], by: number): string {
  if (things.length === 0) return '@()';
  const indent = ' '.repeat(by);
  return `@(\n${things.map((thing) => `${indent}    ${thing}`).join('\n')}\n${indent})`;
}

function place({ path, words, options, args, isVariadic, fields, more }: Place): string {
  const parts = [
    `Words = ${lines(words.map(word), 12)}`,
    `Options = ${lines(options.map(option), 12)}`,
    `Arguments = ${lines(
      args.map((arg) => `@{ ${slot(arg)} }`),
      12,
    )}`,
    `Variadic = $${isVariadic}`,
    `Fields = ${list(fields)}`,
    ...(more ? [`When = ${quoted(more.when.join(' '))}`, `More = ${list(more.fields)}`] : []),
  ];
  return `        ${quoted(path)} = @{\n            ${parts.join('\n            ')}\n        }`;
}

/** The completion script for PowerShell, 5.1 and later. */
export const powershell = ({ globals, places }: Grammar): string =>
  fill(POWERSHELL, {
    globals: lines(globals.map(option), 4),
    places: places.map(place).join('\n'),
  });
