import { globalOptions } from '../cli/argv/global-options.ts';
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
    text('Every command accepts these options, before or after its name.', style),
    terms(
      [
        ...optionTerms(globalOptions),
        ['-h, --help', 'show the help of the command'],
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
        'When several items fail differently, the exit code is 130, 143, or 129 after an interruption; otherwise 3, then 6, then 5. When all items fail with the same kind of error, it is the code of that error. When no changes were made, stdout is empty, and the error lists all items.',
      Scripts:
        'With --json, the last line of stderr is the error as JSON, with its kind and exit code. Exit codes 6 and 9 are temporary: run the command again later. Exit code 7 needs manual review: read the error before you run the command again.',
    }),
  );

const environmentTopic: Topic = (style) =>
  page(
    text(
      'All credentials come from one source: the profile in --profile or SINCHCTL_PROFILE; otherwise the environment, if it contains credentials; otherwise the active profile. sinchctl auth status shows the source of each value.',
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
      'A state file is YAML or JSON. export prints one, diff compares it with the account, and apply applies it.',
      style,
    ),
    `  version: 1
  applications:
    - application: 94983f76-1161-6655-9515-4785c7b67dd8  # key or alias
      alias: support                # optional; must match the local alias
      callbacks:
        primary: https://voice.example.com/sinch
        fallback: null              # null clears it; omit it to keep it
      numbers:
        voice: ["+14155550100", "+14155550101"]
        sms: []`,
    text(
      'Anything that is not in the file is left unchanged. A callback with nothing after the colon is an error, because it is usually an empty variable; null clears it. A number that is listed under another application is moved, and counts as a removal from its previous application. Numbers that are missing from a list are removed only with --prune, and --max-removals limits the removals per application and capability.\n' +
        'A callback URL that would be written must be a valid http(s) URL without a user name, password, fragment, or unrendered template such as {{ host }}; one that would not change is not validated.\n' +
        'Anchors, aliases, and merge keys (<<) can be used. Top-level fields that start with x- are ignored.\n' +
        'diff prints a plan ID on stderr. diff --out writes the plan as JSON. apply --plan, with the ID or that file, fails with exit code 7 if the file, the plan, or the account has changed since.\n' +
        'sinchctl apply --print-schema prints a JSON Schema for editors.',
      style,
    ),
  );

const outputTopic: Topic = (style) =>
  page(
    text('Rows are flat objects. Every field is always present, and null when empty.', style),
    ...section(
      'Formats',
      terms(
        [
          ...FORMAT_NAMES.map((format): [string, string] => [`-o ${format}`, describeFormat(format)]),
          ['--header, --no-header', 'print or omit the header'],
          ['--columns number,result', 'only these fields, in this order'],
          [
            '--sort application,-number',
            'sort by these fields, with a minus for descending order; empty values come last',
          ],
          ['--results results.ndjson', 'append each row as NDJSON as soon as it finishes, synced to disk'],
          ['--accessible', 'one labeled line per field instead of a table, no redrawing'],
        ],
        style,
      ),
      style,
    ),
    text(
      'stdout contains only data; notes, warnings, prompts, and errors go to stderr. --quiet suppresses notes and progress.',
      style,
    ),
  );

const troubleshootingTopic: Topic = (style) =>
  page(
    text('sinchctl auth status --verify checks credentials, clock, proxy, and certificates.', style),
    ...sections(style, {
      '401 or 403, exit code 3':
        'The key or the secret is wrong, or they belong to different applications. sinchctl auth status shows which credentials are used and where they come from; sinchctl auth login stores new ones. A portal instance expires after two days: run sinchctl auth login --portal.',
      'Wrong profile or account':
        'Credentials in the environment (SINCH_*) take precedence over the active profile, and --profile over both. sinchctl profiles list marks the active profile; sinchctl profiles use <name> switches to another one.',
      Clock:
        'Sinch refuses requests that are signed with a wrong time. sinchctl corrects the time of its requests and prints a warning; to fix the cause, synchronize the clock of this machine (NTP).',
      Proxy:
        'Set HTTPS_PROXY=http://proxy.example.com:8080, and NO_PROXY for hosts without a proxy. Loopback addresses are never proxied. If the proxy requires a login, include user and password in the URL.',
      Certificate:
        'Behind a proxy or gateway with its own certificate authority, pass --ca-file <FILE> with its PEM file, set SINCHCTL_CA_FILE, or store it: sinchctl profiles set <name> --ca-file <FILE>. Certificate verification cannot be turned off.',
      'Rate limit (429)':
        'sinchctl slows down and retries automatically. If it still fails with exit code 6, lower --concurrency or raise --retries, and run the same command again: numbers that are already assigned are not sent again.',
      'Exit code 6, unavailable':
        'The network or Sinch failed after all retries, or --timeout or --deadline passed. Run the same command again later. To see each attempt, add --debug.',
      'Exit code 9, busy':
        'Another sinchctl process on this machine is changing the same numbers or applications. To wait for it, add --lock-timeout <SECONDS>.',
      'Upgrade and uninstall':
        'To upgrade, install the new package: npm install -g sinchctl-<version>.tgz. To uninstall, run npm uninstall -g sinchctl, then delete ~/.config/sinchctl (profiles and secrets) and ~/.local/state/sinchctl (history). Secrets in the keyring are removed by sinchctl profiles remove <name>, so run that first.',
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
