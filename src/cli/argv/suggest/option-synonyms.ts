import { nearest } from '../../../core/closest-match.ts';
import { FORMATS } from '../../../output/formats.ts';
import { slipsIn } from '../match-command.ts';

const COLUMNS = 'choose fields with --columns A,B';
const JQ = "filter with jq: -o json | jq '.[].number'";
const OUTPUT = `choose a format with -o FORMAT: ${FORMATS.join(', ')}`;
const ALL = 'every row is printed; take some with | head -n N, or with jq';
const YES = 'consent with --yes';
const STDOUT = 'it prints to stdout: sinchctl export > account.yaml';
const SHELL = 'name the shell alone: sinchctl completion bash';
const SECRET = 'no flag takes a secret: see sinchctl profiles set --help, or help environment';

/**
 * Options of other programs that people try here, and what does the same. The first thing to say counts that holds for
 * the command: `see --x` only where there is such an option.
 */
const OPTIONS: Readonly<Record<string, string | readonly string[]>> = {
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
const OF_COMMAND: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  export: { '-f': STDOUT, '--file': STDOUT, '--out': STDOUT, '--output-file': STDOUT },
  completion: { '--shell': SHELL, '-s': SHELL },
};

/** A word of another program that is a typing mistake away is meant as well. */
const SLIPS = 2;

/** Where an option was tried. */
interface Here {
  path: string;
  /** Whether the command has an option. */
  has: (flag: string) => boolean;
}

/** What to say of an option of another program; undefined where nothing is known. */
export function optionInstead(option: string, { path, has }: Here): string | undefined {
  const own = Object.hasOwn(OF_COMMAND, path) ? OF_COMMAND[path] : undefined;
  if (own && Object.hasOwn(own, option)) return own[option];
  if (!Object.hasOwn(OPTIONS, option)) return undefined;
  return [OPTIONS[option] ?? []].flat().find((text) => {
    const needed = /^see (--[a-z-]+)/.exec(text)?.[1];
    return needed === undefined || has(needed);
  });
}

/** The same for an option that is nearly one of another program. */
export function nearlyOption(option: string, here: Here): string | undefined {
  if (!option.startsWith('--')) return undefined;
  const words = Object.keys(OPTIONS).flatMap((one) => (one.startsWith('--') ? [one.slice(2)] : []));
  const near = nearest(option.slice(2), words, Math.min(SLIPS, slipsIn(option.slice(2))));
  return near && optionInstead(`--${near}`, here);
}
