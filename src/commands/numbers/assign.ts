import { assignJobs } from '../../bulk/jobs.ts';
import { readAccount } from '../../bulk/read-account.ts';
import { usage } from '../../core/errors.ts';
import { joinPlans, planAssignment, planBlindly } from '../../core/plan.ts';
import { carryOutPlan } from '../carry-out-plan.ts';
import { numberResults } from '../columns.ts';
import { defineCommand } from '../define.ts';
import {
  app,
  capability,
  dryRun,
  from,
  ignoreColumn,
  keepGoing,
  moveFrom,
  noCheck,
  numberColumn,
} from '../options.ts';
import { pickWhereNone } from './pick.ts';
import { holdFor, moveFromOf, wishesOf } from './wanted.ts';

export const assign = defineCommand({
  usage: 'numbers assign [number...]',
  summary: 'Assign numbers to an application',
  description:
    'Reads the account first. Numbers that are right already cost nothing. A number that serves another\n' +
    'application is moved only when --move-from names that application, or says any.',
  examples: [
    'sinchctl --profile sandbox numbers assign +14155550103 --app support',
    'sinchctl --profile sandbox numbers assign +14155550102 --app support --move-from sales --dry-run',
  ],
  options: { from, numberColumn, ignoreColumn, app, capability, moveFrom, noCheck, keepGoing, dryRun },
  offers: [{ completes: 'assignable' }],
  columns: numberResults,
  writes: true,
  async run(context, words, given) {
    const { args, options } = await pickWhereNone(context, words, given, 'assign');
    if (options.noCheck && options.moveFrom !== undefined) {
      throw usage('--no-check does not look where numbers come from', 'leave --move-from or --no-check out');
    }
    const { wishes, bad } = await wishesOf(context, args, options, 'assign');
    const moveFrom = await moveFromOf(context, options.moveFrom);
    await holdFor(context, wishes, moveFrom);
    const account = options.noCheck ? undefined : await readAccount(await context.client());
    const plan = joinPlans(
      wishes.map((wish) => (account ? planAssignment(account, wish, moveFrom) : planBlindly(wish, 'add'))),
    );
    const { keepGoing, dryRun } = options;
    return carryOutPlan(context, {
      plan,
      phases: (steps) => [assignJobs(steps)],
      remedy: '--move-from',
      keepGoing,
      bad,
      dryRun,
    });
  },
});
