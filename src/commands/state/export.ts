import { Account } from '../../account/account.ts';
import type { ApplicationKey } from '../../account/application.ts';
import { ERROR_CODES } from '../../api/request.ts';
import { flag, values, withCompletion } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { safeLines } from '../../core/text.ts';
import { readAccount, readCallbacks, seenApplications } from '../../engine/read-account.ts';
import { DOCUMENTS } from '../../output/formats.ts';
import { only } from '../options.ts';

async function readOwnCallbacks(context: Context, keys: readonly ApplicationKey[]) {
  const { found, failures } = await readCallbacks(await context.client(), keys, context.settings.concurrency);
  const isElsewhere = ({ error }: (typeof failures)[number]) =>
    error.kind === 'notFound' || error.details.errorCode === ERROR_CODES.notTheOwner;
  const failure = failures.find((one) => !isElsewhere(one));
  if (failure) throw failure.error;
  return { found, others: new Set(failures.map(({ item }) => item)) };
}

export const exportState = defineCommand({
  usage: 'export',
  summary: 'Print the account as a state file',
  description:
    'Prints the callback URLs and numbers of each application as YAML, or as JSON with -o json. An unchanged account produces an identical file.',
  examples: ['sinchctl export > account.yaml', 'sinchctl export --app support --only numbers -o json'],
  options: {
    app: withCompletion(values('APP', 'export only this application (key or alias)'), {
      completes: 'application',
    }),
    only,
    ranges: flag('write consecutive numbers as ranges such as +14155550100..+14155550199'),
  },
  columns: null,
  errors: ['notFound', 'partial', 'unavailable'],
  seeAlso: ['diff', 'apply', 'help state-file'],
  writes: false,
  async run(context, _, { app, only: part, ranges }) {
    const { output = context.settings.json ? 'json' : 'yaml' } = context.settings;
    const print = DOCUMENTS[output];
    if (!print) throw usage(`export prints YAML or JSON, not ${output}`, 'omit -o, or use -o json');
    const client = await context.client();
    const asked = app && (await Promise.all(app.map((name) => context.application(name))));
    const isNeeded = part !== 'callbacks' || asked === undefined;
    const account = isNeeded ? await readAccount(client, 'omitted') : new Account([]);
    const keys = asked ? [...new Set(asked)] : [...seenApplications(account, client.credentials).keys()];
    const { found, others } = await readOwnCallbacks(context, part === 'numbers' ? [] : keys);
    const [{ toStateFile }, { aliases }] = await Promise.all([
      import('../../state-file/write.ts'),
      context.credentials(),
    ]);
    for (const key of others) context.messages.warn(`${key} is not on this account and is omitted`);
    const own = keys.filter((key) => !others.has(key));
    const content = toStateFile(own, { account, callbacks: found }, aliases, {
      only: part,
      ranges,
    });
    const text = await print(content);
    // YAML and JSON read these escapes in quoted text; unquoted text never comes from the account.
    await context.print(safeLines(text));
    return { rows: [] };
  },
});
