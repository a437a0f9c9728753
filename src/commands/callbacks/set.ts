import type { ApplicationKey } from '../../account/application.ts';
import { type CallbackPlan, type DesiredCallbacks, planCallbacks } from '../../account/callback-plan.ts';
import { summarizeFailures } from '../../account/summarize-failures.ts';
import { flag, flagOf, offering, value } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { callbackBatches } from '../../engine/batches.ts';
import { readCallbacks } from '../../engine/read-account.ts';
import { app, dryRun } from '../options.ts';
import { callbackResults } from '../write/columns.ts';
import { executePlan } from '../write/execute-plan.ts';
import { callbackUrl, desiredStatesOf } from './resolve-callbacks.ts';

type DesiredByApplication = Map<ApplicationKey, DesiredCallbacks>;

interface Given {
  app: string | undefined;
  primary: string | undefined;
  fallback: string | undefined;
  clearFallback: boolean;
  from: string | undefined;
}

/** What the line itself asks for. @throws SinchctlError usage for contradictions, and when it asks for nothing */
async function desiredStateOfArguments(context: Context, given: Given): Promise<DesiredByApplication> {
  if (given.fallback !== undefined && given.clearFallback) {
    throw usage('--fallback contradicts --clear-fallback', 'give one of them');
  }
  const read = (text: string | undefined, where: string) =>
    text === undefined ? undefined : callbackUrl(context, text, where);
  const primary = read(given.primary, '--primary');
  const fallback = given.clearFallback ? null : read(given.fallback, '--fallback');
  if (primary === undefined && fallback === undefined) {
    throw usage('no URL given', 'give --primary URL, --fallback URL, --clear-fallback or --from FILE');
  }
  return new Map([[await context.application(given.app), { primary, fallback }]]);
}

function desiredStatesOfFile(
  context: Context,
  { from = '-', ...others }: Given,
): Promise<DesiredByApplication> {
  const other = Object.entries(others).find(([, given]) => given !== undefined && given !== false);
  if (other) throw usage(`${flagOf(other[0])} contradicts --from`, 'the file says it all');
  return desiredStatesOf(context, from);
}

/** What stands, and what has to change of it. @throws SinchctlError when an application cannot be read; all are named */
async function planAll(context: Context, desiredStates: DesiredByApplication): Promise<CallbackPlan[]> {
  const applications = [...desiredStates.keys()];
  const { concurrency } = context.settings;
  const { found, failures } = await readCallbacks(await context.client(), applications, concurrency);
  const [only] = failures;
  if (only && applications.length === 1) throw only.error;
  const error = summarizeFailures(failures.length, failures);
  if (error) throw error;
  return [...desiredStates].map(([application, desired]) =>
    planCallbacks(application, found.get(application) ?? { primary: null, fallback: null }, desired),
  );
}

export const set = defineCommand({
  usage: 'callbacks set',
  summary: 'Set the callback URLs of an application',
  description:
    'Reads what stands, lays the new URLs over it, writes both, and reads again: a URL that is not named is kept.\n' +
    'Sinch uses the fallback only when the primary times out or fails. With --from one row is one application; in JSON\n' +
    'null clears a URL, and what a row does not name is left alone.',
  examples: [
    'sinchctl --profile sandbox callbacks set --app support --primary https://voice.example.com/sinch',
    'sinchctl --profile sandbox callbacks set --app support --clear-fallback --dry-run',
  ],
  options: {
    app,
    primary: value('URL', 'the primary callback'),
    fallback: value('URL', 'the fallback callback'),
    clearFallback: flag('remove the fallback callback'),
    from: offering(
      { completes: 'file' },
      value('FILE', 'the callbacks of many applications (- for stdin), as callbacks get prints them'),
    ),
    dryRun,
  },
  columns: callbackResults,
  writes: true,
  async run(context, _, options) {
    const { from, dryRun } = options;
    const desiredStates = await (from === undefined ? desiredStateOfArguments : desiredStatesOfFile)(
      context,
      {
        app: options.app,
        primary: options.primary,
        fallback: options.fallback,
        clearFallback: options.clearFallback,
        from,
      },
    );
    await context.records.lock(
      [...desiredStates.keys()].map((application) => ({ application, part: 'callbacks' })),
    );
    const plans = await planAll(context, desiredStates);
    return executePlan(context, {
      plan: { steps: plans.flatMap(({ steps }) => steps), conflicts: [] },
      phases: () => [callbackBatches(plans)],
      resolutionFlag: '--app',
      dryRun,
    });
  },
});
