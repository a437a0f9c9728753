import { FORMAT_NAMES } from '../../output/formats.ts';

/** Commands of other programs by the noun that they are tried under (none at the top), and what does the same. */
export const COMMAND_SYNONYMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': {
    signin: 'auth login',
    whoami: 'auth status',
    doctor: 'auth status --verify',
    config: 'profiles set',
    configure: 'profiles set',
    init: 'auth login',
    setup: 'auth login',
    account: 'auth status (or export, which prints the account as a file)',
    info: 'auth status',
    shell: 'completion',
    backup: 'export',
    dump: 'export',
    plan: 'diff',
    restore: 'apply',
    import: 'apply',
    deploy: 'apply',
    log: 'history',
    audit: 'history',
    rollback: 'undo',
    revert: 'undo',
    lookup: 'query',
    mock: 'sandbox serve',
    simulator: 'sandbox serve',
    schema: 'commands',
    application: 'apps list',
    applications: 'apps list',
    aliases: 'apps list',
    version: '--version',
  },
  numbers: {
    ls: 'numbers list',
    describe: 'numbers list',
    create: 'numbers assign',
    add: 'numbers assign',
    attach: 'numbers assign',
    move: 'numbers assign --move-from A',
    remove: 'numbers unassign',
    rm: 'numbers unassign',
    delete: 'numbers unassign',
    release: 'numbers unassign',
    detach: 'numbers unassign',
    set: 'numbers assign (or numbers overwrite, which unassigns all others)',
    replace: 'numbers overwrite',
    sync: 'numbers overwrite',
    get: 'numbers list',
    show: 'numbers list',
    search: 'numbers list',
    query: 'query',
    lookup: 'query',
  },
  callbacks: {
    list: 'callbacks get --all',
    ls: 'callbacks get --all',
    show: 'callbacks get',
    describe: 'callbacks get',
    update: 'callbacks set',
    add: 'callbacks set',
    remove: 'callbacks set --clear-fallback',
    delete: 'callbacks set --clear-fallback',
    clear: 'callbacks set --clear-fallback',
    unset: 'callbacks set --clear-fallback',
  },
  apps: {
    ls: 'apps list',
    describe: 'apps list',
    create: 'apps alias',
    rm: 'apps unalias',
    set: 'apps alias',
    get: 'apps list',
    show: 'apps list',
    add: 'apps alias',
    name: 'apps alias',
    rename: 'apps alias',
    remove: 'apps unalias',
    delete: 'apps unalias',
  },
  auth: {
    whoami: 'auth status',
    show: 'auth status',
    check: 'auth status --verify',
    verify: 'auth status --verify',
    test: 'auth status --verify',
    signin: 'auth login',
    signout: 'auth logout',
    switch: 'profiles use',
  },
  profiles: {
    add: 'profiles set',
    create: 'profiles set',
    new: 'profiles set',
    update: 'profiles set',
    edit: 'profiles set',
    configure: 'profiles set',
    delete: 'profiles remove',
    rm: 'profiles remove',
    get: 'profiles show',
    describe: 'profiles show',
    ls: 'profiles list',
    current: 'profiles show',
    select: 'profiles use',
    switch: 'profiles use',
    activate: 'profiles use',
  },
  sandbox: {
    ls: 'sandbox show',
    list: 'sandbox show',
    get: 'sandbox show',
    start: 'sandbox serve',
    up: 'sandbox serve',
    run: 'sandbox exec',
    status: 'sandbox show',
    clear: 'sandbox reset',
    delete: 'sandbox reset',
  },
};

const SERVES = 'sandbox serve ends with Ctrl-C or SIGTERM; sandbox reset makes its world as it was at first';
const SIGNED =
  'there is no token: every request is signed; sinchctl auth status shows the credentials in use';

/** Commands of other programs that need none here, by noun and verb, and why. */
export const NOT_NEEDED: Readonly<Record<string, string>> = {
  'sandbox stop': SERVES,
  'sandbox down': SERVES,
  'sandbox kill': SERVES,
  'auth token': SIGNED,
  'auth refresh': SIGNED,
  ' token': SIGNED,
  ' destroy': 'nothing does away with an account; sinchctl numbers unassign frees numbers',
  'profiles rename':
    'a name cannot be changed: sinchctl profiles set stores a new one, then profiles remove forgets the old one',
};

