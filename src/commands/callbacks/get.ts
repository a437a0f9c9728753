import { type ApplicationKey, aliasOf } from '../../account/application.ts';
import { summarizeFailures } from '../../account/summarize-failures.ts';
import { flag, values, withCompletion } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { readAccount, readCallbacks, seenApplications } from '../../engine/read-account.ts';
import { application, type Columns, describeFields, field, kept } from '../../output/rows.ts';
import { appSummary } from '../options.ts';

export const callbackColumns: Columns = {
  ...describeFields({
    application: 'application key',
    alias: 'alias of the application',
    primary: 'primary callback URL',
    fallback: 'fallback callback URL',
  }),
  table: [kept(1, application), field('primary'), field('fallback')],
  empty: 'no applications',
};

/** The applications of `--app`, or all known ones. */
export async function selectedApplications(
  context: Context,
  names: readonly string[] | undefined,
  all: boolean,
): Promise<ApplicationKey[]> {
  if (names && all) throw usage('--app conflicts with --all', 'pass only one of them');
  if (all) {
    const account = await readAccount(await context.client());
    return [...seenApplications(account, await context.credentials()).keys()];
  }
  const keys = await Promise.all((names ?? [undefined]).map((name) => context.application(name)));
  return [...new Set(keys)];
}

export const get = defineCommand({
  usage: 'callbacks get',
  summary: 'Show the callback URLs of applications',
  description:
    'Sinch has no API to list applications. --all shows the applications that appear in your numbers, aliases, and profile.',
  examples: ['sinchctl callbacks get --app support', 'sinchctl callbacks get --all --json'],
  options: {
    app: withCompletion(values('APP', appSummary), { completes: 'application' }),
    all: flag('show all known applications'),
  },
  columns: callbackColumns,
  errors: ['notFound', 'partial', 'unavailable'],
  seeAlso: ['callbacks set', 'apps list', 'help output'],
  writes: false,
  async run(context, _, options) {
    const applications = await selectedApplications(context, options.app, options.all);
    const { aliases } = await context.credentials();
    const concurrency = context.settings.concurrency;
    const { found, failures } = await readCallbacks(await context.client(), applications, concurrency);
    const error = summarizeFailures(applications.length, failures);
    if (error && found.size === 0) throw error;
    const rows = applications.flatMap((application) => {
      const url = found.get(application);
      return url ? [{ application, alias: aliasOf(application, aliases), ...url }] : [];
    });
    return { rows, error };
  },
});
