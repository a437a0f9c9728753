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
  { names: INSTANCE, meaning: 'credentials for the portal API (legacy)' },
  { names: PROJECT, meaning: 'project credentials (detected, but not used)' },
  {
    names: URL_VARIABLES,
    meaning:
      'base URLs and authentication mode (signed or basic) for credentials from the environment; ignored, with a warning, if a profile is used',
  },
  { names: ['SINCHCTL_PROFILE'], meaning: 'same as --profile' },
  { names: ['SINCHCTL_SANDBOX_URL'], meaning: 'URL of the sandbox (set by sandbox exec)' },
  {
    names: ['SINCHCTL_CONFIG_DIR'],
    meaning: 'configuration directory, which contains config.json (default sinchctl in XDG_CONFIG_HOME)',
  },
  {
    names: ['XDG_CONFIG_HOME'],
    meaning:
      'parent of the configuration directory, as an absolute path (default ~/.config, or %APPDATA% on Windows)',
  },
  {
    names: ['SINCHCTL_STATE_DIR'],
    meaning:
      'state directory, which contains the history, locks, and sandbox (default sinchctl in XDG_STATE_HOME; sinchctl-state on Windows)',
  },
  {
    names: ['XDG_STATE_HOME'],
    meaning:
      'parent of the state directory, as an absolute path (default ~/.local/state, or %LOCALAPPDATA% on Windows)',
  },
  {
    names: ['SINCHCTL_CA_FILE', 'NODE_EXTRA_CA_CERTS'],
    meaning: 'PEM file of additional certificate authorities to trust',
  },
  {
    names: ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'],
    meaning:
      'proxy URLs for https and http requests, and hosts that bypass the proxy (uppercase or lowercase names); requests to Sinch use https, and therefore HTTPS_PROXY; http is used only for loopback addresses, which always bypass the proxy',
  },
  {
    names: ['LC_ALL', 'LC_CTYPE', 'LANG'],
    meaning:
      'locale; the first of these variables that is set applies; tables use box-drawing characters if it specifies UTF-8',
  },
  { names: ['SINCHCTL_ACCESSIBLE'], meaning: 'same as --accessible' },
  {
    names: ['NO_COLOR', 'FORCE_COLOR', 'CLICOLOR_FORCE', 'TERM', 'COLUMNS'],
    meaning: 'standard variables for color, terminal capabilities, and width',
  },
  {
    names: ['SHELL'],
    meaning: 'on Windows: if set, suggested commands are quoted for bash instead of PowerShell',
  },
  ...Object.entries(CI_VARIABLES).map(([service, names]) => ({
    names,
    meaning: `identify the CI run in the history (${service})`,
  })),
];
