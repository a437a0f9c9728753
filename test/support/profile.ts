import { expect } from 'vitest';
import { support } from './account.ts';
import type { Home } from './home.ts';
import { run } from './run.ts';

/** Stores a profile of the sandbox's application support, for the server at `url`. */
export async function storeProfile(home: Home, name: string, url: string, ...extra: string[]): Promise<void> {
  const bases = ['--base-url', `all=${url}`];
  const argv = ['profiles', 'set', name, '--key', support.key, '--secret-stdin', ...bases, ...extra];
  const { code, stderr } = await run(argv, { home, stdin: support.secret });
  expect(code, stderr).toBe(0);
}
