import { INSTANCE, KEYS, SECRET_FILES, SECRETS, URL_VARIABLES } from '../credentials/environment.ts';
import { CI_VARIABLES } from '../history/journal.ts';

/** Variables with one meaning. */
export interface VariableGroup {
  names: readonly string[];
  meaning: string;
}

/** Every variable that sinchctl reads. A test compares the list with the code. */
export const VARIABLES: readonly VariableGroup[] = [
  { names: KEYS, meaning: 'the key of an application' },
  { names: SECRETS, meaning: 'its secret' },
  { names: SECRET_FILES, meaning: 'a file that holds the secret, instead of it' },
  { names: INSTANCE, meaning: 'legacy portal credentials' },
  {
    names: URL_VARIABLES,
    meaning:
      "base URLs, and signed or basic: for the environment's credentials; a profile ignores them with a warning",
  },
  { names: ['SINCHCTL_PROFILE'], meaning: 'same as --profile' },
  { names: ['SINCHCTL_SANDBOX_URL'], meaning: 'set by sandbox exec: the URL of its sandbox' },
  {
    names: ['SINCHCTL_CONFIG_DIR', 'XDG_CONFIG_HOME'],
    meaning: 'where config.json lies (sinchctl/ below the second, if absolute); %APPDATA% on Windows',
  },
  {
    names: ['SINCHCTL_STATE_DIR', 'XDG_STATE_HOME'],
    meaning: "where journal, locks and the sandbox's state lie, likewise; %LOCALAPPDATA% on Windows",
  },
  { names: ['SINCHCTL_CA_FILE', 'NODE_EXTRA_CA_CERTS'], meaning: 'trust these authorities too' },
  {
    names: ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'],
    meaning: 'in either case; loopback is never proxied',
  },
  {
    names: ['LC_ALL', 'LC_CTYPE', 'LANG'],
    meaning: 'the first that is set says whether borders are box characters: where it names UTF-8',
  },
  { names: ['SINCHCTL_ACCESSIBLE'], meaning: 'same as --accessible' },
  {
    names: ['NO_COLOR', 'FORCE_COLOR', 'CLICOLOR_FORCE', 'TERM', 'COLUMNS'],
    meaning: 'colour, redrawing and width, as the conventions say',
  },
  { names: ['SHELL'], meaning: 'on Windows, that bash reads the lines to type, and not PowerShell' },
  ...Object.entries(CI_VARIABLES).map(([service, names]) => ({
    names,
    meaning: `which CI run this is, for the history: ${service}`,
  })),
];
