import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { run, sandbox } from '../support/run.ts';

test('an account of 20,000 numbers is one table', { timeout: 60_000 }, async () => {
  const { home } = await run(['sandbox', 'reset', '--numbers', '20000']);
  const { code, stdout, stderr } = await sandbox(['numbers', 'list', '-o', 'table'], { home });
  expect(code, stderr).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  // Every second number has sms besides voice.
  expect(lines).toHaveLength(30_000 + 4);
  expect([0, 2, -1].map((at) => lines.at(at)?.charAt(0))).toEqual(['┌', '├', '└']);
  expect(lines.filter((line) => !line.startsWith('│'))).toHaveLength(3);
  expect(new Set(lines.map((line) => stringWidth(line))).size).toBe(1);
});
