import { Account } from '../../account/account.ts';
import { type CallbackPlan, type CallbackStep, planCallbacks } from '../../account/plan.ts';
import { summarizeFailures } from '../../account/summarize-failures.ts';
import { flag, flagOf, value, withCompletion } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { formatNumber } from '../../core/text.ts';
import { callbackBatches } from '../../engine/batches.ts';
import { readCallbacks } from '../../engine/read-account.ts';
import type { CurrentCallbacks } from '../../state-file/plan.ts';
import { app, dryRun } from '../options.ts';
import { callbackResults } from '../write/columns.ts';
import { executePlan } from '../write/execute-plan.ts';
import {
  checkUrls,
  type DesiredByApplication,
  parseCallbackUrl,
  readDesiredCallbacks,
} from './resolve-callbacks.ts';

interface UrlOptions {
  app: string | undefined;
  primary: string | undefined;
  fallback: string | undefined;
  clearPrimary: boolean;
  clearFallback: boolean;
  from: string | undefined;
}

/** The URLs of the options. @throws SinchctlError usage for contradictory or missing options */
async function callbacksFromOptions(context: Context, given: UrlOptions): Promise<DesiredByApplication> {
  const read = (text: string | undefined, isCleared: boolean, name: string) => {
    if (text !== undefined && isCleared)
      throw usage(`--${name} cannot be used with --clear-${name}`, 'use one of them');
    if (text === undefined) return isCleared ? null : undefined;
    return parseCallbackUrl(context, text, `--${name}`);
  };
  const primary = read(given.primary, given.clearPrimary, 'primary');
  const fallback = read(given.fallback, given.clearFallback, 'fallback');
  if (primary === undefined && fallback === undefined) {
    const others = '--clear-primary, --clear-fallback, or --from <FILE>';
    throw usage('no URL given', `add --primary <URL>, --fallback <URL>, ${others}`);
  }
  return { desired: new Map([[await context.application(given.app), { primary, fallback }]]) };
}

function callbacksFromFile(
  context: Context,
  { from = '-', ...others }: UrlOptions,
): Promise<DesiredByApplication> {
  const other = Object.entries(others).find(([, given]) => given !== undefined && given !== false);
  if (other)
    throw usage(
      `${flagOf(other[0])} cannot be used with --from`,
      'the file contains the applications and their URLs',
    );
  return readDesiredCallbacks(context, from);
}

interface CurrentPlan {
  plans: CallbackPlan[];
  steps: CallbackStep[];
  callbacks: CurrentCallbacks;
}

/** Plans from the current URLs. @throws SinchctlError which lists every application that cannot be read */
async function planFromCurrent(
  context: Context,
  desiredByApplication: DesiredByApplication['desired'],
): Promise<CurrentPlan> {
  const applications = [...desiredByApplication.keys()];
  const { concurrency } = context.settings;
  const { found, failures } = await readCallbacks(await context.client(), applications, concurrency);
  const [only] = failures;
  if (only && applications.length === 1) throw only.error;
  const error = summarizeFailures(failures.length, failures);
  if (error) throw error;
  const plans = [...desiredByApplication].map(([application, desired]) =>
    planCallbacks(application, found.get(application) ?? { primary: null, fallback: null }, desired),
  );
  return { plans, steps: plans.flatMap(({ steps }) => steps), callbacks: found };
}

export const set = defineCommand({
  usage: 'callbacks set',
  summary: 'Set the callback URLs of an application',
  description:
    'Changes only the URLs you pass; the others keep their values. Sinch uses the fallback only when the primary times out or fails.\n' +
    'A file for --from has one row per application, in the format that callbacks get prints. In JSON, null clears a URL, and a missing field leaves it unchanged. Asks for confirmation if more than one application would change.',
  examples: [
    'sinchctl callbacks set --app support --primary https://voice.example.com/sinch',
    'sinchctl callbacks set --app support --clear-fallback --dry-run',
  ],
  options: {
    app,
    primary: value('URL', 'primary callback URL'),
    fallback: value('URL', 'fallback callback URL'),
    clearPrimary: flag('remove the primary callback URL'),
    clearFallback: flag('remove the fallback callback URL'),
    from: withCompletion(value('FILE', 'read the callback URLs of several applications (- for stdin)'), {
      completes: 'file',
    }),
    dryRun,
  },
  columns: callbackResults,
  errors: ['notFound', 'partial', 'unavailable', 'refused', 'busy'],
  seeAlso: ['callbacks get', 'apply', 'undo', 'help output'],
  writes: true,
  async run(context, _, options) {
    const { dryRun, ...urls } = options;
    const desired = await (urls.from === undefined ? callbacksFromOptions : callbacksFromFile)(context, urls);
    await context.records.lock(
      [...desired.desired.keys()].map((application) => ({ application, part: 'callbacks' })),
    );
    const { plans, steps, callbacks } = await planFromCurrent(context, desired.desired);
    checkUrls(context, desired, plans);
    const changing = plans.filter(({ steps }) => steps.some(({ change }) => change !== 'none')).length;
    return executePlan(context, {
      plan: { steps, callbacks, conflicts: [] },
      phases: () => [callbackBatches(plans)],
      resolutionFlag: '--app',
      dryRun,
      ...(changing > 1 && {
        question: (profile) => ({
          action: `Set the callbacks of ${formatNumber(changing)} applications (profile ${profile})`,
        }),
        replan: async () => ({
          ...(await planFromCurrent(context, desired.desired)),
          account: new Account([]),
        }),
      }),
    });
  },
});
