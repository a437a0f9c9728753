import { FORMAT_NAMES } from '../../output/formats.ts';

/**
 * The program's commands and the words of other tools for them, by the group that precedes these words (`''` for none).
 */
export const COMMAND_SYNONYMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': {
    'auth login': 'signin init setup',
    'auth status': 'whoami info',
    'auth status --verify': 'doctor',
    'auth status (or export, which prints the account as a file)': 'account',
    'profiles set': 'config configure',
    'apps list': 'application applications aliases',
    completion: 'shell',
    export: 'backup dump',
    diff: 'plan',
    apply: 'restore import deploy',
    history: 'log audit',
    undo: 'rollback revert',
    query: 'lookup',
    'sandbox serve': 'mock simulator',
    commands: 'schema',
    '--version': 'version',
  },
  numbers: {
    'numbers list': 'ls describe get show search',
    'numbers assign': 'create add attach',
    'numbers assign --move-from <APP>': 'move',
    'numbers assign (or numbers overwrite, which also unassigns all other numbers of the application)': 'set',
    'numbers unassign': 'remove rm delete release detach',
    'numbers overwrite': 'replace sync',
    query: 'query lookup',
  },
  callbacks: {
    'callbacks get --all': 'list ls',
    'callbacks get': 'show describe',
    'callbacks set': 'update add',
    'callbacks set --clear-fallback': 'remove delete clear unset',
  },
  apps: {
    'apps list': 'ls describe get show',
    'apps alias': 'create set add name rename',
    'apps unalias': 'rm remove delete',
  },
  auth: {
    'auth login': 'signin',
    'auth logout': 'signout',
    'auth status': 'whoami show',
    'auth status --verify': 'check verify test',
    'profiles use': 'switch',
  },
  profiles: {
    'profiles set': 'add create new update edit configure',
    'profiles remove': 'delete rm',
    'profiles show': 'get describe current',
    'profiles list': 'ls',
    'profiles use': 'select switch activate',
  },
  sandbox: {
    'sandbox show': 'ls list get status',
    'sandbox serve': 'start up',
    'sandbox exec': 'run',
    'sandbox reset': 'clear delete',
  },
};

/** The program's groups by the words of other tools. */
export const NOUN_SYNONYMS: Readonly<Record<string, string>> = {
  apps: 'alias aliases application applications',
  callbacks: 'webhook webhooks url urls',
  numbers: 'phone phones did dids',
  profiles: 'credentials context contexts',
};

/** Commands of other tools that are not needed here, and why. */
export const NOT_NEEDED: Readonly<Record<string, string>> = {
  'to stop sandbox serve, press Ctrl-C or send SIGTERM; to reset the built-in sandbox, run sinchctl sandbox reset':
    'sandbox stop,sandbox down,sandbox kill',
  'sinchctl does not use tokens, because it signs every request; to show the credentials, run sinchctl auth status':
    'auth token,auth refresh,token',
  'an account cannot be deleted; to unassign its numbers, run sinchctl numbers unassign': 'destroy',
  'a profile cannot be renamed: run sinchctl profiles set <new>, then sinchctl profiles remove <old>':
    'profiles rename',
};

const JQ = "filter with jq: -o json | jq '.[].number'";
const OUTPUT = `to choose a format, add -o <FORMAT>: ${FORMAT_NAMES.join(', ')}`;
const LIMIT_HINT = 'to limit the rows, add | head -n <COUNT>';
const YES = 'to confirm without a prompt, add --yes';
const NO_INPUT = 'use --no-input to disable prompts, or --yes to confirm';
const CA_FILE = 'to trust your own certificate authority, add --ca-file <FILE>';
const EXPORT = 'export prints to stdout: sinchctl export > account.yaml';
const SHELL = 'pass only the name of the shell: sinchctl completion bash';

/**
 * Options of other tools, and what to type instead. The first applicable hint is used: one that starts with `use --x`
 * applies to commands that have this option; one that starts with a command in brackets applies only to that command.
 */
export const OPTION_SYNONYMS: readonly (readonly [flags: string, ...hints: string[]])[] = [
  ['--query --jq --filter --template --jsonpath', JQ],
  ['--format', OUTPUT],
  [
    '-f',
    `[export] ${EXPORT}`,
    'use --data <JSON> or --data @<FILE>',
    'use --from <FILE> to read numbers, or -o <FORMAT> to choose a format',
    OUTPUT,
  ],
  ['-F', 'use --data <JSON> or --data @<FILE>', OUTPUT],
  ['--fields --select', 'to choose fields, add --columns number,alias'],
  ['--sort-by', 'use --sort <FIELD>, or --sort -<FIELD> for descending order'],
  ['--limit --page-size --max-items -n', LIMIT_HINT],
  ['--force --approve --auto-approve --assume-yes', YES],
  ['--h', 'did you mean --help?'],
  ['--detailed-exitcode', 'use --exit-code'],
  ['--no-prompt --non-interactive', NO_INPUT],
  ['--silent', 'use --quiet'],
  ['--verbose', 'use --debug, or --curl'],
  ['-v', 'use --version, or --debug'],
  ['--what-if --simulate', 'use --dry-run'],
  ['--application --to --from-app', 'use --app'],
  ['--url', 'use --primary', 'use --base-url'],
  ['--file', `[export] ${EXPORT}`, 'use --from'],
  ['--out --output-file', `[export] ${EXPORT}`],
  ['--input', 'use --data @<FILE>', 'use --from <FILE>'],
  ['--method', 'pass the method first: sinchctl api POST <path>'],
  [
    '--secret --password --token',
    'no option accepts a secret; see sinchctl profiles set --help, or sinchctl help environment',
  ],
  ['--endpoint-url', 'to set a base URL, run sinchctl profiles set --base-url <HOST=URL>'],
  ['--proxy', 'set the environment variable HTTPS_PROXY'],
  ['--insecure -k', CA_FILE],
  ['--config', 'to use another configuration directory, set SINCHCTL_CONFIG_DIR'],
  ['--shell -s', `[completion] ${SHELL}`],
];

/** Words that can be repeated in a command to copy; others may need quotes or be secrets. */
const SIMPLE_WORD = /^[\w./+][\w./+-]{0,63}$/;

type Hint = (word: string) => string;

const or = (word: string, label: string): string => (SIMPLE_WORD.test(word) ? word : label);
const file: Hint = (word) => `did you mean -f ${or(word, '<FILE>')}?`;
const applicationHint: Hint = (word) => `did you mean --app ${or(word, '<APP>')}?`;
const profileHint: Hint = () => 'to use another profile, add --profile <NAME>';

/** The likely meaning of an extra argument, by the command that does not accept it. */
export const EXTRA_ARGUMENTS: Readonly<Record<string, Hint>> = {
  diff: file,
  apply: file,
  'callbacks get': applicationHint,
  'callbacks set': (word) => (word.includes('://') ? 'did you mean --primary <URL>?' : applicationHint(word)),
  export: (word) =>
    /[./]/.test(word)
      ? `export prints to stdout: sinchctl export > ${or(word, 'account.yaml')}`
      : applicationHint(word),
  history(word) {
    if (['list', 'ls', 'show'].includes(word)) return 'did you mean sinchctl history?';
    return word.startsWith('+') ? `did you mean --number ${or(word, '<NUMBER>')}?` : applicationHint(word);
  },
  'profiles list': () => 'did you mean sinchctl profiles show <name>?',
  'auth status': profileHint,
  'auth login': profileHint,
  'auth logout': profileHint,
};
