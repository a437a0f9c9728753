import { FORMAT_NAMES } from '../output/formats.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { VARIABLES } from './variables.ts';

const exitCodesTopic = (): string =>
  [
    'Exit codes. Under --json the last line of stderr is the error as JSON, with its kind.\n',
    ...EXIT_CODES.map(
      ({ code, kind, meaning }) => `  ${String(code).padStart(3)} ${(kind ?? '').padEnd(12)} ${meaning}`,
    ),
    '\nOf many items: an interruption outranks auth, auth unavailable, unavailable partial. When every item failed',
    'alike it is that kind. When nothing was carried out stdout is empty, and the error names every item.',
  ].join('\n');

const environmentTopic = (): string =>
  [
    'Credentials come whole from one source: the profile that --profile or SINCHCTL_PROFILE names; else the',
    'environment, when any of its credentials is set; else the active profile.\n',
    ...VARIABLES.map(({ names, meaning }) => `  ${names.join(', ')}\n      ${meaning}`),
  ].join('\n');

const STATE_FILE_TOPIC = `A state file is YAML or JSON. export prints one, diff compares it, apply makes the account so.

  version: 1
  applications:
    - application: 94983f76-1161-6655-9515-4785c7b67dd8   # key or alias
      alias: support                                      # for readers; another local alias is an error
      callbacks:
        primary: https://voice.example.com/sinch
        fallback: null                                    # null clears; absent is left alone
      numbers:
        voice: ["+14155550100", "+14155550101"]           # with --prune the whole set
        sms: []

What the file does not name is left alone. A number named for another application is moved, and counts as a removal
there. Numbers that a list lacks are removed with --prune only, at most --max-removals of an application and capability.
diff prints a plan id on stderr; apply --plan ID is exit 7 when file or account have changed since.
sinchctl apply --print-schema prints a JSON Schema for editors.`;

const OUTPUT_TOPIC = `Rows are flat objects; every field is always present, null when empty.

  -o ${FORMAT_NAMES.join(', ')}; --json is -o json
  A table on a terminal, headerless tsv in a pipe. csv and markdown have a header: --no-header; tsv has none: --header.
  ndjson, csv and tsv rows of a write appear as they finish. JSON on stdout is a complete array or nothing.
  csv is safe to open in a spreadsheet: a cell that would be a formula begins with an apostrophe.

  --columns number,result     only these, in this order
  --sort application,-number  by these; a minus for descending, empty ones last
  --accessible                one labelled line a field, nothing drawn again
  --results FILE              every row as NDJSON as it finishes, on the disk

stdout carries data only; notes, warnings, questions and errors go to stderr. --quiet takes notes and progress away.`;

const TOPIC_TEXTS: Readonly<Record<string, () => string>> = {
  'exit-codes': exitCodesTopic,
  environment: environmentTopic,
  'state-file': () => STATE_FILE_TOPIC,
  output: () => OUTPUT_TOPIC,
};

/** The text of a topic of `sinchctl help`. */
export function topicText(name: string): string {
  const text = TOPIC_TEXTS[name];
  if (!text) throw new Error(`no text for the topic ${name}`);
  return text();
}
