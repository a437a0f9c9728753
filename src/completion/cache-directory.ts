import { join } from 'node:path';

/** How files are called that say: somebody wanted to know an account, and could not. */
export const WANTED = '.wanted';

/** Where completions remember accounts, below the state home. */
export const cacheDirectory = (stateDirectory: string): string => join(stateDirectory, 'completion');
