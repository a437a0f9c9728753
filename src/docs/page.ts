import type { HelpStyle } from '../cli/command-list.ts';
import { foldWords } from '../core/text.ts';

/** The largest part of the width that a term may take before its meaning starts on the next line. */
const TERM_SHARE = 0.4;

const INDENT = '  ';

export const bold = (text: string, { color }: HelpStyle): string =>
  color ? `\u001b[1m${text}\u001b[22m` : text;

/** Paragraphs, one per line of the text. Indented lines are printed unchanged: people copy them. */
export const paragraphs = (text: string, { width }: HelpStyle): string[] =>
  text.split('\n').flatMap((line, i) => {
    if (line.startsWith(INDENT)) return [line];
    return [...(i > 0 ? [''] : []), ...foldWords(line, width)];
  });

/** Text that starts after `lead`; its other lines are indented to its start. */
export function hanging(lead: string, text: string, { width }: HelpStyle): string[] {
  const [first = '', ...more] = foldWords(text, Math.max(width - lead.length, 20));
  return [lead + first, ...more.map((line) => ' '.repeat(lead.length) + line)];
}

/** Terms with their meanings in a second column. */
export function terms(
  entries: readonly (readonly [term: string, meaning: string])[],
  style: HelpStyle,
): string[] {
  const limit = Math.floor(style.width * TERM_SHARE);
  const column = Math.max(0, ...entries.map(([term]) => term.length).filter((length) => length <= limit));
  return entries.flatMap(([term, meaning]) => {
    const lead = INDENT + term.padEnd(column) + INDENT;
    if (term.length <= column) return hanging(lead, meaning, style);
    return [INDENT + term, ...hanging(' '.repeat(column + 2 * INDENT.length), meaning, style)];
  });
}

/** A heading and its lines; nothing if there are no lines. */
export const section = (title: string, lines: readonly string[], style: HelpStyle): string[] =>
  lines.length === 0 ? [] : [`${bold(title, style)}\n${lines.join('\n')}`];

/** Indented lines. */
export const snippet = (lines: readonly string[]): string[] => lines.map((line) => line && INDENT + line);

/** Parts of a page with a blank line between them. */
export const page = (...parts: readonly string[]): string => `${parts.join('\n\n')}\n`;
