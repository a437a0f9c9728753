import type { Client } from '../../api/client.ts';
import type { Context } from '../../context.ts';
import { type Aliases, type ApplicationKey, aliasOf } from '../../core/application.ts';
import {
  type CallbackStep,
  type CallbackUrls,
  type CallbackWish,
  planCallbacks,
} from '../../core/callback-plan.ts';
import { asSinchctlError, SinchctlError, usage } from '../../core/errors.ts';
import { errorFields, type ResultRow, type ResultWord } from '../../core/result.ts';
import { parseCallback } from '../../core/url.ts';
import { type Failure, verdict } from '../../core/verdict.ts';
import { callbackResults } from '../columns.ts';
import { defineCommand, type Outcome } from '../define.ts';
import { flag, value } from '../option.ts';
import { app, dryRun } from '../options.ts';

function stepRow(
  step: CallbackStep,
  application: ApplicationKey,
  aliases: Aliases,
  result: ResultWord,
  error?: SinchctlError,
): ResultRow {
  const alias = aliasOf(application, aliases);
  return {
    kind: 'callback',
    number: null,
    capability: null,
    application,
    alias,
    ...step,
    result,
    ...errorFields(error),
  };
}

/** Writes the whole pair, then reads it again: only what stands now is reported as done. */
async function write(
  client: Client,
  application: ApplicationKey,
  merged: CallbackUrls,
): Promise<{ now: CallbackUrls | null; error?: SinchctlError }> {
  const params = { application };
  const url = {
    ...(merged.primary === null ? {} : { primary: merged.primary }),
    ...(merged.fallback === null ? {} : { fallback: merged.fallback }),
  };
  let error: SinchctlError | undefined;
  try {
    await client.call('updateCallbacks', { params, body: { url } });
  } catch (thrown) {
    error = asSinchctlError(thrown);
    if (!error.details.replyLost) throw error;
  }
  try {
    const { url: now } = await client.call('getCallbacks', { params });
    return error ? { now, error } : { now };
  } catch (thrown) {
    return { now: null, error: error ?? asSinchctlError(thrown) };
  }
}

const mismatch = () =>
  new SinchctlError('failure', 'Sinch accepted the change, but another URL stands there now');

/** Each step held against what stands now. */
function judge(
  step: CallbackStep,
  now: CallbackUrls | null,
  error: SinchctlError | undefined,
): { result: ResultWord; error?: SinchctlError } {
  if (now === null) return { result: 'unknown', error: error ?? mismatch() };
  if (now[step.callback] === step.to) return { result: step.change === 'none' ? 'unchanged' : 'done' };
  return { result: 'failed', error: error ?? mismatch() };
}

async function carryOut(
  context: Context,
  application: ApplicationKey,
  merged: CallbackUrls,
  steps: CallbackStep[],
): Promise<Outcome> {
  const { aliases } = await context.credentials();
  const client = await context.client();
  const watch = context.watchInterrupts();
  const { now, error } = await write(client, application, merged).finally(watch.stop);
  const judged = steps.map((step) => ({ step, ...judge(step, now, error) }));
  const failures: Failure[] = judged.flatMap(({ step, error: why }) =>
    why ? [{ item: step.callback, error: why }] : [],
  );
  const rows = judged.map(({ step, result, error: why }) => ({
    ...stepRow(step, application, aliases, result, why),
  }));
  const problem = verdict(steps.length, failures);
  if (problem && rows.every(({ result }) => result === 'failed')) throw problem;
  return { rows, error: problem ?? watch.error() };
}

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
    const { aliases } = await context.credentials();
    const current = await (await context.client()).call('getCallbacks', { params: { application } });
    const { merged, steps } = planCallbacks(current.url, wish);
    if (options.dryRun || steps.every(({ change }) => change === 'none')) {
      const word = (step: CallbackStep) => (step.change === 'none' ? 'unchanged' : 'planned');
      return { rows: steps.map((step) => ({ ...stepRow(step, application, aliases, word(step)) })) };
    }
    return carryOut(context, application, merged, steps);
  },
});
