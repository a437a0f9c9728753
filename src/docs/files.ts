/** What sinchctl keeps, and where when no variable says otherwise. */
export const FILES: readonly { path: string; meaning: string }[] = [
  { path: '~/.config/sinchctl/config.json', meaning: 'profiles, aliases and secrets; readable by you alone' },
  { path: '~/.local/state/sinchctl/journal.ndjson', meaning: 'the history of changes; ten files are kept' },
  { path: '~/.local/state/sinchctl/locks/', meaning: 'what keeps two writers apart' },
  { path: '~/.local/state/sinchctl/sandbox.json', meaning: 'the world of the built-in profile sandbox' },
  {
    path: '%APPDATA%\\sinchctl, %LOCALAPPDATA%\\sinchctl-state',
    meaning: 'the two directories on Windows',
  },
];
