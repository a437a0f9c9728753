import { FORMATS } from '../output/format.ts';

const COLUMNS = 'choose fields with --columns A,B';
const JQ = "filter with jq: -o json | jq '.[].number'";

/** Options of other programs that people try here, and what does the same. */
const INSTEAD: Readonly<Record<string, string>> = {
  '--query': JQ,
  '--jq': JQ,
  '--filter': JQ,
  '--template': JQ,
  '--format': `choose a format with -o FORMAT: ${FORMATS.join(', ')}`,
  '--fields': COLUMNS,
  '--input': 'of api: --data @FILE; of others: --from FILE',
  '--method': 'the method comes first: sinchctl api POST <path>',
  '--sort-by': 'sort with --sort FIELD, or --sort -FIELD for the other way round',
};

/** What to type instead of an option of another program; undefined where the message is about nothing of the kind. */
export function foreignHint(message: string): string | undefined {
  const option = /^unknown option '(--[a-z-]+)/.exec(message)?.[1];
  return option === undefined ? undefined : INSTEAD[option];
}
