import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendTo } from '../../../src/platform/append-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sinchctl-append-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("two processes that write to a shared file never split each other's lines", async () => {
  const path = join(folder, 'journal.ndjson');
  const writers = await Promise.all([appendTo(path, true), appendTo(path, true)]);
  const lineOf = (who: number, i: number) => `${JSON.stringify({ who, i, text: 'x'.repeat(20_000) })}\n`;
  const lines = writers.map((_, who) => Array.from({ length: 200 }, (_, i) => lineOf(who, i)).join(''));
  for (let round = 0; round < 3; round++) {
    await Promise.all(writers.map((writer, who) => writer.append(lines[who] ?? '')));
  }
  await Promise.all(writers.map((writer) => writer.close()));
  const read = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { who: number; text: string });
  expect(read.map(({ text }) => text.length)).toEqual(Array.from({ length: 1200 }, () => 20_000));
});
