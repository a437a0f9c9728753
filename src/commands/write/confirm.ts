import { type Aliases, type ApplicationKey, aliasOf } from '../../account/application.ts';
import { isCallbackStep, type Step } from '../../account/plan.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { formatNumber } from '../../core/text.ts';

/** What confirms a question besides yes. */
export interface Answers {
  /** The values of `--confirm`; the first is the one to suggest. */
  names: readonly [string, ...string[]];
  /** Why another name does not confirm, e.g. `sales loses 300 numbers`. */
  why: string;
  /** The answers to type; a `y` would do if undefined. */
  typed?: readonly string[] | undefined;
}

async function ask(
  context: Context,
  question: string,
  typed: readonly string[] | undefined,
): Promise<boolean> {
  if (!typed) return context.prompts.confirm(question);
  const words = question.replace(/\?$/, '');
  const answer = await context.prompts.input(`${words}. Type ${typed.join(' or ')} to confirm:`);
  return typed.includes(answer.trim());
}

/**
 * Asks for a confirmation. `--yes` and a fitting `--confirm` confirm without a prompt; without them and without a
 * prompt, the command is refused.
 * @param question an imperative, as in `Unassign 5 numbers?`
 * @returns whether it prompted
 * @throws SinchctlError refused
 */
export async function confirm(
  context: Context,
  question: string,
  { names, why, typed }: Answers,
): Promise<boolean> {
  const { yes, confirm: name } = context.settings;
  if (name !== undefined) {
    if (names.includes(name)) return false;
    throw new SinchctlError('refused', `${name} does not confirm this: ${why}. No changes made.`, {
      hint: `to confirm, pass --confirm ${names[0]}`,
    });
  }
  if (yes) return false;
  if (!context.canAsk) {
    const what = `${question.charAt(0).toLowerCase()}${question.slice(1).replace(/\?$/, '')}`;
    throw new SinchctlError('refused', `confirmation required to ${what}`, {
      hint: 'to confirm without a prompt, add --yes',
    });
  }
  if (await ask(context, question, typed)) return true;
  throw new SinchctlError('refused', 'not confirmed. No changes made.', {
    ...(typed && { hint: `to confirm, type ${typed.join(' or ')}` }),
  });
}

/** The applications that lose numbers, with the counts, and all others that change. */
function affectedBy(steps: readonly Step[]) {
  const losses = new Map<ApplicationKey, number>();
  const gaining = new Set<ApplicationKey>();
  for (const step of steps) {
    if (step.change === 'none') continue;
    if (isCallbackStep(step)) gaining.add(step.application);
    else if (step.from !== null && step.from !== step.to)
      losses.set(step.from, (losses.get(step.from) ?? 0) + 1);
    else if (step.to !== null) gaining.add(step.to);
  }
  return { losses, gaining };
}

/** Every text for an application: aliases first, then the end of its key, then the key. */
function namesOf(key: ApplicationKey, aliases: Aliases): string[] {
  const all = [...aliases].flatMap(([name, target]) => (target === key ? [name] : []));
  const first = aliasOf(key, aliases);
  return [...new Set([...(first === null ? [] : [first]), ...all, key.slice(-4), key])];
}

/** Losses of more numbers than this are confirmed by a name, to prevent a confirmation by habit. */
const MAX_LOSS = 10;

/**
 * The same for changes to applications. The answer is the name of the one application that loses numbers; the profile's
 * name covers everything.
 * @param maxLoss the largest loss for which `y` is enough
 */
export async function confirmSteps(
  context: Context,
  question: string,
  steps: readonly Step[],
  maxLoss = MAX_LOSS,
): Promise<boolean> {
  const { aliases, name: profile } = await context.credentials();
  const { losses, gaining } = affectedBy(steps);
  const affected = losses.size > 0 ? [...losses.keys()] : [...gaining];
  const [only] = affected;
  const own = only && affected.length === 1 ? namesOf(only, aliases) : [];
  const why = affected.map((key) => {
    const lost = losses.get(key);
    const alias = aliasOf(key, aliases) ?? key;
    return lost
      ? `${alias} loses ${lost === 1 ? '1 number' : `${formatNumber(lost)} numbers`}`
      : `${alias} changes`;
  });
  const typed =
    only && own.length > 0
      ? [...new Set([aliasOf(only, aliases) ?? only.slice(-4), only.slice(-4)])]
      : [profile];
  const [first = profile, ...others] = [...own, profile];
  const isLarge = Math.max(0, ...losses.values()) > maxLoss;
  return confirm(context, question, {
    names: [first, ...others],
    why: why.join(', '),
    typed: isLarge ? typed : undefined,
  });
}
