import { SinchctlError } from './errors.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export const namesIn = (env: Env, names: readonly string[]): string[] =>
  names.filter((name) => env[name] !== undefined);

/** A variable's value. @throws SinchctlError auth when it is empty, as secrets are in a fork's CI */
export function variable(env: Env, name: string): string | undefined {
  const value = env[name];
  if (value === undefined) return undefined;
  if (value.trim() === '') {
    throw new SinchctlError('auth', `${name} is set but empty`, {
      hint: `set ${name} to a value, or unset it`,
      items: [name],
    });
  }
  return value;
}
