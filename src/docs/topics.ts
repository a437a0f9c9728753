import { GLOBAL_OPTIONS_SCOPE, globalOptions } from '../cli/argv/global-options.ts';
import type { HelpStyle } from '../cli/command-list.ts';
import { describeFormat, FORMAT_NAMES } from '../output/formats.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { optionTerms } from './help.ts';
import { page, paragraphs, section, snippet, terms } from './page.ts';
import { VARIABLES } from './variables.ts';

type Topic = (style: HelpStyle) => string;

/** Sections of text, each under its heading. */
const sections = (style: HelpStyle, texts: Readonly<Record<string, string>>): string[] =>
  Object.entries(texts).flatMap(([title, content]) =>
    section(title, snippet(paragraphs(content, { ...style, width: style.width - 2 })), style),
  );

const text = (content: string, style: HelpStyle): string => paragraphs(content, style).join('\n');

const optionsTopic: Topic = (style) =>
  page(
    text(GLOBAL_OPTIONS_SCOPE, style),
    terms(
      [
        ...optionTerms(globalOptions),
        ['-h, --help', 'show help for the command'],
        ['-V, --version', 'show the version'],
      ],
      style,
    ).join('\n'),
  );

const exitCodesTopic: Topic = (style) =>
  page(
    terms(
      EXIT_CODES.map(({ code, kind, meaning }) => [
        `${String(code).padStart(3)} ${(kind ?? '').padEnd(11)}`,
        meaning,
      ]),
      style,
    ).join('\n'),
    ...sections(style, {
      Precedence:
        'If several items fail with different errors, the exit code is the first of these that applies: 130, 143, or 129 (interrupted), 3, 6, 5. If all items fail with the same kind of error, the exit code is the code of that error. If a command fails before it makes changes, stdout is empty and the error reports all items; long lists are shortened, except with --json.',
      Scripts:
        'With --json, the last line of stderr is the error as JSON, including its kind and exit code. Exit codes 6 and 9 indicate temporary errors: run the same command again later. Exit code 7 requires manual review: read the error before you run the command again.',
    }),
  );

const environmentTopic: Topic = (style) =>
  page(
    text(
      'All credentials come from a single source: the profile specified with --profile or SINCHCTL_PROFILE; otherwise the environment, if it contains credentials; otherwise the active profile. To show the source of each value, run sinchctl auth status.',
      style,
    ),
    VARIABLES.map(({ names, meaning }) =>
      [
        ...paragraphs(names.join(', '), style),
        ...paragraphs(meaning, { ...style, width: style.width - 6 }).map((line) => `      ${line}`),
      ].join('\n'),
    ).join('\n'),
  );

const stateFileTopic: Topic = (style) =>
  page(
    text(
      'A state file describes an account in YAML or JSON. export prints the account as a state file, diff compares a state file with the account, and apply applies it.',
      style,
    ),
    `  version: 1
  applications:
    - application: 94983f76-1161-6655-9515-4785c7b67dd8  # key or alias
      alias: support                # optional; must match the local alias
      callbacks:
        primary: https://voice.example.com/sinch
        fallback: null              # null clears it; if omitted, unchanged
      numbers:
        voice: ["+14155550100", "+14155550101"]
        sms: []`,
    text(
      'Applications and callback URLs that are not in the file are unchanged, except for applications from which numbers are moved. A callback key without a value is an error, because the usual cause is an empty variable; to clear a callback, use null. A number that the file lists for another application is moved, which counts as a removal from its previous application. Numbers that are assigned to an application but missing from its list are unassigned only with --prune. --max-removals limits the number of removals per application and capability.\n' +
        'A callback URL must be a valid http or https URL without a user name, password, fragment, or unrendered template such as {{ host }}. URLs that would not change are not validated.\n' +
        'YAML anchors, aliases, and merge keys (<<) are supported. Top-level fields that start with x- are ignored.\n' +
        'diff prints a plan ID on stderr, and diff --out writes the plan as JSON. apply --plan accepts the ID or the file, and exits with code 7 if the state file, the plan, or the account has changed.\n' +
        'To print a JSON Schema for editors, run sinchctl apply --print-schema.',
      style,
    ),
  );

