import { BASH } from './scripts/bash.ts';
import { FISH } from './scripts/fish.ts';
import { POWERSHELL } from './scripts/powershell.ts';
import { ZSH } from './scripts/zsh.ts';
import type { Shell } from './shells.ts';

/** The script that makes a shell complete sinchctl. */
export const SCRIPTS: Record<Shell, string> = { bash: BASH, zsh: ZSH, fish: FISH, powershell: POWERSHELL };
