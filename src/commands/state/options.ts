import { choice, flag, value, withCompletion } from '../../cli/argv/option.ts';

export const file = {
  ...withCompletion(value('FILE', 'the state file, YAML or JSON (- for stdin)'), { completes: 'file' }),
  short: 'f',
};

export const prune = flag('remove numbers that serve an application and are missing from its list');

export const only = choice('WHAT', 'numbers or callbacks', ['numbers', 'callbacks']);
