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
const NOT_NEEDED: Readonly<Record<string, string>> = {
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

/** What to type instead of a command of another program, or of a verb without its noun. */
export function commandInstead(noun: string, word: string): string | undefined {
  const words = COMMANDS_INSTEAD[noun] ?? {};
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

/** Why there is no such command. */
export const notNeeded = (noun: string, word: string): string | undefined =>
  Object.hasOwn(NOT_NEEDED, `${noun} ${word}`) ? NOT_NEEDED[`${noun} ${word}`] : undefined;

/** What other programs call our nouns. */
const NOUNS: Readonly<Record<string, string>> = {
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

/** Our noun for what other programs call otherwise. */
export const nounInstead = (word: string): string | undefined =>
  Object.hasOwn(NOUNS, word) ? NOUNS[word] : undefined;
