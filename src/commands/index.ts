import type { Command } from '../cli/command.ts';
import type { CommandList } from '../cli/command-list.ts';
import { api } from './api.ts';
import { alias } from './apps/alias.ts';
import { list as appsList } from './apps/list.ts';
import { unalias } from './apps/unalias.ts';
import { login } from './auth/login.ts';
import { logout } from './auth/logout.ts';
import { status } from './auth/status.ts';
import { get } from './callbacks/get.ts';
import { set as callbacksSet } from './callbacks/set.ts';
import { commands } from './commands.ts';
import { completion } from './completion.ts';
import { history } from './history/history.ts';
import { undo } from './history/undo.ts';
import { assign } from './numbers/assign.ts';
import { list as numbersList } from './numbers/list.ts';
import { overwrite } from './numbers/overwrite.ts';
import { unassign } from './numbers/unassign.ts';
import { list as profilesList } from './profiles/list.ts';
import { remove } from './profiles/remove.ts';
import { set as profilesSet } from './profiles/set.ts';
import { show as profilesShow } from './profiles/show.ts';
import { use } from './profiles/use.ts';
import { query } from './query.ts';
import { exec } from './sandbox/exec.ts';
import { reset } from './sandbox/reset.ts';
import { serve } from './sandbox/serve.ts';
import { show as sandboxShow } from './sandbox/show.ts';
import { apply } from './state/apply.ts';
import { diff } from './state/diff.ts';
import { exportState } from './state/export.ts';

export const GROUPS: Readonly<Record<string, string>> = {
  numbers: 'List, assign, unassign and overwrite phone numbers',
  callbacks: 'Show and set the callback URLs of applications',
  apps: 'See applications and give them names',
  auth: 'Log in, see what is in use, log out',
  profiles: 'Store credentials and choose between them',
  sandbox: 'Try everything on a simulated account',
};

/** The help topics. Their texts load on demand. */
export const TOPICS = {
  'exit-codes': 'What each exit code means',
  environment: 'Credentials and variables',
  'state-file': 'The account as a file',
  output: 'Formats, columns and order',
};

export const COMMANDS: readonly Command[] = [
  numbersList,
  assign,
  unassign,
  overwrite,
  get,
  callbacksSet,
  query,
  exportState,
  diff,
  apply,
  history,
  undo,
  appsList,
  alias,
  unalias,
  login,
  status,
  logout,
  profilesList,
  profilesShow,
  profilesSet,
  use,
  remove,
  api,
  serve,
  exec,
  sandboxShow,
  reset,
  completion,
  commands,
];

export const COMMAND_LIST: CommandList<Command> = { commands: COMMANDS, groups: GROUPS, topics: TOPICS };
