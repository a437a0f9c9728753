import { fill } from './fill.ts';
import {
  fieldWords,
  fitsRows,
  type Grammar,
  type GrammarOption,
  type Place,
  type Slot,
  type Word,
} from './parts.ts';
import { ZSH } from './zsh-code.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A text inside a spec of _arguments or _describe, where colons and brackets mean something. */
const escaped = (text: string): string => text.replace(/[\\:[\]]/g, '\\$&');

/** What _arguments does for a value: the message, and the action behind it. A space keeps it from adding options. */
function actionOf(slot: Slot, place: Pick<Place, 'fields' | 'more'>): string {
  const { label, choices = [], completes, orFile } = slot;
  const action = () => {
    if (completes === 'file') return '_sinchctl_files';
    if (completes === 'atFile') return ' _sinchctl_at_files';
    if (completes === 'program') return ' _sinchctl_program';
    if (completes === 'fields' || completes === 'order') {
      return ` _sinchctl_fields ${completes} ${fieldWords(place)}`;
    }
    if (completes) return ` _sinchctl_ask${orFile ? '_or_files' : ''} ${[completes, ...choices].join(' ')}`;
    return choices.length > 0 ? ` _sinchctl_choices ${choices.map(escaped).join(' ')}` : ' ';
  };
  return `:${escaped(label)}:${action()}`;
}

function valueOf(option: GrammarOption, place: Pick<Place, 'fields' | 'more'>): string {
  if (!option.value) return '';
  const rest = option.value.completes === 'program' ? ':*:' : '';
  return `${rest}${actionOf(option.value, place)}`;
}

/** An option as _arguments wants it; one that is given already is not offered again unless it may be. */
function optionSpec(option: GrammarOption, place: Pick<Place, 'fields' | 'more'>): string {
  const { long, short, summary, isMany, value } = option;
  const tail = quoted(`[${escaped(summary)}]${valueOf(option, place)}`);
  const isWord = value !== undefined && value.completes !== 'program';
  const name = `${long}${isWord ? '=' : ''}`;
  if (short === undefined) return isMany ? `'*'${name}${tail}` : `${name}${tail}`;
  const others = long === '--help' || long === '--version' ? '- *' : `${short} ${long}`;
  return `'(${others})'{${short}${isWord ? '+' : ''},${name}}${tail}`;
}

function argumentSpec(slot: Slot, i: number, place: Place): string {
  const isLast = i === place.args.length - 1;
  const action = actionOf(slot, place);
  if (slot.completes === 'program') return quoted(`(-)*:${action}`);
  return quoted(isLast && place.isVariadic ? `*${action}` : `${i + 1}${action}`);
}

const describe = (words: readonly Word[]): string[] =>
  words.map(({ text, summary }) => quoted(`${text}:${escaped(summary)}`));

const indented = (lines: readonly string[], by: number): string =>
  lines.map((line) => `${' '.repeat(by)}${line}`).join('\n');

function placeCase(place: Place, globals: readonly GrammarOption[]): string {
  const { path, words, options, args, fields } = place;
  const own = globals.filter((one) => !fitsRows(one, []) && fitsRows(one, fields));
  const specs = [
    ...[...options, ...own].map((option) => optionSpec(option, place)),
    ...args.map((arg, i) => argumentSpec(arg, i, place)),
  ];
  const parts = [
    words.length > 0 && `words_here=(\n${indented(describe(words), 8)}\n      )`,
    specs.length > 0 && `specs=(\n${indented(specs, 8)}\n      )`,
  ].filter((part) => part !== false);
  return `    ${quoted(path)})\n      ${parts.join('\n      ') || ':'}\n      ;;`;
}

/** The completion script for zsh. */
export const zsh = ({ globals, places }: Grammar): string =>
  fill(ZSH, {
    globals: indented(
      globals.filter((one) => fitsRows(one, [])).map((one) => optionSpec(one, { fields: [] })),
      4,
    ),
    places: places.map((place) => placeCase(place, globals)).join('\n'),
  });
