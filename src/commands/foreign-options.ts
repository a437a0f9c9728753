import { nearest } from '../core/nearest.ts';
import { FORMATS } from '../output/format.ts';

const COLUMNS = 'choose fields with --columns A,B';
const JQ = "filter with jq: -o json | jq '.[].number'";
const OUTPUT = `choose a format with -o FORMAT: ${FORMATS.join(', ')}`;
const ALL = 'every row is printed; take some with | head -n N, or with jq';
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
  '-f': [`see --from, or ${OUTPUT}`, OUTPUT],
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
  '-n': ['see --dry-run', ALL],
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

/** A word of another program that is a typing mistake away is meant as well. */
const SLIPS = 2;

/**
 * What to say of an option of another program; undefined where nothing is known.
 * @param isHere whether the command has an option
 */
export function optionInstead(option: string, isHere: (flag: string) => boolean): string | undefined {
  if (!Object.hasOwn(OPTIONS, option)) return undefined;
  return [OPTIONS[option] ?? []].flat().find((text) => {
    const needed = /^see (--[a-z-]+)/.exec(text)?.[1];
    return needed === undefined || isHere(needed);
  });
}

/** The same for an option that is nearly one of another program. */
export function nearlyOption(option: string, isHere: (flag: string) => boolean): string | undefined {
  const near = option.startsWith('--') ? nearest(option, Object.keys(OPTIONS), SLIPS) : undefined;
  return near && optionInstead(near, isHere);
}
