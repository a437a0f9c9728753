import { INSTANCE, KEYS, PROJECT, SECRET_FILES, SECRETS, URL_VARIABLES } from '../credentials/environment.ts';
import { CI_VARIABLES } from '../history/ci-run.ts';

/** Variables with one meaning. */
export interface VariableGroup {
  names: readonly string[];
  meaning: string;
}

/** Every variable that sinchctl reads. A test compares the list with the code. */
export const VARIABLES: readonly VariableGroup[] = [
  { names: KEYS, meaning: 'application key' },
  { names: SECRETS, meaning: 'application secret' },
  { names: SECRET_FILES, meaning: 'file that contains the application secret' },
  { names: INSTANCE, meaning: 'credentials of the legacy portal' },
  { names: PROJECT, meaning: 'credentials of a project, which sinchctl does not use' },
  {
    names: URL_VARIABLES,
    meaning:
      'base URLs, and signed or basic authentication, for credentials from the environment; ignored with a warning when a profile is used',
  },
  { names: ['SINCHCTL_PROFILE'], meaning: 'same as --profile' },
  { names: ['SINCHCTL_SANDBOX_URL'], meaning: 'URL of the sandbox, set by sandbox exec' },
  {
    names: ['SINCHCTL_CONFIG_DIR', 'XDG_CONFIG_HOME'],
    meaning:
      'directory of config.json, and its parent directory (default ~/.config; %APPDATA% on Windows); XDG paths must be absolute',
  },
  {
    names: ['SINCHCTL_STATE_DIR', 'XDG_STATE_HOME'],
    meaning:
      'directory of the history, locks, and sandbox, and its parent directory (default ~/.local/state; %LOCALAPPDATA% on Windows)',
  },
  {
    names: ['SINCHCTL_CA_FILE', 'NODE_EXTRA_CA_CERTS'],
    meaning: 'PEM file of additional certificate authorities to trust',
  },
  {
    names: ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'],
    meaning: 'proxy, in upper or lower case; loopback addresses are never proxied',
  },
  {
    names: ['LC_ALL', 'LC_CTYPE', 'LANG'],
    meaning: 'tables have box characters if the first one that is set is a UTF-8 locale',
  },
  { names: ['SINCHCTL_ACCESSIBLE'], meaning: 'same as --accessible' },
  {
    names: ['NO_COLOR', 'FORCE_COLOR', 'CLICOLOR_FORCE', 'TERM', 'COLUMNS'],
    meaning: 'control color, redrawing, and width, as in other tools',
  },
  {
    names: ['SHELL'],
    meaning: 'on Windows: if set, suggested commands are quoted for bash, otherwise for PowerShell',
  },
  ...Object.entries(CI_VARIABLES).map(([service, names]) => ({
    names,
    meaning: `identify the CI run in the history (${service})`,
  })),
];
