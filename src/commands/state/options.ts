import { choice, flag, offering, value } from '../../cli/argv/option.ts';

export const file = {
  ...offering({ completes: 'file' }, value('FILE', 'the state file, YAML or JSON (- for stdin)')),
  short: 'f',
};

export const prune = flag('remove numbers that serve an application and are missing from its list');

export const only = choice('WHAT', 'numbers or callbacks', ['numbers', 'callbacks']);
