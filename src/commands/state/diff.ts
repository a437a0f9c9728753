import { flag, value, withCompletion } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import { SinchctlError } from '../../core/errors.ts';
import { checkProfile } from '../../credentials/profile.ts';
import { currentStateOf } from '../../state-file/plan.ts';
import { onlyThe } from '../../state-file/state.ts';
import { only, prune, stateFile } from '../options.ts';
import { changeResults } from '../write/columns.ts';
import { credentialsOrNone, makePlan, readState } from './make-plan.ts';
import { changeRows, countChanges, groupByApplication } from './plan-blocks.ts';

export const diff = defineCommand({
  usage: 'diff',
  summary: 'Compare a state file with the account, or with another file',
  description:
    'Changes nothing. Shows what apply would do, by application: + added, ~ moved or set, - removed. What the file does\n' +
    'not name is left alone; numbers that a list lacks show with --prune only. The plan id on stderr is for apply --plan.',
  examples: [
    'sinchctl --profile sandbox diff -f account.yaml',
    'sinchctl --profile sandbox diff -f account.yaml --prune --exit-code -o markdown  # exit 8: it differs',
  ],
  options: {
    file: stateFile,
    against: withCompletion(
      value('FILE', 'compare with this file instead of the account; nothing is asked of Sinch'),
      { completes: 'file' },
    ),
    prune,
    only,
    exitCode: flag('exit 8 when there are differences'),
  },
  columns: { ...changeResults, empty: 'no differences' },
  writes: false,
  async run(context, _, options) {
    const { against } = options;
    if (against !== undefined) await checkProfile(context);
    const state = await readState(context, options.file, against !== undefined);
    const other = against === undefined ? undefined : await readState(context, against, true);
    const plan = await makePlan(
      context,
      state,
      { prune: options.prune, only: options.only },
      other && ((own) => currentStateOf(onlyThe(options.only, other), own)),
    );
    const { aliases } = await credentialsOrNone(context);
    const rows = changeRows(plan, aliases);
    const blocks = groupByApplication(rows, aliases);
    context.messages.note(countChanges(rows));
    context.messages.note(`plan ${plan.id}`);
    if (!options.exitCode || rows.length === 0) return { rows, blocks };
    return {
      rows,
      blocks,
      error: new SinchctlError(
        'drift',
        `the ${other ? 'files differ' : 'account differs from the file'}: ${countChanges(rows)}`,
        {
          hint: 'to apply these changes, run sinchctl apply with the same options',
        },
      ),
    };
  },
});
