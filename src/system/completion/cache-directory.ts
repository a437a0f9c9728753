import { join } from 'node:path';

/** Where completions remember accounts, below the state home. */
export const cacheDirectory = (stateHome: string): string => join(stateHome, 'completion');
