import * as v from 'valibot';
import { asApplicationKey } from '../core/application.ts';
import { CAPABILITIES } from '../core/capability.ts';
import { usage } from '../core/errors.ts';
import { isE164 } from '../core/phone.ts';
import { REDACTED } from '../core/redact.ts';
import type { Deed } from '../core/undo-plan.ts';
import { parseCallback } from '../core/url.ts';

const key = v.nullable(
  v.pipe(
    v.string(),
    v.check((text) => asApplicationKey(text) === text),
  ),
);
const url = v.nullable(v.pipe(v.string(), v.check(isCallback)));
const change = v.picklist(['add', 'move', 'remove', 'set', 'clear', 'none']);
const result = v.picklist(['planned', 'done', 'unchanged', 'failed', 'skipped', 'unknown']);
const checked = v.nullish(v.boolean());

function isCallback(text: string): boolean {
  // Such a row is left as it is, and must not keep the others from being undone.
  if (text.includes(REDACTED)) return true;
  try {
    parseCallback(text, 'it');
    return true;
  } catch {
    return false;
  }
}

/** What undo needs of a row that `--results` or `-o ndjson` has written. */
const schema = v.variant('kind', [
  v.object({
    kind: v.literal('number'),
    number: v.pipe(v.string(), v.check(isE164)),
    callback: v.null(),
    capability: v.picklist(CAPABILITIES),
    // An account may list as a key what is none.
    application: v.nullable(v.string()),
    change,
    from: v.nullable(v.string()),
    to: key,
    result,
    checked,
  }),
  v.object({
    kind: v.literal('callback'),
    number: v.null(),
    callback: v.picklist(['primary', 'fallback']),
    capability: v.null(),
    application: v.pipe(
      v.string(),
      v.check((text) => asApplicationKey(text) === text),
    ),
    change,
    from: url,
    to: url,
    result,
    checked,
  }),
]);

/** A line of a file that went nowhere has nothing to undo, with a number or without one. */
const stray = v.object({ capability: v.null(), callback: v.null(), result: v.literal('failed') });

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The lines of NDJSON as values, a torn last one left out; a JSON array as its elements. */
function valuesOf(content: string): { place: string; value: unknown }[] {
  if (content.trimStart().startsWith('[')) {
    const all = parseLine(content);
    return Array.isArray(all) ? all.map((value, i) => ({ place: `element ${i + 1}`, value })) : [];
  }
  const lines = content.split('\n');
  const isTorn = lines.at(-1) !== '' && parseLine(lines.at(-1) ?? '') === undefined;
  return lines
    .slice(0, isTorn ? -1 : undefined)
    .map((line, i) => ({ place: `line ${i + 1}`, value: parseLine(line), line }))
    .filter(({ line }) => line.trim() !== '');
}

/** The rows of a results file. @throws SinchctlError usage, naming the first line that is none */
export function readResultRows(content: string, path: string): Deed[] {
  const values = valuesOf(content);
  if (values.length === 0) throw usage(`${path} holds no rows`, 'name a run, or a file of --results', [path]);
  return values.flatMap(({ place, value }) => {
    const parsed = v.safeParse(schema, value);
    if (parsed.success) return [parsed.output as Deed];
    if (v.is(stray, value)) return [];
    throw usage(`${path}, ${place} is no row of a write`, 'name a run, or a file of --results', [path]);
  });
}
