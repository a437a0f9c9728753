import type { Env } from './environment.ts';
import { redact } from './redact.ts';
import { isSafe, UNSAFE } from './text.ts';

/**
 * The quoting rules for a printed command. `posix` works the same way in bash, zsh, ksh93, mksh, and busybox sh. dash and fish read
 * it too, except words with characters that are unsafe on a terminal, which are written in the quotes with escapes that both lack.
 */
export type ShellSyntax = 'posix' | 'powershell';

/** PowerShell on Windows, except in Git Bash and the like, which set SHELL. */
export const shellSyntax = (platform: string, env: Env): ShellSyntax =>
  platform === 'win32' && !env.SHELL ? 'powershell' : 'posix';

// zsh expands a word that starts with an equals sign to the path of a program.
const PLAIN_WORD = /^[\w@+:,./-][\w@%+=:,./-]*$/;
/** What PowerShell parses as a plain word in every position: no number, operator, list comma, `-x:y`, or `-x.y`. */
const PLAIN_IN_POWERSHELL = /^(?:--?[A-Za-z][A-Za-z-]*|[A-Za-z][\w.:\\/-]*)$/;
/** Every character that PowerShell treats as a single quote. */
const SINGLE_QUOTES = /['\u2018\u2019\u201a\u201b]/g;

/** Characters with a special meaning in quoted escapes or in a shell's history, and unsafe characters. */
const BY_ESCAPE = new RegExp(`[\\\\'!]|${UNSAFE}`, 'g');
/** The same for PowerShell, with every character that it treats as a double quote. */
const ESCAPED_IN_POWERSHELL = new RegExp(`[\`$"\\u201c-\\u201e]|${UNSAFE}`, 'g');

const hex = (n: number): string => n.toString(16).padStart(2, '0');

/**
 * By bytes, because the meaning of a code point depends on the shell's locale, and in three octal digits, because some shells read
 * any number of hexadecimal ones.
 */
const posixEscape = (character: string): string =>
  [...new TextEncoder().encode(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');

/** As an expression, because old versions have no escape for most characters. */
const powershellEscape = (character: string): string =>
  /[`$"\u201c-\u201e]/.test(character) ? `\`${character}` : `$([char]0x${hex(character.charCodeAt(0))})`;

/** Quoted with escapes, so that a copied command contains characters that are unsafe on a terminal. */
const escaped = (text: string, shell: ShellSyntax): string =>
  shell === 'powershell'
    ? `"${text.replace(ESCAPED_IN_POWERSHELL, powershellEscape)}"`
    : `$'${text.replace(BY_ESCAPE, posixEscape)}'`;

/** A string in quotes, unchanged, including its line breaks. */
export const plainlyQuoted = (text: string, shell: ShellSyntax): string =>
  shell === 'powershell' ? `'${text.replace(SINGLE_QUOTES, '$&$&')}'` : `'${text.replaceAll("'", "'\\''")}'`;

/** A string in quotes on one line, without unsafe characters. */
export function quoted(text: string, shell: ShellSyntax): string {
  // Redacted first, because `redact` does not find a secret between escapes.
  if (!isSafe(text)) return escaped(redact(text), shell);
  const inQuotes = plainlyQuoted(text, shell);
  if (shell === 'powershell' || !text.includes('\\')) return inQuotes;
  // fish reads some backslashes in single quotes as escapes, so all of them are outside.
  return `'${text.replace(/[\\']/g, "'\\$&'")}'`;
}

/** A line that does nothing. A comment would not work: an interactive zsh runs it as a command. */
export const shellNote = (text: string): string => `: ${quoted(text, 'posix')}`;

/** A word for a shell, quoted if needed. */
export function shellWord(text: string, shell: ShellSyntax): string {
  const plain = shell === 'powershell' ? PLAIN_IN_POWERSHELL : PLAIN_WORD;
  return plain.test(text) ? text : quoted(text, shell);
}

/** A sinchctl command for the user to run. */
export const shellLine = (argv: readonly string[], shell: ShellSyntax): string =>
  ['sinchctl', ...argv.map((word) => shellWord(word, shell))].join(' ');

/** A command that sets a variable for programs started later. */
export const variableLine = (name: string, text: string, shell: ShellSyntax): string =>
  // PowerShell runs an unquoted value as a command.
  shell === 'powershell'
    ? `$env:${name} = ${quoted(text, shell)}`
    : `export ${name}=${shellWord(text, shell)}`;
