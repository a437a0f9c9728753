import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Home } from './home.ts';

/** A program that prints a secret: a Node.js script that also records how it was called. */
export function secretCommand(home: Home, body: string) {
  const script = home.path('keeper.cjs');
  const record = home.path('keeper.log');
  writeFileSync(
    script,
    `const fs = require('node:fs');
fs.appendFileSync(${JSON.stringify(record)}, JSON.stringify({ pid: process.pid, argv: process.argv.slice(2) }) + '\\n');
${body}`,
  );
  return {
    argv: [process.execPath, script],
    /** The arguments of each call. */
    calls(): { pid: number; argv: string[] }[] {
      if (!existsSync(record)) return [];
      const lines = readFileSync(record, 'utf8').trimEnd().split('\n');
      return lines.map((line) => JSON.parse(line));
    },
  };
}

export const printing = (text: string): string => `process.stdout.write(${JSON.stringify(text)});`;
