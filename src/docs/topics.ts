import type { TOPICS as NAMES } from '../commands/index.ts';
import { EXIT } from '../core/errors.ts';
import { FORMATS } from '../output/format.ts';

/** What each kind of end means, beside its code. */
const MEANING: Readonly<Record<keyof typeof EXIT, string>> = {
  failure: 'Sinch refused; a reply, redirect, certificate or proxy was wrong; output failed; a bug',
  usage: 'the line or a file is wrong, or a value is missing and nobody can be asked',
  auth: 'credentials are missing, halved, expired or refused; the configuration cannot be read',
  notFound: 'application, alias or number is unknown',
  partial: 'some were done, some failed; each is named',
  unavailable: 'network, timeout, deadline, 429 or 5xx after all retries: the same line can succeed later',
  refused: 'not confirmed, or a guard held: a person must decide',
  drift: 'diff --exit-code found differences',
  busy: 'another process on this machine holds the lock; wait with --lock-timeout',
  interrupted: 'Ctrl-C (SIGTERM: 143); what was in flight was finished and told',
};

const exitCodes = (): string =>
  [
    'Exit codes. Under --json the last line of stderr is the error as JSON, with its kind.\n',
    '    0              all done, or nothing to do',
    ...Object.entries(EXIT).map(
      ([kind, code]) =>
        `  ${String(code).padStart(3)} ${kind.padEnd(12)} ${MEANING[kind as keyof typeof EXIT]}`,
    ),
    '\nOf many items: an interruption outranks auth, auth unavailable, unavailable partial. When every item failed',
    'alike it is that kind. When nothing was carried out stdout is empty, and the error names every item.',
  ].join('\n');

const ENVIRONMENT = `Credentials come whole from one source: the profile that --profile or SINCHCTL_PROFILE names; else the
environment, when any of its credentials is set; else the active profile.

  SINCH_APPLICATION_KEY                   the key and secret of an application (also SINCH_APP_KEY,
  SINCH_APPLICATION_SECRET                SINCH_APP_SECRET); SINCH_APPLICATION_SECRET_FILE names a file instead
  SINCH_INSTANCE_ID, SINCH_INSTANCE_SECRET, SINCH_ORGANISATION_ID    legacy portal credentials
  SINCHCTL_CALLING_URL, SINCHCTL_PORTAL_URL, SINCHCTL_ACCOUNT_URL, SINCHCTL_USER_URL, SINCHCTL_AUTH
                                          base URLs, and signed or basic, for the environment's credentials only
  SINCHCTL_PROFILE                        same as --profile
  SINCHCTL_CONFIG_DIR, XDG_CONFIG_HOME    where config.json lies (%APPDATA% on Windows)
  SINCHCTL_STATE_DIR, XDG_STATE_HOME      where journal, locks and the sandbox's state lie
  SINCHCTL_CA_FILE, NODE_EXTRA_CA_CERTS   trust these authorities too
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY       in either case; loopback is never proxied
  SINCHCTL_ACCESSIBLE                     same as --accessible
  NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, TERM=dumb, COLUMNS          as the conventions say`;

const STATE_FILE = `A state file is YAML or JSON. export prints one, diff compares it, apply makes the account so.

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

const OUTPUT = `Rows are flat objects; every field is always present, null when empty.

  -o ${FORMATS.join(', ')}; --json is -o json
  A table on a terminal, headerless tsv in a pipe. csv and markdown have a header: --no-header; tsv has none: --header.
  ndjson, csv and tsv rows of a write appear as they finish. JSON on stdout is a complete array or nothing.
  csv is safe to open in a spreadsheet: a cell that would be a formula begins with an apostrophe.

  --columns number,result     only these, in this order
  --sort application,-number  by these; a minus for descending, empty ones last
  --accessible                one labelled line a field, nothing drawn again
  --results FILE              every row as NDJSON as it finishes, on the disk

stdout carries data only; notes, warnings, questions and errors go to stderr. --quiet takes notes and progress away.`;

/** What `sinchctl help <topic>` explains beside commands. */
export const TOPICS: Readonly<Record<keyof typeof NAMES, () => string>> = {
  'exit-codes': exitCodes,
  environment: () => ENVIRONMENT,
  'state-file': () => STATE_FILE,
  output: () => OUTPUT,
};
