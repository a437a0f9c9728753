import { type Aliases, aliasOf, asApplicationKey } from '../../account/application.ts';
import { CHANGE_WORDS } from '../../account/result-row.ts';
import type { Context } from '../../cli/context.ts';
import { tryParseJson } from '../../core/attempt.ts';
import { usage } from '../../core/errors.ts';
import { type AccountPlan, stepsOf } from '../../engine/batches.ts';
import { plannedRows } from '../../engine/outcome.ts';
import type { Block, Row, Value } from '../../output/rows.ts';

/** Everything that a plan changes, as rows. */
export const changeRows = (plan: AccountPlan, aliases: Aliases): Row[] =>
  plannedRows(stepsOf(plan), aliases) as unknown as Row[];

const SIGN: Readonly<Record<string, '+' | '-' | '~'>> = {
  add: '+',
  move: '~',
  set: '~',
  remove: '-',
  clear: '~',
};

const urlOrNone = (url: Value): string => (url === null || url === undefined ? '(none)' : String(url));

/** `+14155550100 voice`, or the old and the new URL of a callback. */
function changeText(row: Row, nameOf: (key: string) => string): string {
  if (row.kind === 'callback') return `${row.callback}: ${urlOrNone(row.from)} -> ${urlOrNone(row.to)}`;
  const from = row.change === 'move' ? ` from ${nameOf(String(row.from))}` : '';
  return `${row.number} ${row.capability}${from}`;
}

/** The application of a change: the target of a number, or its source if there is none. */
const ownerOf = ({ kind, application, to, from }: Row): string =>
  String(kind === 'callback' ? application : (to ?? from));

/** Groups the rows of a plan by application, in the order of the rows. */
export function groupByApplication(rows: readonly Row[], aliases: Aliases): Block[] {
  const nameOf = (text: string): string => {
    const key = asApplicationKey(text);
    return (key && aliasOf(key, aliases)) ?? text;
  };
  const blocks = new Map<string, Block>();
  for (const row of rows) {
    const owner = ownerOf(row);
    const block = blocks.get(owner) ?? { title: nameOf(owner), lines: [] };
    blocks.set(owner, block);
    block.lines.push({ sign: SIGN[String(row.change)] ?? '~', text: changeText(row, nameOf) });
  }
  return [...blocks.values()];
}

/** The `diff --out` file. @param file the state file; null for stdin */
export function planDocument(plan: string, rows: readonly Row[], file: string | null): string {
  const summary = Object.fromEntries(
    CHANGE_WORDS.filter((word) => word !== 'none').map((word) => [
      word,
      rows.filter(({ change }) => change === word).length,
    ]),
  );
  return `${JSON.stringify({ plan, summary, rows, file }, null, 2)}\n`;
}

/** A plan that was reviewed: its ID, and its rows if it is a file. */
export interface ReviewedPlan {
  plan: string;
  rows?: readonly Row[];
}

/** The plan of `--plan`, by its ID or its file. @throws SinchctlError usage */
export async function readReviewed(context: Context, text: string): Promise<ReviewedPlan> {
  if (/^[0-9a-f]+$/i.test(text)) return { plan: text.toLowerCase() };
  const bytes = await context.input.readBytes(text, '--plan');
  const { plan, rows } = (tryParseJson(new TextDecoder().decode(bytes)) ?? {}) as Partial<ReviewedPlan>;
  if (typeof plan === 'string' && Array.isArray(rows)) return { plan, rows };
  throw usage(`${text} is not a plan`, 'pass a plan ID, or a file written by sinchctl diff --out', [text]);
}

/** A row without its alias, which depends on the profile. */
const comparableRow = (row: Row): string =>
  JSON.stringify(
    Object.entries(row)
      .filter(([name]) => name !== 'alias')
      .sort(),
  );

/** Whether a plan is the one that was reviewed, with unchanged rows in its file. */
export function isReviewed(reviewed: ReviewedPlan, plan: string, rows: () => readonly Row[]): boolean {
  if (reviewed.plan !== plan) return false;
  const sorted = (all: readonly Row[]) => all.map(comparableRow).sort().join('\n');
  return reviewed.rows === undefined || sorted(reviewed.rows) === sorted(rows());
}
