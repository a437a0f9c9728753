import { Account } from '../../account/account.ts';
import { aliasOf } from '../../account/application.ts';
import { sampleOf } from '../../account/group-by-reason.ts';
import { type CallbackStep, NO_URLS, planCallbacks } from '../../account/plan.ts';
import { summarizeFailures } from '../../account/summarize-failures.ts';
import { flag, flagOf, type OptionValues, value, values, withCompletion } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { formatNumber } from '../../core/text.ts';
import {
  type HostReplacement,
  isOnOtherPort,
  maskUrl,
  parseHostReplacement,
  replaceHost,
} from '../../core/url.ts';
import { callbackBatches } from '../../engine/batches.ts';
import { readCallbacks } from '../../engine/read-account.ts';
import type { CurrentCallbacks } from '../../state-file/plan.ts';
import { appSummary, dryRun } from '../options.ts';
import { callbackResults } from '../write/columns.ts';
import { executePlan } from '../write/execute-plan.ts';
import { selectedApplications } from './get.ts';
import { type CallbackRequest, callbacksFromFile, checkUrls, parseCallbackUrl } from './resolve-callbacks.ts';

const options = {
  app: withCompletion(values('APP', appSummary), { completes: 'application' }),
  primary: value('URL', 'primary callback URL'),
  fallback: value('URL', 'fallback callback URL'),
  clearPrimary: flag('clear the primary callback URL'),
  clearFallback: flag('clear the fallback callback URL'),
  from: withCompletion(value('FILE', 'read the callback URLs of several applications (- for stdin)'), {
    completes: 'file',
  }),
  replaceHost: value(
    'OLD=NEW',
    'replace the host of callback URLs, such as old.example.com=new.example.com:8443',
    parseHostReplacement,
  ),
  all: flag('with --replace-host, change all known applications'),
  dryRun,
};

type UrlOptions = OptionValues<typeof options>;

/** The URLs of the options. @throws SinchctlError usage for conflicting or missing options */
async function callbacksFromOptions(context: Context, given: UrlOptions): Promise<CallbackRequest> {
  const read = (text: string | undefined, isCleared: boolean, name: string) => {
    if (text !== undefined && isCleared)
      throw usage(`--${name} conflicts with --clear-${name}`, 'pass only one of them');
    if (text === undefined) return isCleared ? null : undefined;
    return parseCallbackUrl(context, text, `--${name}`);
  };
  const [name, ...more] = given.app ?? [];
  if (given.all)
    throw usage(
      '--all requires --replace-host',
      'to set the same URL for several applications, run one command per application',
    );
  if (more.length > 0)
    throw usage(
      '--app can be repeated only with --replace-host',
      'run one command per application, or use --from',
    );
  const primary = read(given.primary, given.clearPrimary, 'primary');
  const fallback = read(given.fallback, given.clearFallback, 'fallback');
  if (primary === undefined && fallback === undefined) {
    const others = '--clear-primary, --clear-fallback, --replace-host <OLD=NEW>, or --from <FILE>';
    throw usage('no URL given', `add --primary <URL>, --fallback <URL>, ${others}`);
  }
  const applications = [await context.application(name)];
  return { applications, desiredFor: () => ({ primary, fallback }) };
}

/** Replaces a host in both URLs of several applications. */
async function callbacksOnNewHost(
  context: Context,
  { app, all }: UrlOptions,
  replacement: HostReplacement,
): Promise<CallbackRequest> {
  if (!app && !all)
    throw usage('--replace-host requires --app or --all', 'add --all, or --app <APP> for each application');
  const applications = await selectedApplications(context, app, all);
  const { aliases } = await context.credentials();
  const moved = (url: string | null) => (url === null ? undefined : replaceHost(url, replacement));
  return {
    applications,
    desiredFor: (_, { primary, fallback }) => ({ primary: moved(primary), fallback: moved(fallback) }),
    places: new Map(applications.map((key) => [key, aliasOf(key, aliases) ?? key])),
  };
}

