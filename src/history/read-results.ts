import { readFileSync, statSync } from 'node:fs';
import type { Row } from '../output/rows.ts';

/** A line as a row; undefined for a torn one. */
function toRow(line: string): Row | undefined {
  try {
    const row: unknown = JSON.parse(line);
    return typeof row === 'object' && row !== null ? (row as Row) : undefined;
  } catch {
    return undefined;
  }
}

/** The rows of a results file, torn lines left out; none when there is no such file. A device or a pipe may never end. */
export function readResults(path: string): Row[] {
  try {
    if (!statSync(path).isFile()) return [];
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.map(toRow).filter((row) => row !== undefined);
  } catch {
    return [];
  }
}
