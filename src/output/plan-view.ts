import { asciiMarks, countOf, formatNumber, safeText } from '../core/text.ts';
import type { Block } from './rows.ts';
import { createStyle } from './style.ts';
import type { StyleOptions } from './style-options.ts';
import { cellWidth } from './table-layout.ts';

/** Numbers of one section with the same change. */
export interface PlanGroup {
  sign: '+' | '~' | '-';
  /** Where they come from or go to, such as `from sales`. */
  what: string;
  count: number;
  /** The numbers; none if another section lists them. */
  items: readonly string[];
}

/** The changes for one application and one capability. */
export interface NumberSection {
  name: string;
  /** The counts of numbers; undefined if the account was not read. */
  before: number | undefined;
  after: number | undefined;
  /** The count of numbers that it loses. */
  lost: number;
  groups: readonly PlanGroup[];
}

/** The callback changes of one application; null if no URL is set. */
export interface CallbackSection {
  name: string;
  urls: readonly { callback: string; from: string | null; to: string | null }[];
}

/** A plan as people review it. */
export interface PlanView {
  /** Empty for the totals alone. */
  title: string;
  numbers: readonly NumberSection[];
  callbacks: readonly CallbackSection[];
  totals: string;
}

/** Replaces the rows in output for people, unless an option requests rows. */
export interface GroupedRows {
  /** The same rows grouped. */
  blocks?: readonly Block[] | undefined;
  /** The plan that the rows are about. */
  plan?: (() => PlanView) | undefined;
}

export interface DrawOptions extends Pick<StyleOptions, 'color' | 'width' | 'unicode' | 'accessible'> {
  /** Whether to list every number instead of some. */
  isComplete?: boolean;
}

const COLORS = { '+': 'green', '-': 'red', '~': 'yellow' } as const;
const VERBS = { '+': 'Add', '-': 'Remove', '~': 'Move' } as const;

/** The largest number of items shown in full, and the number shown of a longer list. */
const SHORT_LIST = 5;
const SAMPLE = 3;
/** Longer names are not aligned. */
const ALIGNED = 24;
/** The indent of a group's items if they do not fit on its line. */
const INDENT = ' '.repeat(8);
/** The line width of a complete list without a terminal. */
const USUAL_WIDTH = 80;

/** The width of the longest text that is short enough to be aligned. */
const alignedWidth = (texts: readonly string[]): number =>
  Math.max(0, ...texts.map(cellWidth).filter((width) => width <= ALIGNED));

function sampleText(items: readonly string[], shown: number): string {
  const more = items.length - shown;
  const some = items.slice(0, shown).map(safeText).join(', ');
  return more > 0 ? `${some}${shown > 1 ? ',' : ''} and ${formatNumber(more)} more` : some;
}

/** As many items as fit, at least one if there is any. */
function fittingSample(items: readonly string[], room: number): { text: string; isAll: boolean } {
  let shown = items.length <= SHORT_LIST ? items.length : SAMPLE;
  while (shown > 1 && cellWidth(sampleText(items, shown)) > room) shown -= 1;
  return { text: sampleText(items, shown), isAll: shown === items.length };
}

/** All items, in lines of at most `width` columns. */
function* completeLines(items: readonly string[], width: number): Generator<string> {
  let line = '';
  for (const item of items) {
    const text = safeText(item);
    if (line !== '' && INDENT.length + line.length + text.length + 3 > width) {
      yield `${INDENT}${line},`;
      line = text;
    } else line += line === '' ? text : `, ${text}`;
  }
  if (line !== '') yield `${INDENT}${line}`;
}

/** `loses 500 (56%)` for an application that has fewer numbers afterwards; else empty. */
function lossText({ before, after, lost }: NumberSection): string {
  if (before === undefined || after === undefined || after >= before) return '';
  const rounded = Math.round((lost / before) * 100);
  const percent = rounded === 0 ? '<1' : rounded === 100 && lost < before ? '>99' : rounded;
  return `loses ${formatNumber(lost)} (${percent}%)`;
}

function countsText({ before, after }: NumberSection, arrow: string): string {
  if (before === undefined || after === undefined) return '';
  return `${formatNumber(before)} ${arrow} ${formatNumber(after)}`;
}

