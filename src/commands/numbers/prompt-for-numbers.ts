import type { Account } from '../../account/account.ts';
import { type Aliases, type ApplicationKey, aliasOf, nameApplication } from '../../account/application.ts';
import type { AccountNumber } from '../../account/phone-number.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { shellWord } from '../../core/shell-line.ts';
import { formatNumber } from '../../core/text.ts';
import { readAccount, seenApplications } from '../../engine/read-account.ts';
import type { Choice } from '../../platform/prompts.ts';
import type { NumberArguments, NumberSelection } from './resolve-numbers.ts';

/** The maximum number of choices shown at once. */
const MAX_CHOICES = 50;

/** Applications with the count of their numbers. */
function applicationChoices(
  account: Account,
  keys: readonly ApplicationKey[],
  aliases: Aliases,
): (term: string) => Choice[] {
  const choices = keys.map((key) => {
    const counts = (['voice', 'sms'] as const).map((one) => `${account.size(key, one)} ${one}`);
    return { value: key as string, name: `${nameApplication(key, aliases)}: ${counts.join(', ')}` };
  });
  return (term) =>
    choices.filter(({ name }) => name.includes(term.trim().toLowerCase())).slice(0, MAX_CHOICES);
}

/** Prompts for an application; the default is the first choice. */
async function promptForApplication(context: Context, account: Account): Promise<ApplicationKey> {
  const credentials = await context.credentials();
  const defaultApplication = await context.application(undefined);
  const keys = new Set([defaultApplication, ...seenApplications(account, credentials).keys()]);
  const choices = applicationChoices(account, [...keys], credentials.aliases);
  return context.application(await context.prompts.search('Application', choices));
}

/** Characters that separate digits in common formats. */
const SEPARATORS = /[\s+()./-]/g;

/** Candidates that contain the digits of a term; those that start with it come first. */
function matchingNumbers(candidates: readonly AccountNumber[], term: string): readonly AccountNumber[] {
  const digits = term.replace(SEPARATORS, '');
  if (digits === '') return candidates;
  const found = candidates.filter((number) => number.includes(digits));
  const starts = (number: AccountNumber) => Number(number.startsWith(`+${digits}`));
  return found.sort((a, b) => starts(b) - starts(a));
}

/**
 * Prompts for the numbers, and for the application unless an option gives it. Notes the equivalent command.
 * @throws SinchctlError notFound if there is nothing to select
 */
export async function promptForNumbers<O extends NumberSelection>(
  context: Context,
  options: O,
  verb: 'assign' | 'unassign',
): Promise<NumberArguments<O>> {
  const account = await readAccount(await context.client());
  const { aliases } = await context.credentials();
  const capability = options.capability ?? 'voice';
  const application =
    options.app === undefined
      ? await promptForApplication(context, account)
      : await context.application(options.app);
  const free = account.assignments.filter((one) => one.application === null && one.capability === capability);
  const candidates =
    verb === 'assign' ? free.map(({ number }) => number) : account.serving(application, capability);
  if (candidates.length === 0) {
    const message =
      verb === 'assign'
        ? `no unassigned numbers for ${capability}`
        : `no numbers are assigned to ${nameApplication(application, aliases)} for ${capability}`;
    throw new SinchctlError('notFound', message, { hint: 'to list all numbers, run sinchctl numbers list' });
  }
  const sorted = candidates.toSorted();
  const question = `Numbers to ${verb} (${formatNumber(sorted.length)} available)`;
  const numbers = await context.prompts.pick(question, (term) =>
    matchingNumbers(sorted, term)
      .slice(0, MAX_CHOICES)
      .map((number) => ({ value: number, name: number })),
  );
  const name = aliasOf(application, aliases) ?? application;
  const more = options.app === undefined ? [...numbers, '--app', name] : numbers;
  context.messages.note(
    `equivalent command without prompts: ${[context.line, ...more.map((word) => shellWord(word, context.shell))].join(' ')}`,
  );
  return { args: numbers, options: { ...options, app: application } };
}
