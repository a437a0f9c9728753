import type { CommandList } from '../../cli/command-list.ts';
import type { Shell } from '../shells.ts';
import { bash } from './bash.ts';
import { fish } from './fish.ts';
import { grammar } from './grammar.ts';
import type { Grammar } from './parts.ts';
import { powershell } from './powershell.ts';
import { zsh } from './zsh.ts';

const SCRIPTS: Record<Shell, (tree: Grammar) => string> = { bash, zsh, fish, powershell };

/** The script that makes a shell complete sinchctl. */
export const scriptFor = (set: CommandList, shell: Shell): string => SCRIPTS[shell](grammar(set));
