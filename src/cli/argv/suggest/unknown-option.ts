import { nearest } from '../../../core/closest-match.ts';
import { type SinchctlError, usage } from '../../../core/errors.ts';
import { lookAt, type Named, slipsIn } from '../match-command.ts';
import { flagOf } from '../option.ts';
import { nearlyOption, optionInstead } from './option-synonyms.ts';

/** Fewer letters of an option say too little. */
const TELLING = 3;

/** An option of ours that a slip, or the rest of its letters, makes of this one. */
function nearOption(option: string, flags: readonly string[]): string | undefined {
  if (!option.startsWith('--')) return undefined;
  const bare = option.slice(2);
  const near = nearest(
    bare,
    flags.map((flag) => flag.slice(2)),
    slipsIn(bare),
  );
  if (near !== undefined) return `--${near}`;
  return bare.length >= TELLING ? flags.find((flag) => flag.startsWith(option)) : undefined;
}

function instead({ path, options }: Named, option: string): string {
  const flags = Object.keys(options).map(flagOf);
  const here = { path, has: (flag: string) => flags.includes(flag) };
  const known = optionInstead(option, here);
  if (known) return known;
  const near = nearOption(option, flags);
  return near ? `did you mean ${near}?` : (nearlyOption(option, here) ?? lookAt(path));
}

/**
 * What is said of an option that does not fit.
 * @param word the option as it stands on the line; what it was given may be a secret, and is not told
 */
export function aboutOption(named: Named, word: string): SinchctlError {
  // What follows an equals sign, or one letter, may be anybody's.
  const option = /^(?:--[^=]*|-[^-])/.exec(word)?.[0] ?? word;
  if (option === '-=') return usage('a flag takes no value behind =', 'give the flag alone');
  const [, spec] = Object.entries(named.options).find(([name]) => flagOf(name) === option) ?? [];
  if (spec?.type === 'flag' && word.includes('=')) {
    return usage(`${option} takes no value`, `give ${option} alone`, [option]);
  }
  if (spec && named.line !== undefined) {
    const value = spec.type === 'value' ? ` ${spec.placeholder}` : '';
    const line = `sinchctl ${named.path} ${option}${value}`;
    return usage(`unknown option '${option}'`, `it stands behind the command: ${line}`, [option]);
  }
  return usage(`unknown option '${option}'`, instead(named, option), [option]);
}
