import type * as v from 'valibot';
import { suggestion } from '../core/closest-match.ts';
import type { Path } from './problem.ts';

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  '': ['version', 'applications'],
  applications: ['application', 'alias', 'callbacks', 'numbers'],
  callbacks: ['primary', 'fallback'],
  numbers: ['voice', 'sms'],
};

const pathOf = (issue: v.BaseIssue<unknown>): Path =>
  (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));

/** `applications[0].numbers.voice` */
const nameOf = (path: Path): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');

/** A problem by its path, whose place is not known yet. */
export interface Finding {
  path: Path;
  message: string;
  /** Whether the name of a field is meant, and not its value. */
  ofKey?: boolean;
  isUnknownAlias?: boolean;
}

/** What the schema says against a file, in words. */
export function shapeProblem(issue: v.BaseIssue<unknown>): Finding {
  const path = pathOf(issue);
  const last = path.at(-1);
  if (issue.expected === 'never' && typeof last === 'string') {
    const owner =
      path
        .slice(0, -1)
        .filter((key) => typeof key === 'string')
        .at(-1) ?? '';
    return { path, ofKey: true, message: `unknown field ${last}; ${suggestion(last, FIELDS[owner] ?? [])}` };
  }
  if (issue.input === undefined && path.length > 0) return { path, message: `${last} is missing` };
  return { path, message: path.length === 0 ? `it ${issue.message}` : `${nameOf(path)} ${issue.message}` };
}
