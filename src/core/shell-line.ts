import type { Env } from './environment.ts';
import { redact } from './redact.ts';
import { UNSAFE } from './unsafe-characters.ts';

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

const ANY_UNSAFE = new RegExp(UNSAFE);
/** What means something in quotes that know escapes, or to the history of a shell, and what cannot be shown. */
const BY_ESCAPE = new RegExp(`[\\\\'!]|${UNSAFE}`, 'g');
/** Every character that PowerShell takes for a double quote is among the special ones. */
const BY_CODE = new RegExp(`[\`$"\\u201c-\\u201e]|${UNSAFE}`, 'g');

const hex = (n: number): string => n.toString(16).padStart(2, '0');

/** By bytes, since what a shell makes of a code point depends on its locale. */
const posixEscape = (character: string): string =>
  /[\\']/.test(character)
    ? `\\${character}`
    : [...new TextEncoder().encode(character)].map((byte) => `\\x${hex(byte)}`).join('');

/** Old versions know no escape for most of them, but all know an expression. */
const powershellEscape = (character: string): string =>
  /[`$"\u201c-\u201e]/.test(character) ? `\`${character}` : `$([char]0x${hex(character.charCodeAt(0))})`;

/** With what cannot be shown as it is: a line that is copied from a terminal must hold it all the same. */
const escaped = (text: string, shell: Shell): string =>
  shell === 'powershell'
    ? `"${text.replace(BY_CODE, powershellEscape)}"`
    : `$'${text.replace(BY_ESCAPE, posixEscape)}'`;

/** A text in quotes of a shell, exactly as it is, its line ends among it. */
export const plainlyQuoted = (text: string, shell: Shell): string =>
  shell === 'powershell' ? `'${text.replace(SINGLE_QUOTES, '$&$&')}'` : `'${text.replaceAll("'", "'\\''")}'`;

/** The same in one line, with nothing in it that must not be shown. */
export const quoted = (text: string, shell: Shell): string =>
  // Among so many escapes a secret would no longer be found.
  ANY_UNSAFE.test(text) ? escaped(redact(text), shell) : plainlyQuoted(text, shell);

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