/** What other programs call our nouns. */
export const NOUN_SYNONYMS: Readonly<Record<string, string>> = {
  alias: 'apps',
  aliases: 'apps',
  application: 'apps',
  applications: 'apps',
  webhook: 'callbacks',
  webhooks: 'callbacks',
  url: 'callbacks',
  urls: 'callbacks',
  phone: 'numbers',
  phones: 'numbers',
  did: 'numbers',
  dids: 'numbers',
  credentials: 'profiles',
  context: 'profiles',
  contexts: 'profiles',
};

const COLUMNS = 'choose fields with --columns A,B';
const JQ = "filter with jq: -o json | jq '.[].number'";
const OUTPUT = `choose a format with -o FORMAT: ${FORMAT_NAMES.join(', ')}`;
const ALL = 'every row is printed; take some with | head -n N, or with jq';
const YES = 'consent with --yes';
const STDOUT = 'it prints to stdout: sinchctl export > account.yaml';
const SHELL = 'name the shell alone: sinchctl completion bash';
const SECRET = 'no flag takes a secret: see sinchctl profiles set --help, or help environment';

/**
 * Options of other programs that people try here, and what does the same. The first thing to say counts that holds for
 * the command: `see --x` only where there is such an option.
 */
export const OPTION_SYNONYMS: Readonly<Record<string, string | readonly string[]>> = {
  '--query': JQ,
  '--jq': JQ,
  '--filter': JQ,
  '--template': JQ,
  '--jsonpath': JQ,
  '--format': OUTPUT,
  '-f': ['see --data, which takes JSON or @FILE', `see --from, or ${OUTPUT}`, OUTPUT],
  '-F': ['see --data, which takes JSON or @FILE', OUTPUT],
  '--fields': COLUMNS,
  '--select': COLUMNS,
  '--sort-by': 'sort with --sort FIELD, or --sort -FIELD for the other way round',
  '--limit': ALL,
  '--page-size': ALL,
  '--max-items': ALL,
  '--force': YES,
  '--confirm': YES,
  '--approve': YES,
  '--auto-approve': YES,
  '--assume-yes': YES,
  '--h': 'did you mean --help?',
  '--detailed-exitcode': 'see --exit-code',
  '--no-prompt': 'nothing is asked with --no-input; --yes is consent',
  '--non-interactive': 'nothing is asked with --no-input; --yes is consent',
  '--silent': 'see --quiet',
  '--verbose': 'see --debug, or --curl',
  '-v': 'see --version, or --debug',
  '-n': ['see --dry-run', ALL],
  '--what-if': 'see --dry-run',
  '--simulate': 'see --dry-run',
  '--application': 'see --app',
  '--to': 'see --app',
  '--from-app': 'see --app',
  '--url': ['see --primary', 'see --base-url'],
  '--file': 'see --from',
  '--input': 'of api: --data @FILE; of others: --from FILE',
  '--method': 'the method comes first: sinchctl api POST <path>',
  '--secret': SECRET,
  '--password': SECRET,
  '--token': SECRET,
  '--endpoint-url': 'a profile keeps it: sinchctl profiles set --base-url HOST=URL',
  '--proxy': 'set HTTPS_PROXY',
  '--insecure': 'trust an authority of your own with --ca-file',
  '-k': 'trust an authority of your own with --ca-file',
  '--config': 'name its directory with SINCHCTL_CONFIG_DIR',
};

/** The same for one command. */
export const OPTION_SYNONYMS_OF_COMMAND: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  export: { '-f': STDOUT, '--file': STDOUT, '--out': STDOUT, '--output-file': STDOUT },
  completion: { '--shell': SHELL, '-s': SHELL },
};

/** Words that can be repeated in a line to be typed; any other may need quotes, or be a secret. */
const PLAIN = /^[\w./+][\w./+-]{0,63}$/;

type Say = (word: string) => string;

const or = (word: string, label: string): string => (PLAIN.test(word) ? word : label);
const file: Say = (word) => `name the file with -f ${or(word, 'FILE')}`;
const application: Say = (word) => `name the application with --app ${or(word, 'A')}`;
const profile: Say = () => 'name the profile with --profile NAME';

/** What a word that is too many could be, by the command that does not take it. */
export const EXTRA_ARGUMENTS: Readonly<Record<string, Say>> = {
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
