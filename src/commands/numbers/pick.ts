import type { Account } from '../../account/account.ts';
import { type Aliases, type ApplicationKey, aliasOf, nameApplication } from '../../account/application.ts';
import type { Capability } from '../../account/capability.ts';
import type { E164 } from '../../account/phone-number.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { shellWord } from '../../core/shell-line.ts';
import { readAccount, seenApplications } from '../../engine/read-account.ts';
import type { Choice } from '../../platform/prompts.ts';

/** As many as a person looks through. */
const SHOWN = 50;
/** What ends the choice. */
const DONE = '';

interface Given {
  from?: string | undefined;
  app?: string | undefined;
  capability?: Capability | undefined;
}

interface Picked<G> {
  args: readonly string[];
  options: G;
}

/** Applications with what they have, the default one first. */
function applicationChoices(
  account: Account,
  keys: readonly ApplicationKey[],
  aliases: Aliases,
): (term: string) => Choice[] {
  const choices = keys.map((key) => {
    const counts = (['voice', 'sms'] as const).map((one) => `${account.serving(key, one).length} ${one}`);
    return { value: key as string, name: `${nameApplication(key, aliases)}: ${counts.join(', ')}` };
  });
  return (term) => choices.filter(({ name }) => name.includes(term.trim().toLowerCase())).slice(0, SHOWN);
}

async function pickApplication(context: Context, account: Account): Promise<ApplicationKey> {
  const credentials = await context.credentials();
  const byDefault = await context.application(undefined);
  const keys = new Set([byDefault, ...seenApplications(account, credentials).keys()]);
  const choices = applicationChoices(account, [...keys], credentials.aliases);
  return context.application(await context.prompts.search('Application', choices));
}

/** What people write between digits. */
const BETWEEN = /[\s+()./-]/g;

/** Numbers that hold the digits of a term, and no letters; those that start with it come first. */
function matching(candidates: readonly E164[], term: string): readonly E164[] {
  const digits = term.replace(BETWEEN, '');
  if (digits === '') return candidates;
  const found = candidates.filter((number) => number.includes(digits));
  const starts = (number: E164) => Number(number.startsWith(`+${digits}`));
  return found.sort((a, b) => starts(b) - starts(a));
}

/** Asks again and again until somebody says that it is enough; choosing a number twice takes it back. */
async function pickNumbers(context: Context, verb: string, candidates: readonly E164[]): Promise<E164[]> {
  const chosen = new Set<E164>();
  const source = (term: string): Choice[] => {
    const numbers = matching(candidates, term).slice(0, SHOWN);
    const choices = numbers.map((number) => ({
      value: number as string,
      name: chosen.has(number) ? `${number} (chosen; choose it again to take it back)` : number,
    }));
    const done = {
      value: DONE,
      name: `done: ${verb} ${[...chosen].slice(0, 5).join(', ')}${chosen.size > 5 ? ', …' : ''}`,
    };
    return chosen.size > 0 && term.trim() === '' ? [done, ...choices] : choices;
  };
  for (;;) {
    const count = chosen.size > 0 ? `, ${chosen.size} chosen` : '';
    const answer = await context.prompts.search(
      `Number to ${verb} (${candidates.length} to choose from${count})`,
      source,
    );
    if (answer === DONE) return [...chosen];
    const number = answer as E164;
    if (!chosen.delete(number)) chosen.add(number);
  }
}

/**
 * What a line without numbers means on a terminal: a person chooses, and the line that says the same is told. Anywhere
 * else nothing is chosen, and never everything is meant.
 * @throws SinchctlError notFound when there is nothing to choose from
 */
export async function promptForNumbers<G extends Given>(
  context: Context,
  args: readonly string[],
  options: G,
  verb: 'assign' | 'unassign',
): Promise<Picked<G>> {
  if (args.length > 0 || options.from !== undefined || !context.canAsk) return { args, options };
  const account = await readAccount(await context.client());
  const { aliases } = await context.credentials();
  const capability = options.capability ?? 'voice';
  const application =
    options.app === undefined
      ? await pickApplication(context, account)
      : await context.application(options.app);
  const free = account.assignments.filter((one) => one.application === null && one.capability === capability);
  const candidates =
    verb === 'assign' ? free.map(({ number }) => number) : account.serving(application, capability);
  if (candidates.length === 0) {
    const where = verb === 'assign' ? 'unassigned' : `on ${nameApplication(application, aliases)}`;
    throw new SinchctlError('notFound', `no number with ${capability} is ${where}`, {
      hint: 'sinchctl numbers list shows what there is',
    });
  }
  const numbers = await pickNumbers(context, verb, candidates.toSorted());
  const name = aliasOf(application, aliases) ?? application;
  const more = options.app === undefined ? [...numbers, '--app', name] : numbers;
  context.messages.note(
    `the same without choosing: ${[context.line, ...more.map((word) => shellWord(word, context.shell))].join(' ')}`,
  );
  return { args: numbers, options: { ...options, app: application } };
}
