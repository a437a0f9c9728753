import { CAPABILITIES, parseCapability } from '../account/capability.ts';
import { choice, flag, value, values, withCompletion } from '../cli/argv/option.ts';
import { usage } from '../core/errors.ts';

export function wholeNumber(text: string, where: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usage(`invalid value for ${where}: ${text}`, 'pass an integer', [text]);
}

// The options that several commands share. Each has the same meaning everywhere.
export const appSummary =
  "application key or alias (default the profile's default application, otherwise the application whose key signs requests)";
export const app = withCompletion(value('APP', appSummary), { completes: 'application' });
export const capability = withCompletion(
  value('CAPABILITY', 'voice or sms (default voice)', parseCapability),
  { choices: CAPABILITIES },
);
export const numbersApi = choice('API', 'calling or portal (default calling)', ['calling', 'portal']);
export const moveFrom = withCompletion(
  value('APP', 'allow numbers to be moved from this application (any for all applications)'),
  {
    completes: 'application',
    choices: ['any'],
  },
);
const noCheck = flag('skip the check of current assignments');
const verify = flag('read the account again afterwards, and report unconfirmed changes as failed');
const keepGoing = flag('process valid numbers; report the rest as failed');
export const dryRun = flag('show what would change without making changes', 'n');
/** The columns that determine the target of a row, and that can be ignored. */
export const IGNORABLE = ['application', 'capability'] as const;
const ignoreColumn = withCompletion(
  values('COLUMN', 'ignore this column of the --from file: application or capability'),
  { choices: IGNORABLE },
);
const from = withCompletion(
  value('FILE', 'read numbers from a file (- for stdin): plain list, CSV, TSV, JSON, or NDJSON'),
  { completes: 'file' },
);
const numberColumn = value('COLUMN', 'name or position of the column that contains the number');
/** The sources of numbers other than the arguments. */
export const numberFileOptions = { from, numberColumn };
/** The numbers and the target of an assignment. */
export const targetOptions = { ...numberFileOptions, ignoreColumn, app, capability };
/** How a command treats many numbers. */
export const bulkOptions = { noCheck, verify, keepGoing, dryRun };

export const maxRemovals = value(
  'COUNT',
  'maximum removals per application and capability (default 10% of its numbers, but at least 10)',
  wholeNumber,
);

/** `-f`, of the commands that read a state file. */
export const stateFile = {
  ...withCompletion(value('FILE', 'state file, YAML or JSON (- for stdin)'), { completes: 'file' }),
  short: 'f',
};

export const prune = flag(
  'include removals: numbers that are assigned to an application but missing from its list',
);

export const only = choice('KIND', 'include only numbers or only callbacks', ['numbers', 'callbacks']);
