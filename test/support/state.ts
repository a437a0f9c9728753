import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { type Home, newHome } from './home.ts';
import { sandbox } from './run.ts';

/** A home with a state file in it, and how to run commands there. */
export function withState(content: object | string, home: Home = newHome()) {
  const file = home.path('account.yaml');
  writeFileSync(file, typeof content === 'string' ? content : stringify(content));
  const go = (...argv: string[]) => sandbox(argv, { home });
  return {
    home,
    file,
    go,
    diff: (...argv: string[]) => go('diff', '-f', file, '--json', ...argv),
    apply: (...argv: string[]) => go('apply', '-f', file, '--json', '--yes', ...argv),
  };
}

/** A state file of one application. */
export const stateOf = (application: string, rest: object = {}) => ({
  version: 1,
  applications: [{ application, ...rest }],
});
