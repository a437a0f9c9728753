import { assignJobs } from '../../bulk/jobs.ts';
import { readAccount } from '../../bulk/read-account.ts';
import { usage } from '../../core/errors.ts';
import { planAssignment, planBlindly } from '../../core/plan.ts';
import { numberResults } from '../columns.ts';
import { defineCommand } from '../define.ts';
import { app, capability, dryRun, keepGoing, moveFrom, noCheck } from '../options.ts';
import { carryOutPlan } from './carry-out-plan.ts';
import { moveFromOf, numbersOf } from './wanted.ts';

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
  options: { app, capability, moveFrom, noCheck, keepGoing, dryRun },
  columns: numberResults,
  writes: true,
  async run(context, args, options) {
    if (options.noCheck && options.moveFrom !== undefined) {
      throw usage('--no-check does not look where numbers come from', 'leave --move-from or --no-check out');
    }
    const wish = {
      numbers: await numbersOf(context, args, 'assign'),
      capability: options.capability ?? 'voice',
      application: await context.application(options.app),
    };
    const from = await moveFromOf(context, options.moveFrom);
    const plan = options.noCheck
      ? planBlindly(wish, 'add')
      : planAssignment(await readAccount(await context.client()), wish, from);
    const { keepGoing, dryRun } = options;
    return carryOutPlan(context, {
      plan,
      phases: (steps) => [assignJobs(steps)],
      remedy: '--move-from',
      keepGoing,
      dryRun,
    });
  },
});
