import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { COMMAND_LIST } from '../../../src/commands/index.ts';
import { commandTree } from '../../../src/docs/tree.ts';
import { VERSION } from '../../../src/version.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const tree = commandTree({ ...COMMAND_LIST, version: VERSION });

test('exactly the variables that the sources read are documented', () => {
  const sources = readdirSync(at('src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('docs'))
    .map((name) => readFileSync(join(at('src'), name), 'utf8'))
    .join('\n');
  const named = [
    ...sources.matchAll(/\benv\.([A-Z][A-Z_]+)\b/g),
    ...sources.matchAll(/'((?:SINCH|SINCHCTL)_[A-Z_]+)'/g),
    ...sources.matchAll(/\beitherCase\(env, '([A-Z_]+)'\)/g),
  ].map(([, name = '']) => name);
  // Where the home directory is depends on the platform; the documentation lists the directories below it.
  const directories = ['HOME', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'];
  // Terminals set it, not users.
  const ofTerminals = ['WT_SESSION'];
  const documented = new Set(tree.environment.flatMap(({ names }) => names));
  const known = new Set([...documented, ...directories, ...ofTerminals]);
  expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
  const computed = /^SINCHCTL_(CALLING|PORTAL|ACCOUNT|USER)_URL$/;
  const unread = [...documented].filter(
    (name) => !new RegExp(`\\b${name}\\b`).test(sources) && !computed.test(name),
  );
  expect(unread).toEqual([]);
});
