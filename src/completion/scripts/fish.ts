import { fill } from './fill.ts';
import { FISH } from './fish-code.ts';
import { meaningsOf } from './option-groups.ts';
import {
  fieldWords,
  fitsRows,
  type Grammar,
  type GrammarOption,
  type Place,
  type Slot,
  type Word,
} from './parts.ts';

type FieldsOf = Pick<Place, 'fields' | 'more'>;

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/** Fixed words: an empty description behind a tab keeps fish from repeating that of the option. */
function plain(words: readonly string[]): string[] {
  const open = words.filter((word) => /[=:]$/.test(word));
  const whole = words.filter((word) => !open.includes(word)).map((word) => `${word}\\t`);
  return open.length > 0 ? [...whole, `(__sinchctl_open ${open.join(' ')})`] : whole;
}

/** What can stand for a value, as fish wants it behind `complete`; nothing where it can be anything. */
function offerOf({ completes, choices = [], orFile }: Slot, place: FieldsOf): string {
  if (completes === 'file') return '-F';
  if (completes === 'atFile') return "-a '(__sinchctl_at_files)'";
  if (completes === 'program') return "-a '(__sinchctl_program)'";
  if (completes === 'fields' || completes === 'order') {
    return `-k -a '(__sinchctl_fields ${completes} ${fieldWords(place)})'`;
  }
  if (completes)
    return `${orFile ? '-F ' : ''}-k -a '${[`(__sinchctl_ask ${completes})`, ...plain(choices)].join(' ')}'`;
  return choices.length > 0 ? `-k -a '${plain(choices).join(' ')}'` : '';
}

function optionLine(condition: string, option: GrammarOption, place: FieldsOf): string {
  const { long, short, summary, value } = option;
  const parts = [
    `complete -c sinchctl -n ${quoted(condition)}`,
    short && `-s ${short.slice(1)}`,
    `-l ${long.slice(2)}`,
    // A value that is no file: -x keeps files out.
    value && (value.completes === 'file' ? '-r' : '-x'),
    value && offerOf(value, place),
    `-d ${quoted(summary)}`,
  ];
  return parts.filter(Boolean).join(' ');
}

const wordLine = (path: string, { text, summary }: Word): string =>
  `complete -c sinchctl -n ${quoted(`__sinchctl_at "${path}"`)} -a ${text} -d ${quoted(summary)}`;

function argumentLine(place: Place, slot: Slot, i: number): string | undefined {
  const isLast = i === place.args.length - 1;
  const offer = offerOf(slot, place);
  // The words of other programs have one line for all of them.
  if (offer === '' || slot.completes === 'program') return undefined;
  const count = isLast && place.isVariadic ? '' : ` ${i}`;
  return `complete -c sinchctl -n ${quoted(`__sinchctl_at "${place.path}"${count}`)} ${offer}`;
}

const isOrder = ({ value }: GrammarOption): boolean => value?.completes === 'order';

/** The same as behind the option, for fish takes a minus for another one. */
const orderLine = (place: Place, value: Slot = { label: '' }): string =>
  `complete -c sinchctl -n ${quoted(`__sinchctl_is_order_of "${place.path}"`)} ${offerOf(value, place)}`;

function placeLines(place: Place, globals: readonly GrammarOption[]): string[] {
  const { path, words, options, args, fields } = place;
  const own = globals.filter((one) => !fitsRows(one, []) && fitsRows(one, fields));
  return [
    ...words.map((word) => wordLine(path, word)),
    ...[...options, ...own].map((option) => optionLine(`__sinchctl_at "${path}"`, option, place)),
    ...own.filter(isOrder).map(({ value }) => orderLine(place, value)),
    ...args.map((arg, i) => argumentLine(place, arg, i)).filter((line) => line !== undefined),
  ];
}

/** Options that take a value, as patterns of `switch` behind the place that they belong to. */
const valuePatterns = (tree: Grammar): string =>
  meaningsOf(tree)
    .filter(({ value }) => value.completes !== 'program')
    .flatMap(({ names, places }) =>
      (places ?? ['*']).flatMap((path) => names.map((name) => quoted(`${path} ${name}`))),
    )
    .join(' ');

const programPatterns = (tree: Grammar): string =>
  meaningsOf(tree)
    .filter(({ value }) => value.completes === 'program')
    .flatMap(({ names }) => names.map((name) => quoted(`* ${name}`)))
    .join(' ');

/** The completion script for fish. */
export const fish = (tree: Grammar): string =>
  fill(FISH, {
    places: tree.places.flatMap(({ path }) => (path === '' ? [] : [quoted(path)])).join(' '),
    nouns: tree.places
      .filter(({ words }) => words.length > 0)
      .map(({ path }) => quoted(path))
      .join(' '),
    programs: tree.places
      .filter(({ args }) => args.some(({ completes }) => completes === 'program'))
      .map(({ path }) => quoted(path))
      .join(' '),
    values: valuePatterns(tree),
    orders: tree.globals
      .filter(isOrder)
      .map(({ long }) => long)
      .join(' '),
    rest: programPatterns(tree),
    lines: [
      ...tree.globals
        .filter((one) => fitsRows(one, []))
        .map((one) => optionLine('__sinchctl_is_own', one, { fields: [] })),
      ...tree.places.flatMap((place) => placeLines(place, tree.globals)),
    ].join('\n'),
  });
