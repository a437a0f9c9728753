import { usage } from '../../core/errors.ts';
import { flag, value } from '../option.ts';

export const file = {
  ...value('FILE', 'the state file, YAML or JSON (- for stdin)'),
  short: 'f',
};

export const prune = flag('remove numbers that serve an application and are missing from its list');

export const only = value('WHAT', 'numbers or callbacks', (text, where): 'numbers' | 'callbacks' => {
  if (text === 'numbers' || text === 'callbacks') return text;
  throw usage(`${where} takes numbers or callbacks: ${text}`, undefined, [text]);
});
