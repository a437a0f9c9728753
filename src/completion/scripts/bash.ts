import { BASH } from './bash-code.ts';
import { fill } from './fill.ts';
import { meaningsOf } from './option-groups.ts';
import type { Grammar, GrammarOption, Place, Slot } from './parts.ts';

/** Words of ours, none of which holds an apostrophe. */
const list = (words: readonly string[]): string => `'${words.join(' ')}'`;

/** Options in one word each; a colon says that it may stand there again, a star would be taken for file names. */
const namesOf = (options: readonly GrammarOption[]): string[] =>
  options.map(({ long, isMany }) => `${long}${isMany ? ':' : ''}`);

const assign = ({ completes, choices = [], orFile }: Slot): string =>
  [completes && `kind=${completes}`, orFile && 'files=1', choices.length > 0 && `choices=${list(choices)}`]
    .filter(Boolean)
    .join(' ') || ':';

function placeCase({ path, words, options, args, isVariadic, fields, more }: Place): string {
  const parts = [
    words.length > 0 && `words=${list(words.map(({ text }) => text))}`,
    options.length > 0 && `options=${list(namesOf(options))}`,
    args.length > 0 && `most=${isVariadic ? 99999 : args.length} last=${args.length - 1}`,
    fields.length > 0 && `fields=${list(fields)}`,
    more && `when=${list(more.when)} more=${list(more.fields)}`,
  ].filter(Boolean);
  return `    '${path}') ${parts.join(' ') || ':'} ;;`;
}

const argumentCases = ({ path, args }: Place): string[] =>
  args.map((arg, i) => `    '${path} ${i}') ${assign(arg)} ;;`);

const optionCases = (tree: Grammar): string[] =>
  meaningsOf(tree).map(({ names, places, value }) => {
    const where = places?.map((path) => `'${path}'`) ?? ['*'];
    const patterns = where.flatMap((path) => names.map((name) => `${path}' ${name}'`));
    return `    ${patterns.join(' | ')}) ${assign(value)} ;;`;
  });

/** The completion script for bash, 3.2 and later. */
export function bash(tree: Grammar): string {
  return fill(BASH, {
    globals: namesOf(tree.globals).join(' '),
    places: tree.places.map(placeCase).join('\n'),
    options: optionCases(tree).join('\n'),
    args: tree.places.flatMap(argumentCases).join('\n'),
  });
}