/** @throws SinchctlError usage for options that conflict */
function requestedCallbacks(context: Context, given: UrlOptions): Promise<CallbackRequest> {
  const { from, replaceHost, app, all, dryRun: _, ...urls } = given;
  const [form, others] =
    from !== undefined
      ? ['--from', { ...urls, replaceHost, app, all }]
      : replaceHost
        ? ['--replace-host', urls]
        : ['', {}];
  const other = Object.entries(others).find(([, one]) => one !== undefined && one !== false);
  if (other) throw usage(`${flagOf(other[0])} conflicts with ${form}`, 'pass only one of them');
  if (from !== undefined) return callbacksFromFile(context, from);
  return replaceHost ? callbacksOnNewHost(context, given, replaceHost) : callbacksFromOptions(context, given);
}

/** Plans from the current URLs. @throws SinchctlError which lists every application that cannot be read */
async function planFromCurrent(context: Context, { applications, desiredFor }: CallbackRequest) {
  const { concurrency } = context.settings;
  const { found, failures } = await readCallbacks(await context.client(), applications, concurrency);
  const [only] = failures;
  if (only && applications.length === 1) throw only.error;
  const error = summarizeFailures(failures.length, failures);
  if (error) throw error;
  const plans = applications.map((application) => {
    const current = found.get(application) ?? NO_URLS;
    return planCallbacks(application, current, desiredFor(application, current));
  });
  return { plans, steps: plans.flatMap(({ steps }) => steps), callbacks: found };
}

/** Notes what `--replace-host` leaves on the old host, because its port was not given. */
function noteUnmoved(
  { messages }: Context,
  replacement: HostReplacement,
  steps: readonly CallbackStep[],
  callbacks: CurrentCallbacks,
): void {
  const { old } = replacement;
  if (steps.length === 0) messages.note(`no callback URLs use the host ${old}`);
  const urls = [...callbacks.values()].flatMap(({ primary, fallback }) => [primary ?? '', fallback ?? '']);
  const left = urls.filter((url) => isOnOtherPort(url, replacement));
  if (left.length === 0) return;
  const what = left.length === 1 ? '1 callback URL uses' : `${formatNumber(left.length)} callback URLs use`;
  messages.note(
    `${what} ${old.replace(/:\d+$/, '')} with a different port and will not change: ${sampleOf(left.map(maskUrl))}`,
  );
}

export const set = defineCommand({
  usage: 'callbacks set',
  summary: 'Set the callback URLs of an application',
  description:
    'Changes only the URLs you pass; the others keep their values. Prompts for confirmation if several applications change. Sinch uses the fallback URL only if the primary URL times out or fails.\n' +
    'With --replace-host, moves URLs from the old host to the new one; the rest of each URL is unchanged.\n' +
    'A --from file contains one row per application, in the format that callbacks get prints. In JSON, null clears a URL, and an omitted field leaves it unchanged.',
  examples: [
    'sinchctl callbacks set --app support --primary https://voice.example.com/sinch',
    'sinchctl callbacks set --app support --clear-fallback --dry-run',
    'sinchctl callbacks set --all --replace-host old.example.com=new.example.com -n',
  ],
  options,
  columns: callbackResults,
  errors: ['notFound', 'partial', 'unavailable', 'refused', 'busy'],
  seeAlso: ['callbacks get', 'apply', 'undo', 'help output'],
  writes: true,
  progress: 'Setting callbacks',
  async run(context, _, given) {
    const request = await requestedCallbacks(context, given);
    await context.records.lock(
      request.applications.map((application) => ({ application, part: 'callbacks' })),
    );
    const { plans, steps, callbacks } = await planFromCurrent(context, request);
    checkUrls(context, request, plans);
    if (given.replaceHost) noteUnmoved(context, given.replaceHost, steps, callbacks);
    const changing = plans.filter(({ steps }) => steps.some(({ change }) => change !== 'none')).length;
    return executePlan(context, {
      plan: { steps, callbacks, conflicts: [] },
      phases: () => [callbackBatches(plans)],
      resolutionFlag: '--app',
      dryRun: given.dryRun,
      ...(changing > 1 && {
        question: (profile) => ({
          action: `Set the callbacks of ${formatNumber(changing)} applications (profile ${profile})`,
        }),
        replan: async () => ({
          ...(await planFromCurrent(context, request)),
          // No number changes, so the rest of the account does not matter.
          account: new Account([]),
        }),
      }),
    });
  },
});
