const PLAIN = /^[\w@%+=:,./-]+$/;

/** A word for a POSIX shell, exactly as it is. */
export const shellWord = (text: string): string =>
  PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A line of ours as it can be typed again. */
export const shellLine = (argv: readonly string[]): string => ['sinchctl', ...argv].map(shellWord).join(' ');
