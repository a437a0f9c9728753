/** The shells that have a completion script, and the command that loads each script. */
export const SHELLS = {
  bash: 'in ~/.bashrc: eval "$(sinchctl completion bash)"',
  zsh: 'in ~/.zshrc, below compinit: eval "$(sinchctl completion zsh)"',
  fish: 'once: mkdir -p ~/.config/fish/completions; sinchctl completion fish > ~/.config/fish/completions/sinchctl.fish',
  powershell: 'in $PROFILE: sinchctl completion powershell | Out-String | Invoke-Expression',
} as const;

export type Shell = keyof typeof SHELLS;
