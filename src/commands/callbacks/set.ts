import { callbackJobs } from '../../bulk/jobs.ts';
import type { Context } from '../../context.ts';
import { type CallbackWish, planCallbacks } from '../../core/callback-plan.ts';
import { usage } from '../../core/errors.ts';
import { parseCallback } from '../../core/url.ts';
import { carryOutPlan } from '../carry-out-plan.ts';
import { callbackResults } from '../columns.ts';
import { defineCommand } from '../define.ts';
import { flag, value } from '../option.ts';
import { app, dryRun } from '../options.ts';

function callbackUrl(context: Context, text: string | undefined, where: string): string | undefined {
  if (text === undefined) return undefined;
  const { url, plain } = parseCallback(text, where);
  if (plain) context.note(`${where} is plain http: calls' events will travel unencrypted`);
  return url;
}

export const set = defineCommand({
  usage: 'callbacks set',
  summary: 'Set the callback URLs of an application',
  description:
    'Reads what stands, lays the new URLs over it, writes both, and reads again: a URL that is not named is kept.\n' +
    'Sinch uses the fallback only when the primary times out or fails.',
  examples: [
    'sinchctl --profile sandbox callbacks set --app support --primary https://voice.example.com/sinch',
    'sinchctl --profile sandbox callbacks set --app support --clear-fallback --dry-run',
  ],
  options: {
    app,
    primary: value('URL', 'the primary callback'),
    fallback: value('URL', 'the fallback callback'),
    clearFallback: flag('remove the fallback callback'),
    dryRun,
  },
  columns: callbackResults,
  writes: true,
  async run(context, _, options) {
    if (options.fallback !== undefined && options.clearFallback) {
      throw usage('--fallback contradicts --clear-fallback', 'give one of them');
    }
    const primary = callbackUrl(context, options.primary, '--primary');
    const fallback = options.clearFallback ? null : callbackUrl(context, options.fallback, '--fallback');
    const wish: CallbackWish = { primary, fallback };
    if (primary === undefined && fallback === undefined) {
      throw usage('no URL given', 'give --primary URL, --fallback URL or --clear-fallback');
    }
    const application = await context.application(options.app);
    await context.hold([{ application, part: 'callbacks' }]);
    const current = await (await context.client()).call('getCallbacks', { params: { application } });
    const plan = planCallbacks(application, current.url, wish);
    return carryOutPlan(context, {
      plan: { steps: plan.steps, objections: [] },
      phases: () => [callbackJobs([plan])],
      remedy: '--app',
      dryRun: options.dryRun,
    });
  },
});
