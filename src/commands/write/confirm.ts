import { type Aliases, type ApplicationKey, aliasOf } from '../../account/application.ts';
import { isCallbackStep, type Step, stepItem } from '../../account/plan.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { countOf, joinWords } from '../../core/text.ts';
import type { PlanView } from '../../output/plan-view.ts';
import { planView, type Sizes } from './plan-view.ts';

/** Answers other than yes that confirm a question. */
export interface Answers {
  /** The values of `--confirm`; the first is the one to suggest. */
  names: readonly [string, ...string[]];
  /** Why another name does not confirm, such as `sales loses 300 numbers`. */
  why: string;
  /** What would change, for a refusal. */
  items?: readonly string[];
}

/**
 * Whether `--yes` or a matching `--confirm` confirms without a prompt.
 * @param what an imperative, for the error if no prompt is possible
 * @throws SinchctlError refused
 */
function isConfirmed(context: Context, what: string, { names, why, items }: Answers): boolean {
  const { yes, confirm: name } = context.settings;
  if (name !== undefined) {
    if (names.includes(name)) return true;
    throw new SinchctlError('refused', `--confirm ${name} is not sufficient: ${why}. No changes made.`, {
      hint: `to confirm, pass --confirm ${names[0]}`,
      items,
    });
  }
  if (yes || context.canAsk) return yes;
  throw new SinchctlError(
    'refused',
    `confirmation required to ${what.charAt(0).toLowerCase()}${what.slice(1)}`,
    { hint: 'to confirm without a prompt, add --yes', items },
  );
}

/**
 * Prompts for confirmation, unless an option confirms; without that and without a prompt, the command is refused.
 * @param question an imperative, as in `Remove profile prod?`
 * @throws SinchctlError refused
 */
export async function confirm(context: Context, question: string, answers: Answers): Promise<void> {
  if (isConfirmed(context, question.replace(/\?$/, ''), answers)) return;
  if (await context.prompts.confirm(question)) return;
  throw new SinchctlError('refused', 'not confirmed. No changes made.');
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

/** Every accepted name of an application: aliases first, then the end of its key, then the key. */
function namesOf(key: ApplicationKey, aliases: Aliases): string[] {
  const all = [...aliases].flatMap(([name, target]) => (target === key ? [name] : []));
  const first = aliasOf(key, aliases);
  return [...new Set([...(first === null ? [] : [first]), ...all, key.slice(-4), key])];
}

/** Losses of more numbers than this are confirmed by a name, to prevent confirmation out of habit. */
const MAX_LOSS = 10;

/** What to type instead of `y`. */
interface Typed {
  /** The first is the one to suggest. */
  answers: readonly string[];
  /** An explanation of the suggested one, unless it is obvious. */
  note: string;
}

/**
 * The answers that confirm changes to applications: the name of the one that loses numbers; the profile's name
 * confirms everything.
 */
function answersFor(steps: readonly Step[], profile: string, aliases: Aliases, maxLoss: number) {
  const { losses, gaining } = affectedBy(steps);
  const affected = losses.size > 0 ? [...losses.keys()] : [...gaining];
  const [only] = affected;
  const own = only && affected.length === 1 ? namesOf(only, aliases) : [];
  const why = affected.map((key) => {
    const lost = losses.get(key);
    const alias = aliasOf(key, aliases) ?? key;
    return lost ? `${alias} loses ${countOf(lost, 'number')}` : `this changes ${alias}`;
  });
  const [first = profile, ...others] = [...own, profile];
  const names: Answers['names'] = [first, ...others];
  const isLarge = Math.max(0, ...losses.values()) > maxLoss;
  const keyEnd = only && own.length > 0 ? [only.slice(-4)] : [];
  const typed: Typed = {
    answers: [first, ...keyEnd],
    note: keyEnd.includes(first) ? ' (the end of the application key)' : '',
  };
  return { names, why: why.join(', '), typed: isLarge ? typed : undefined };
}

/** The prompt before a plan is executed. */
export interface PlanQuestion {
  /** An imperative, such as `Unassign 5 numbers from support (profile prod)`. */
  action: string;
  /** The same for a refusal, which no plan precedes; by default `action`. */
  refusal?: string;
  /** The largest loss of an application for which `y` is enough. */
  maxLoss?: number;
}

/** Shows the plan and prompts; `d`, which is offered if an item is hidden, lists every item, and prompts again. */
async function askForPlan(
  { messages, prompts }: Context,
  action: string,
  typed: Typed | undefined,
  view: PlanView,
): Promise<boolean> {
  const { drawPlan } = await import('../../output/plan-view.ts');
  // An application may be called d.
  const details = typed?.answers.includes('d') ? 'details' : 'd';
  for (let isComplete = false; ; isComplete = true) {
    let offer = '';
    messages.show((style) => {
      const draw = (all: boolean) => [...drawPlan(view, { ...style, isComplete: all })];
      const shown = draw(isComplete);
      if (!isComplete && draw(true).join('\n') !== shown.join('\n')) offer = `, ${details} for details`;
      return shown;
    });
    const question = typed
      ? `${action}.\nType ${typed.answers[0]} to confirm${typed.note}${offer}, or press Enter to cancel:`
      : `${action}? [y/N${offer}]`;
    const answer = (await prompts.input(question)).trim();
    if (answer !== details) return typed ? typed.answers.includes(answer) : /^y(es)?$/i.test(answer);
  }
}

/**
 * Confirms the changes of a plan.
 * @returns whether it prompted
 * @throws SinchctlError refused
 */
export async function confirmPlan(
  context: Context,
  { action, refusal = action, maxLoss = MAX_LOSS }: PlanQuestion,
  steps: readonly Step[],
  sizes: Sizes | undefined,
): Promise<boolean> {
  const { aliases, name: profile } = await context.credentials();
  const answers = answersFor(steps, profile, aliases, maxLoss);
  const items = steps.filter(({ change }) => change !== 'none').map(stepItem);
  if (isConfirmed(context, refusal, { ...answers, items })) return false;
  const view = planView(steps, { aliases, profile, sizes, isMasked: true });
  if (await askForPlan(context, action, answers.typed, view)) return true;
  const { typed } = answers;
  throw new SinchctlError('refused', 'not confirmed. No changes made.', {
    items,
    ...(typed && {
      hint: `to confirm, run the command again and type ${joinWords([...new Set(typed.answers)])}`,
    }),
  });
}
