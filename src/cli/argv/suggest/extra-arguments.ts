import { lookAt, type Named } from '../match-command.ts';

/** Words that can be repeated in a line to be typed; any other may need quotes, or be a secret. */
const PLAIN = /^[\w./+][\w./+-]{0,63}$/;

type Say = (word: string) => string;

const or = (word: string, label: string): string => (PLAIN.test(word) ? word : label);
const file: Say = (word) => `name the file with -f ${or(word, 'FILE')}`;
const application: Say = (word) => `name the application with --app ${or(word, 'A')}`;
const profile: Say = () => 'name the profile with --profile NAME';

/** What a word that is too many could be, by the command that does not take it. */
const EXTRA: Readonly<Record<string, Say>> = {
  diff: file,
  apply: file,
  'callbacks get': application,
  'callbacks set': (word) => (word.includes('://') ? 'name the URL with --primary URL' : application(word)),
  export: (word) =>
    /[./]/.test(word)
      ? `it prints to stdout: sinchctl export > ${or(word, 'FILE')}`
      : `it takes all; one application with --app ${or(word, 'A')}`,
  history(word) {
    if (['list', 'ls', 'show'].includes(word)) return 'sinchctl history alone lists the runs';
    return word.startsWith('+') ? `name the number with --number ${or(word, 'N')}` : application(word);
  },
  'profiles list': () => 'sinchctl profiles show NAME shows one',
  'auth status': profile,
  'auth login': profile,
  'auth logout': profile,
};

/** What may stand on a line. */
export const theLine = ({ path, line }: Named): string =>
  line ? `the line is sinchctl ${line}` : lookAt(path);

/** What to type where a word is too many. */
export function tooMany(named: Named): string {
  const say = Object.hasOwn(EXTRA, named.path) ? EXTRA[named.path] : undefined;
  return say?.(named.extra ?? '') ?? theLine(named);
}
