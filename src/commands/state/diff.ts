import { type Aliases, asApplicationKey, nameApplication } from '../../account/application.ts';
import { flag, value, withCompletion } from '../../cli/argv/option.ts';
import { checkProfile } from '../../cli/check-profile.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { plannedRows } from '../../engine/result-rows.ts';
import type { Row } from '../../output/rows.ts';
import { currentStateOf } from '../../state-file/plan.ts';
import { onlyThe } from '../../state-file/state.ts';
import { changeResults } from '../write/columns.ts';
import { blocksBy, countChanges } from './plan-blocks.ts';
import { type MadePlan, makePlan } from './make-plan.ts';
import { file, only, prune } from './options.ts';
import { readState } from './read-state.ts';

const namesOf = async (context: Context): Promise<Aliases> =>
  (await context.credentials().catch(() => undefined))?.aliases ?? new Map();

/** Everything that a plan changes, as rows. */
export const changesOf = ({ callbacks, numbers }: MadePlan, aliases: Aliases): Row[] =>
  plannedRows([...callbacks.flatMap(({ steps }) => steps), ...numbers], aliases) as unknown as Row[];

/** How a key reads among these aliases. */
export const namerOf =
  (aliases: Aliases) =>
  (text: string): string => {
    const key = asApplicationKey(text);
    return key ? nameApplication(key, aliases) : text;
  };

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
    file,
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
    const aliases = await namesOf(context);
    const rows = changesOf(plan, aliases);
    const blocks = blocksBy(namerOf(aliases))(rows);
    context.messages.note(countChanges(rows));
    context.messages.note(`plan ${plan.id}`);
    if (!options.exitCode || rows.length === 0) return { rows, blocks };
    return {
      rows,
      blocks,
      error: new SinchctlError(
        'drift',
        `the ${other ? 'files differ' : 'account differs'}: ${countChanges(rows)}`,
        {
          hint: 'sinchctl apply with the same options makes it so',
        },
      ),
    };
  },
});
