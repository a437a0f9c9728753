import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('POSIX-only features in the sources have an alternative', () => {
  const root = fileURLToPath(new URL('../../src', import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const POSIX_ONLY =
    /process\.(?:get|gete|set|sete)[ug]id\b(?!\?)|process\.(?:umask|getgroups)\b|['"`]\/(?:dev|tmp|etc|usr|bin)\b|shell: true/;
  const found = files.flatMap((name) => {
    const lines = readFileSync(join(root, name), 'utf8').split('\n');
    return lines.flatMap((line, i) => (POSIX_ONLY.test(line) ? [`${name}:${i + 1}: ${line.trim()}`] : []));
  });
  expect(found).toEqual([]);
});
