import { FORMATS } from '../output/format.ts';

const COLUMNS = 'choose fields with --columns A,B';
const JQ = "filter with jq: -o json | jq '.[].number'";
const OUTPUT = `choose a format with -o FORMAT: ${FORMATS.join(', ')}`;
const ALL = 'every row is printed; take some with head or jq';
const SECRET = 'no flag takes a secret: see sinchctl profiles set --help, or help environment';

/** Options of other programs that people try here, and what does the same. */
const OPTIONS: Readonly<Record<string, string>> = {
  '--query': JQ,
  '--jq': JQ,
  '--filter': JQ,
  '--template': JQ,
  '--jsonpath': JQ,
  '--format': OUTPUT,
  '-f': OUTPUT,
  '-F': OUTPUT,
  '--fields': COLUMNS,
  '--select': COLUMNS,
  '--sort-by': 'sort with --sort FIELD, or --sort -FIELD for the other way round',
  '--limit': ALL,
  '--page-size': ALL,
  '--max-items': ALL,
  '--force': 'consent with --yes',
  '--no-prompt': 'nothing is asked with --no-input; --yes is consent',
  '--non-interactive': 'nothing is asked with --no-input; --yes is consent',
  '--silent': 'see --quiet',
  '--verbose': 'see --debug, or --curl',
  '-v': 'see --version, or --debug',
  '-n': 'see --dry-run',
  '--what-if': 'see --dry-run',
  '--simulate': 'see --dry-run',
  '--application': 'see --app',
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

/** Commands of other programs by the noun that they are tried under (none at the top), and what does the same. */
export const COMMANDS_INSTEAD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': {
    signin: 'auth login',
    whoami: 'auth status',
    doctor: 'auth status --verify',
    config: 'profiles set',
    configure: 'profiles set',
    init: 'auth login',
    setup: 'auth login',
    account: 'export',
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
    version: '--version',
  },
  numbers: {
    add: 'numbers assign',
    attach: 'numbers assign',
    move: 'numbers assign --move-from A',
    remove: 'numbers unassign',
    rm: 'numbers unassign',
    delete: 'numbers unassign',
    release: 'numbers unassign',
    detach: 'numbers unassign',
    set: 'numbers overwrite',
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
    update: 'callbacks set',
    add: 'callbacks set',
    remove: 'callbacks set --clear-fallback',
    delete: 'callbacks set --clear-fallback',
    clear: 'callbacks set --clear-fallback',
  },
  apps: {
    ls: 'apps list',
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
    current: 'profiles show',
    select: 'profiles use',
    switch: 'profiles use',
    activate: 'profiles use',
  },
  sandbox: {
    start: 'sandbox serve',
    up: 'sandbox serve',
    run: 'sandbox exec',
    status: 'sandbox show',
    clear: 'sandbox reset',
    delete: 'sandbox reset',
  },
};

/** What to type instead of an option of another program; undefined where nothing is known. */
export const optionInstead = (option: string): string | undefined =>
  Object.hasOwn(OPTIONS, option) ? OPTIONS[option] : undefined;

/** What to type instead of a command of another program, or of a verb without its noun. */
export function commandInstead(noun: string, word: string): string | undefined {
  const words = COMMANDS_INSTEAD[noun] ?? {};
  return Object.hasOwn(words, word) ? words[word] : undefined;
}
