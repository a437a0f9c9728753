import type { CommandList } from '../cli/command-list.ts';
import { redact } from '../core/redact.ts';
import { type Host, thisHost } from '../platform/host.ts';
import { leave } from '../platform/process-end.ts';
import { readBashLine } from './bash-line.ts';
import { type Candidate, findPosition, type Position } from './position.ts';

/** The response to a shell: words to offer, and a directive for further actions. */
interface Completion {
  directive: string;
  candidates: readonly Candidate[];
}

type ValuePosition = Extract<Position, { kind: 'value' }>;

/** The form of names, aliases, keys, and numbers. Nothing else is offered, because a shell might interpret it. */
const INERT_VALUE = /^[A-Za-z0-9+][A-Za-z0-9._+-]{0,63}$/;

const NO_COMPLETION: Completion = { directive: '', candidates: [] };

/** The words that start as typed, ignoring case if none matches exactly. A number may be typed without its plus. */
function matching(candidates: readonly Candidate[], typed: string): Candidate[] {
  const starts = /^\d/.test(typed) ? [typed, `+${typed}`] : [typed];
  const exact = candidates.filter(({ value }) => starts.some((start) => value.startsWith(start)));
  if (exact.length > 0) return exact;
  const small = typed.toLowerCase();
  return candidates.filter(({ value }) => value.toLowerCase().startsWith(small));
}

/** A comma-separated list of fields; in a sort order, each may have a minus sign. */
function fieldCandidates(fields: readonly string[], typed: string, isOrder: boolean): Candidate[] {
  const done = typed.slice(0, typed.lastIndexOf(',') + 1);
  const sign = isOrder && typed.startsWith('-', done.length) ? '-' : '';
  const given = done.replaceAll('-', '').split(',');
  return fields
    .filter((field) => !given.includes(field))
    .map((field) => ({ value: done + sign + field, about: '' }));
}

async function valuesFor({ offer, fields, line }: ValuePosition, typed: string, host: Host) {
  const { completes, choices = [] } = offer;
  const fixed = choices.map((value) => ({ value, about: '' }));
  switch (completes) {
    case undefined:
    case 'file':
    case 'program':
      return fixed;
    case 'atFile':
      return typed === '' ? [{ value: '@', about: 'read from a file' }] : [];
    case 'fields':
    case 'order':
      return fieldCandidates(fields, typed, completes === 'order');
  }
  const { lookUp } = await import('./sources.ts');
  const found = await lookUp(completes, line, typed, host).catch(() => []);
  return [...found.filter(({ value }) => INERT_VALUE.test(value)), ...fixed];
}

/** Completes a value or an argument; the directive tells the shell where to offer files. */
async function completeValue(position: ValuePosition, current: string, host: Host): Promise<Completion> {
  const { lead, offer } = position;
  const typed = current.slice(lead.length);
  if (offer.completes === 'atFile' && typed.startsWith('@'))
    return { directive: `files ${lead.length + 1}`, candidates: [] };
  const all = await valuesFor(position, typed, host);
  const found = matching(all, typed);
  const candidates = found.map((one) => ({ ...one, value: lead + one.value }));
  if (offer.completes === 'file' || offer.orFile) return { directive: `files ${lead.length}`, candidates };
  const isOpen =
    offer.completes === 'fields' ||
    offer.completes === 'order' ||
    found.some(({ value, isStart }) => isStart || /[=:@]$/.test(value));
  if (isOpen) return { directive: 'nospace', candidates };
  return found.length > 0 || offer.completes ? { directive: '', candidates } : unmatched(all, lead);
}

/** No candidate starts as typed. Some shells match words in other ways, such as by correcting typos. */
const unmatched = (candidates: readonly Candidate[], lead = ''): Completion =>
  candidates.length === 0 || candidates.some(({ value }) => /[=:]$/.test(value))
    ? NO_COMPLETION
    : { directive: 'unmatched', candidates: candidates.map((one) => ({ ...one, value: lead + one.value })) };

async function findCompletion(
  set: CommandList,
  words: readonly string[],
  current: string,
  host: Host,
): Promise<Completion> {
  const position = findPosition(set, words, current);
  if (!position) return NO_COMPLETION;
  if (position.kind === 'program') return { directive: `program ${position.first}`, candidates: [] };
  if (position.kind === 'value') return completeValue(position, current, host);
  const found = matching(position.words, current);
  // Unlike commands, options are not corrected: a similar option may already be present.
  if (found.length > 0 || current.startsWith('-')) return { directive: '', candidates: found };
  return unmatched(position.words);
}

/** The same for bash, which gets only the text to insert, and separate directives for files that it cannot find itself. */
async function completeForBash(set: CommandList, argv: readonly string[], host: Host): Promise<string> {
  const { words, current, unreplaced, indexes } = readBashLine(argv);
  const { directive, candidates } = await findCompletion(set, words, current, host);
  const [kind, number = '0'] = directive.split(' ');
  const at = Number(number);
  if (kind === 'unmatched') return completionText(NO_COMPLETION);
  if (kind === 'program' && at < words.length)
    return completionText({ ...NO_COMPLETION, directive: `program ${indexes[at]}` });
  if (kind === 'program') return current.includes('/') ? ': files\n' : `${current}\n: command\n`;
  const rest = ({ value }: Candidate) =>
    value.startsWith(unreplaced) ? value.slice(unreplaced.length) : value;
  const lead = { value: current.slice(0, at), about: '' };
  if (kind === 'files' && lead.value !== unreplaced) return `${rest(lead)}\n${current.slice(at)}\n: names\n`;
  return completionText({
    directive,
    candidates: candidates.map((one) => ({ value: rest(one), about: '' })),
  });
}

/** One line per word: the text to insert, a tab, and a description. The last line is a colon and the directive; a response
 * without it is incomplete. */
const completionText = ({ directive, candidates }: Completion): string =>
  [
    ...candidates.map(({ value, about }) => `${value}\t${describe(about)}`),
    `: ${directive}`.trimEnd(),
    '',
  ].join('\n');

const describe = (about: string): string =>
  redact(about)
    .replace(/[^ -~]/g, '')
    .slice(0, 120);

/**
 * Responds to a completion script, which sends `=` and the word at the cursor, then the words before it; the script for
 * bash sends what `readBashLine` reads. Errors print nothing, because the command is still being typed.
 */
export async function complete(set: CommandList, argv: readonly string[], given?: Host): Promise<number> {
  const host = given ?? thisHost();
  try {
    const [first = '', ...rest] = argv;
    if (first === 'bash') await host.stdout.write(await completeForBash(set, rest, host));
    else if (first.startsWith('='))
      await host.stdout.write(completionText(await findCompletion(set, rest, first.slice(1), host)));
  } catch {
    // The command itself reports the error when it runs.
  }
  // A name server that does not respond would keep the process alive, and the shell waits for it to exit.
  return given ? 0 : leave(0);
}