const outputTopic: Topic = (style) =>
  page(
    text('Each row is a flat object. Every field is always present; empty fields are null.', style),
    ...section(
      'Formats',
      terms(
        [
          ...FORMAT_NAMES.map((format): [string, string] => [`-o ${format}`, describeFormat(format)]),
          ['--header, --no-header', 'print or omit the header'],
          ['--columns number,result', 'print only these fields, in this order'],
          [
            '--sort application,-number',
            'sort by these fields; prefix a field with - for descending order; empty values come last',
          ],
          ['--results results.ndjson', 'append each row as NDJSON as soon as it finishes, synced to disk'],
          ['--accessible', 'print one labeled line per field instead of a table, without redrawing lines'],
        ],
        style,
      ),
      style,
    ),
    text(
      'Only data is printed on stdout; notes, warnings, prompts, and errors are printed on stderr. --quiet suppresses notes and progress.',
      style,
    ),
  );

const troubleshootingTopic: Topic = (style) =>
  page(
    text('To check credentials, clock, proxy, and certificates, run sinchctl auth status --verify.', style),
    ...sections(style, {
      '401 or 403, exit code 3':
        'The key or secret is wrong, or they belong to different applications. To show which credentials are used and where they come from, run sinchctl auth status. To store new credentials, run sinchctl auth login. A portal instance expires after two days: run sinchctl auth login --portal.',
      'Wrong profile or account':
        'Credentials in the environment (SINCH_*) take precedence over the active profile, and --profile takes precedence over both. To show the active profile, run sinchctl profiles list. To switch to another profile, run sinchctl profiles use <name>.',
      Clock:
        'Sinch rejects requests with an incorrect timestamp. If the clock of this computer is wrong, sinchctl corrects the timestamps and prints a warning. To fix the cause, synchronize the clock (NTP).',
      Proxy:
        'Set HTTPS_PROXY=http://proxy.example.com:8080, and set NO_PROXY to a list of hosts that bypass the proxy. Loopback addresses always bypass it. If the proxy requires authentication, include the user name and password in the URL.',
      Certificate:
        'If a proxy or gateway uses its own certificate authority, pass the PEM file of the authority with --ca-file <FILE>, set SINCHCTL_CA_FILE, or store its path in the profile: sinchctl profiles set <name> --ca-file <FILE>. Certificate verification cannot be disabled.',
      'Rate limit (429)':
        'sinchctl slows down and retries automatically. If the command still exits with code 6, lower --concurrency or raise --retries, and run the same command again. Items that are up to date are skipped.',
      'Exit code 6, unavailable':
        'A network error, a timeout, or a server error persisted after all retries, or the --deadline was exceeded. Run the same command again later. To show each attempt, add --debug.',
      'Exit code 7, refused':
        'sinchctl did not make the changes, because they require manual review: confirmation is missing, a safety check blocked the command, or the plan has changed. The hint in the error message shows how to continue.',
      'Exit code 9, busy':
        'Another sinchctl process is changing the same application. To wait for it, add --lock-timeout <SECONDS>.',
      'Update and uninstall':
        'To update a linked clone, run git pull && npm ci in the clone. To update an installed copy, install the new package: npm install -g sinchctl-<version>.tgz. To uninstall, first remove secrets from the keyring with sinchctl profiles remove <name>. Then run npm uninstall -g sinchctl, and delete ~/.config/sinchctl (profiles and secrets) and ~/.local/state/sinchctl (history).',
    }),
  );

const TOPIC_PAGES: Readonly<Record<string, Topic>> = {
  options: optionsTopic,
  'exit-codes': exitCodesTopic,
  environment: environmentTopic,
  'state-file': stateFileTopic,
  output: outputTopic,
  troubleshooting: troubleshootingTopic,
};

/** The text of a help topic. */
export function topicText(name: string, style: HelpStyle): string {
  const topic = TOPIC_PAGES[name];
  if (!topic) throw new Error(`no text for the topic ${name}`);
  return topic(style);
}
