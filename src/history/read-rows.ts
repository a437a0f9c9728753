import * as v from 'valibot';
import { asApplicationKey } from '../account/application.ts';
import { CAPABILITIES } from '../account/capability.ts';
import { isE164 } from '../account/phone-number.ts';
import { usage } from '../core/errors.ts';
import { isCutOff, linesOf } from '../core/lines.ts';
import { REDACTED } from '../core/redact.ts';
import { parseCallback } from '../core/url.ts';
import type { RecordedChange } from './undo-plan.ts';

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

/** The values of NDJSON or of a JSON array. */
interface Values {
  values: { place: string; value: unknown }[];
  /** The last line, where its writer was killed. */
  cutOff?: string;
}

function valuesOf(content: string): Values {
  if (content.trimStart().startsWith('[')) {
    const all = parseLine(content);
    const values = Array.isArray(all) ? all.map((value, i) => ({ place: `element ${i + 1}`, value })) : [];
    return { values };
  }
  const lines = linesOf(content);
  const last = lines.at(-1) ?? '';
  const isCut = parseLine(last) === undefined && isCutOff(last);
  const values = lines
    .slice(0, isCut ? -1 : undefined)
    .map((line, i) => ({ place: `line ${i + 1}`, value: parseLine(line), line }))
    .filter(({ line }) => line.trim() !== '');
  return isCut ? { values, cutOff: `line ${lines.length}` } : { values };
}

/** The rows of a results file. */
export interface ResultRows {
  rows: RecordedChange[];
  /** The place of a last row that was cut off, and is none of these. */
  cutOff?: string;
}

/** @throws SinchctlError usage, naming the first line that is not a row */
export function readResultRows(content: string, path: string): ResultRows {
  const { values, cutOff } = valuesOf(content);
  if (values.length === 0) throw usage(`${path} holds no rows`, 'name a run, or a file of --results', [path]);
  const rows = values.flatMap(({ place, value }) => {
    const parsed = v.safeParse(schema, value);
    if (parsed.success) return [parsed.output as RecordedChange];
    if (v.is(stray, value)) return [];
    throw usage(`${path}, ${place} is no row of a write`, 'name a run, or a file of --results', [path]);
  });
  return { rows, ...(cutOff !== undefined && { cutOff }) };
}
