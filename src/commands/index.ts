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

/** The groups of commands, with typical examples. */
export const GROUPS = {
  numbers: {
    summary: 'List, assign, unassign, and overwrite numbers',
    examples: [
      'sinchctl numbers list --app support',
      'sinchctl numbers assign +14155550103 --app support',
      'sinchctl numbers assign --from numbers.csv --dry-run',
    ],
  },
  callbacks: {
    summary: 'Show and set callback URLs',
    examples: [
      'sinchctl callbacks get --all',
      'sinchctl callbacks set --app support --primary https://voice.example.com/sinch',
    ],
  },
  auth: {
    summary: 'Log in, log out, and show status',
    examples: ['sinchctl auth status --verify', 'sinchctl auth logout --profile staging'],
  },
  profiles: {
    summary: 'Store credentials and switch between profiles',
    examples: ['sinchctl profiles use prod', 'sinchctl profiles set prod --default-app support'],
  },
  apps: {
    summary: 'List applications and manage their aliases',
    examples: ['sinchctl apps list', 'sinchctl apps alias billing 94983f76-1161-6655-9515-4785c7b67dd8'],
  },
  sandbox: {
    summary: 'Use a simulated account',
    examples: [
      'sinchctl --profile sandbox numbers list',
      'sinchctl sandbox exec -- sinchctl numbers list',
      'sinchctl sandbox reset',
    ],
  },
};

/** The first words of all commands, under the headings of the root help. */
export const SECTIONS = {
  Numbers: ['numbers', 'query'],
  Callbacks: ['callbacks'],
  State: ['export', 'diff', 'apply'],
  History: ['history', 'undo'],
  Setup: ['auth', 'profiles', 'apps'],
  Tools: ['api', 'sandbox', 'completion', 'commands'],
};

export const EXAMPLES = [
  'sinchctl numbers list --app support',
  'sinchctl numbers assign +14155550103 --app support',
  'sinchctl callbacks set --app support --primary https://voice.example.com/sinch',
  'sinchctl export > account.yaml',
];

/** The help topics. Their text loads on demand. */
export const TOPICS = {
  options: 'Global options',
  'exit-codes': 'Meaning of each exit code',
  environment: 'Credentials and environment variables',
  'state-file': 'Format of YAML and JSON state files',
  output: 'Output formats, fields, and sorting',
  troubleshooting: 'Common errors and how to fix them',
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

export const COMMAND_LIST: CommandList<Command> = {
  commands: COMMANDS,
  groups: GROUPS,
  sections: SECTIONS,
  examples: EXAMPLES,
  topics: TOPICS,
};
