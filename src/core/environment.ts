import { SinchctlError } from './errors.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export const namesIn = (env: Env, names: readonly string[]): string[] =>
  names.filter((name) => env[name] !== undefined);

const UNEXPANDED = /^(?:\$\(\w+\)|\$\{\{.*\}\}|\$\{[^}]*\}|\$\w+|\$env:\w+|%\w+%|\{\{.*\}\}|<[^<>]*>)$/i;
const QUOTE = '["\'`\u201c\u201d\u2018\u2019]';
const QUOTED = new RegExp(`^${QUOTE}|${QUOTE}$`);
const OUTER_QUOTES = new RegExp(`^${QUOTE}+|${QUOTE}+$`, 'g');

/** Describes a value that is obviously a mistake, without revealing it. */
export function mistakeIn(value: string): { looks: string; hint: string } | undefined {
  const text = value.trim();
  const bare = text.replace(OUTER_QUOTES, '');
  if (UNEXPANDED.test(bare)) {
    // Variable names are safe to show.
    const shown = /^[\w${}()<>%.: ]{1,60}$/.test(bare) ? `: ${bare}` : '';
    return {
      looks: `looks like an unexpanded variable${shown}`,
      hint: 'check how the variable is passed to sinchctl',
    };
  }
  if (QUOTED.test(text)) return { looks: 'is in quotes', hint: 'remove the quotes from the value' };
  return undefined;
}

/**
 * A variable's value.
 * @throws SinchctlError auth when it is empty (such as a secret in a CI job of a fork), unexpanded, or in quotes
 */
export function variable(env: Env, name: string): string | undefined {
  const value = env[name];
  if (value === undefined) return undefined;
  if (value.trim() === '') {
    throw new SinchctlError('auth', `${name} is set but empty`, {
      hint: `set ${name} to a value, or unset it`,
      items: [name],
    });
  }
  const mistake = mistakeIn(value);
  if (mistake)
    throw new SinchctlError('auth', `${name} ${mistake.looks}`, { hint: mistake.hint, items: [name] });
  return value;
}
