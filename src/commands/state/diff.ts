import { flag, value, withCompletion } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import { SinchctlError } from '../../core/errors.ts';
import { countOf } from '../../core/text.ts';
import { checkProfile } from '../../credentials/profile.ts';
import { stepsOf } from '../../engine/batches.ts';
import type { Row } from '../../output/rows.ts';
import { countExtra, currentStateOf, onlyThe } from '../../state-file/plan.ts';
import { only, prune, stateFile } from '../options.ts';
import { changeResults } from '../write/columns.ts';
import { countChanges, totalsText } from '../write/count-changes.ts';
import { planView, showsPlan, sizesOf } from '../write/plan-view.ts';
import { credentialsOrNone, fileCommand, makePlan, readState } from './make-plan.ts';
import { changeRows, groupByApplication, planDocument } from './plan-blocks.ts';

/** The extra numbers that a comparison without `--prune` does not count; empty if there are none. */
function describeExtra(extra: number, isOfFile: boolean): string {
  if (extra === 0) return '';
  const [are, application, them] =
    extra === 1 ? ['is', 'an application', 'it'] : ['are', 'applications', 'them'];
  const [where, file] = isOfFile ? ['--against file', 'state file'] : ['file', 'file'];
  return `${countOf(extra, 'number')} ${are} assigned to ${application} in the ${where} but ${are} not in the ${file} (to remove ${them}, add --prune)`;
}

/** Writes the `--out` file. */
async function writePlan(
  path: string,
  plan: string,
  rows: readonly Row[],
  { file = '-', against }: { file: string | undefined; against: string | undefined },
): Promise<void> {
  const { writeOutput } = await import('../../platform/write-file.ts');
  const text = planDocument(plan, rows, file === '-' ? null : file);
  await writeOutput(path, text, against === undefined ? [file] : [file, against]);
}

export const diff = defineCommand({
  usage: 'diff',
  summary: 'Compare a state file with the account',
  description:
    'Shows what apply would change, grouped by application: + added, ~ moved or set, - removed. Makes no changes. Applications and callback URLs that are not in the file are ignored, except for applications from which numbers would be moved. Numbers that are assigned to an application but missing from its list are shown only with --prune.\n' +
    'Prints the plan ID on stderr, for apply --plan. With --out, writes the plan ID, the counts, and all rows as JSON.',
  examples: [
    'sinchctl diff -f account.yaml',
    'sinchctl diff -f account.yaml --prune --exit-code  # exit 8: differences found',
  ],
  options: {
    file: stateFile,
    against: withCompletion(
      value('FILE', 'compare with this file instead of the account, without sending requests'),
      {
        completes: 'file',
      },
    ),
    prune,
    only,
    out: withCompletion(value('PLAN', 'write the plan to this file, for apply --plan'), {
      completes: 'file',
    }),
    exitCode: flag('exit with code 8 if there are differences'),
  },
  columns: { ...changeResults, empty: 'no differences' },
  errors: ['notFound', 'partial', 'unavailable', 'refused', 'drift'],
  seeAlso: ['export', 'apply', 'help state-file', 'help output'],
  writes: false,
  async run(context, _, options) {
    const { against } = options;
    if (against !== undefined) await checkProfile(context);
    // The other file replaces the account, so any short code or sender ID that it lists is valid.
    const other = against === undefined ? undefined : await readState(context, against, 'account');
    const state = await readState(context, options.file, other);
    const plan = await makePlan(
      context,
      state,
      options,
      other && ((own) => currentStateOf(onlyThe(options.only, other), own)),
    );
    const { aliases, name: profile } = await credentialsOrNone(context);
    const rows = changeRows(plan, aliases);
    if (options.out !== undefined) await writePlan(options.out, plan.id, rows, options);
    const steps = stepsOf(plan);
    const extra = options.prune ? 0 : countExtra(plan.state, plan.current);
    const extraText = describeExtra(extra, other !== undefined);
    const summary = `${totalsText(countChanges(steps))}${extraText && `; ${extraText}`}`;
    // The plan ends with the totals, and an empty table has its own note.
    const isShown = rows.length > 0 ? showsPlan(context) : context.format === 'table';
    if (!isShown || extraText) context.messages.note(isShown ? extraText : summary);
    context.messages.note(`plan ${plan.id}`);
    const result = {
      rows,
      ...(context.format === 'markdown' && { blocks: groupByApplication(rows, aliases) }),
      ...(rows.length > 0 && {
        plan: () =>
          planView(steps, { aliases, profile, sizes: sizesOf(context, plan.current.account, plan.numbers) }),
      }),
    };
    if (!options.exitCode || rows.length === 0) return result;
    const what = other ? 'the files differ' : 'the account differs from the file';
    const applied = other ? 'the file to the account' : 'these changes';
    const run = (options.file ?? '-') === '-' ? 'pass the same input to' : 'run';
    const hint = `to apply ${applied}, ${run} ${fileCommand(context, 'apply', options)}`;
    return { ...result, error: new SinchctlError('drift', `${what}: ${summary}`, { hint }) };
  },
});