function* drawGroups({ groups }: NumberSection, options: DrawOptions): Generator<string> {
  const style = createStyle(options.color);
  const { width = Number.POSITIVE_INFINITY, isComplete = false } = options;
  const counts = groups.map(({ count }) => formatNumber(count));
  const countWidth = Math.max(3, ...counts.map((text) => text.length));
  const whatWidth = alignedWidth(groups.map(({ what }) => what));
  for (const [i, { sign, what, items }] of groups.entries()) {
    const head = `${sign} ${counts[i]?.padStart(countWidth)}  ${safeText(what)}`;
    const start = `    ${style[COLORS[sign]](head)}`;
    const gap = ' '.repeat(Math.max(0, whatWidth - cellWidth(safeText(what))) + 2);
    const room = width - 4 - cellWidth(head) - gap.length;
    const { text, isAll } = fittingSample(items, room);
    const isFitting = cellWidth(text) <= room && (isAll || !isComplete);
    yield `${start}${isFitting && text ? `${gap}${text}` : ''}`;
    if (isFitting) continue;
    const lineWidth = Number.isFinite(width) ? width : USUAL_WIDTH;
    if (isComplete) yield* completeLines(items, lineWidth);
    else yield `${INDENT}${fittingSample(items, lineWidth - INDENT.length).text}`;
  }
}

function* drawNumbers(sections: readonly NumberSection[], options: DrawOptions): Generator<string> {
  const style = createStyle(options.color);
  const arrow = options.unicode ? '→' : '->';
  const nameWidth = alignedWidth(sections.map(({ name }) => name));
  const countsWidth = Math.max(0, ...sections.map((section) => countsText(section, arrow).length));
  for (const section of sections) {
    const name = safeText(section.name);
    const gap = ' '.repeat(Math.max(0, nameWidth - cellWidth(name)));
    const counts = countsText(section, arrow).padEnd(countsWidth);
    yield `  ${style.bold(name)}${`${gap}   ${counts}   ${lossText(section)}`.trimEnd()}`;
    yield* drawGroups(section, options);
  }
}

/** A URL as displayed; in ASCII output, the mask of its secrets is also ASCII. */
function urlText(url: string | null, { unicode }: DrawOptions): string {
  if (url === null) return '(none)';
  return unicode ? safeText(url) : asciiMarks(safeText(url));
}

function* drawCallbacks(sections: readonly CallbackSection[], options: DrawOptions): Generator<string> {
  const style = createStyle(options.color);
  for (const { name, urls } of sections) {
    yield `  ${style.bold(`${safeText(name)} callbacks`)}`;
    for (const { callback, from, to } of urls) {
      yield `    ${style.yellow(`~ ${callback.padEnd(8)}`)}  ${urlText(from, options)}`;
      yield `             ${options.unicode ? '→ ' : '->'} ${urlText(to, options)}`;
    }
  }
}

/** One labeled line per fact, for screen readers. */
function* describePlan(view: PlanView, options: DrawOptions): Generator<string> {
  if (view.title) yield safeText(view.title);
  for (const section of view.numbers) {
    const { before, after } = section;
    const isKnown = before !== undefined && after !== undefined;
    const counts = isKnown ? `${countOf(before, 'number')} before, ${formatNumber(after)} after` : '';
    const facts = [`Application: ${safeText(section.name)}`, counts, lossText(section)];
    yield facts.filter((fact) => fact !== '').join(', ');
    for (const { sign, what, count, items } of section.groups) {
      const shown = options.isComplete
        ? sampleText(items, items.length)
        : fittingSample(items, Number.POSITIVE_INFINITY).text;
      yield `${VERBS[sign]} ${formatNumber(count)}, ${safeText(what)}${shown && `: ${shown}`}`;
    }
  }
  for (const { name, urls } of view.callbacks)
    for (const { callback, from, to } of urls) {
      yield `Callback: ${callback} of ${safeText(name)}`;
      yield `Current URL: ${urlText(from, options)}`;
      yield `New URL: ${urlText(to, options)}`;
    }
  yield `Total: ${view.totals}`;
}

/** A plan as lines for people: each application with its gains and losses. */
export function* drawPlan(view: PlanView, options: DrawOptions): Generator<string> {
  if (options.accessible) {
    yield* describePlan(view, options);
    return;
  }
  if (view.title) yield* [safeText(view.title), ''];
  yield* drawNumbers(view.numbers, options);
  yield* drawCallbacks(view.callbacks, options);
  if (view.numbers.length > 0 || view.callbacks.length > 0) yield '';
  yield view.totals;
}
