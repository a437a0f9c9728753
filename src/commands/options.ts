import { CAPABILITIES, parseCapability } from '../account/capability.ts';
import { choice, flag, value, values, withCompletion } from '../cli/argv/option.ts';
import { usage } from '../core/errors.ts';

function wholeNumber(text: string, where: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usage(`${where} takes a whole number: ${text}`, undefined, [text]);
}

// The options that several commands share. Each has the same meaning everywhere.
export const app = withCompletion(
  value('A', "application key or alias; default: the profile's, else the one that signs"),
  { completes: 'application' },
);
export const capability = withCompletion(value('C', 'voice (the default) or sms', parseCapability), {
  choices: CAPABILITIES,
});
export const numbersApi = choice('API', 'calling or portal', ['calling', 'portal']);
export const moveFrom = withCompletion(value('A', 'take numbers that serve this application, or any'), {
  completes: 'application',
  choices: ['any'],
});
export const noCheck = flag('do not look first; Sinch decides about every number');
export const keepGoing = flag('carry out the sound ones; the others become failed rows');
export const dryRun = flag('show what would be done, and change nothing');
/** The columns that determine the target of a row, and that can be ignored. */
export const IGNORABLE = ['application', 'capability'] as const;
const ignoreColumn = withCompletion(
  values('NAME', 'go by the flags, not by this column (application or capability)'),
  { choices: IGNORABLE },
);
const from = withCompletion(
  value('FILE', 'take numbers from a file too (- for stdin): one a line, CSV, TSV, JSON or NDJSON'),
  { completes: 'file' },
);
const numberColumn = value('NAME', 'the column of the file that holds the number, by name or position');
/** Where numbers come from beside the arguments. */
export const numberFileOptions = { from, numberColumn };
/** The same for a file with a target in each row. */
export const assignmentFileOptions = { ...numberFileOptions, ignoreColumn };

export const maxRemovals = value(
  'N',
  'how many numbers may be removed (a tenth of the set, at least 10)',
  wholeNumber,
);

/** `-f`, of the commands that read a state file. */
export const stateFile = {
  ...withCompletion(value('FILE', 'the state file, YAML or JSON (- for stdin)'), { completes: 'file' }),
  short: 'f',
};

export const prune = flag('remove numbers that serve an application and are missing from its list');

export const only = choice('WHAT', 'numbers or callbacks', ['numbers', 'callbacks']);
