import type { Env } from './environment.ts';

/** Who reads a line that is to be typed again. */
export type Shell = 'posix' | 'powershell';

/** PowerShell on Windows, except in Git Bash and its like, which say so by SHELL. */
export const shellOf = (platform: string, env: Env): Shell =>
  platform === 'win32' && !env.SHELL ? 'powershell' : 'posix';

// zsh looks for a program where a word begins with an equals sign.
const PLAIN = /^[\w@%+:,./-][\w@%+=:,./-]*$/;
/** What PowerShell reads as a word in any place: no number, no operator, no comma of a list, no `-x:y` or `-x.y`. */
const PLAIN_IN_POWERSHELL = /^(?:--?[A-Za-z][A-Za-z-]*|[A-Za-z][\w.:\\/-]*)$/;
/** Every character that PowerShell takes for a single quote. */
const SINGLE_QUOTES = /['\u2018\u2019\u201a\u201b]/g;

const quoted = (text: string, shell: Shell): string =>
  shell === 'powershell' ? `'${text.replace(SINGLE_QUOTES, '$&$&')}'` : `'${text.replaceAll("'", "'\\''")}'`;

/** A word for a shell, exactly as it is. */
export function shellWord(text: string, shell: Shell): string {
  const plain = shell === 'powershell' ? PLAIN_IN_POWERSHELL : PLAIN;
  return plain.test(text) ? text : quoted(text, shell);
}

/** A line of ours as it can be typed again. */
export const shellLine = (argv: readonly string[], shell: Shell): string =>
  ['sinchctl', ...argv.map((word) => shellWord(word, shell))].join(' ');

/** A line that sets a variable for programs that are started afterwards. */
export const variableLine = (name: string, text: string, shell: Shell): string =>
  // What PowerShell assigns is a command unless it is quoted.
  shell === 'powershell'
    ? `$env:${name} = ${quoted(text, shell)}`
    : `export ${name}=${shellWord(text, shell)}`;
