import * as v from 'valibot';
import { isObject, type Json } from '../core/attempt.ts';
import { suggestion } from '../core/closest-match.ts';
import { countOf } from '../core/text.ts';
import { unrenderedTemplate } from '../core/url.ts';
import { NO_VALUE, type Path } from './document.ts';

const about = <T extends v.GenericSchema>(schema: T, text: string) => v.pipe(schema, v.description(text));

/** An object with only these fields. Without the check, an empty array would be one with no fields. */
function objectOf<T extends v.ObjectEntries>(entries: T, message: string): v.StrictObjectSchema<T, string> {
  const schema = v.strictObject(entries, message);
  return {
    ...schema,
    '~run': (dataset, config) =>
      schema['~run'](Array.isArray(dataset.value) ? { ...dataset, value: null } : dataset, config),
  };
}

const numberField = about(
  v.union([v.string(), v.pipe(v.number(), v.integer())], 'is not a phone number'),
  'A phone number, preferably in E.164 and quoted: "+14155550100"',
);
const url = v.nullable(v.string('is not an http(s) URL or null'));
/** The hint for another version. */
function versionAdvice({ input }: { input: unknown }): string {
  if (input === '1') return 'must be 1; write version: 1, without quotes';
  return `must be 1; write version: 1${typeof input === 'string' ? `, not ${input.slice(0, 20)}` : ''}`;
}

const numberArray = v.array(numberField, 'is not a list of numbers; use [] for an empty one');

/** The content of a state file. The validation and the JSON Schema for editors derive from it. */
export const stateSchema = objectOf(
  {
    version: about(v.literal(1, versionAdvice), 'The version of the format'),
    applications: v.array(
      objectOf(
        {
          application: about(
            v.string('is not an application key or alias'),
            'The key (a UUID) or alias of the application',
          ),
          alias: v.optional(about(v.string('is not an alias'), 'Optional; must match the local alias')),
          callbacks: v.optional(
            about(
              objectOf(
                {
                  primary: v.optional(about(url, 'Where Sinch sends call events; null clears it')),
                  fallback: v.optional(
                    about(url, 'Where Sinch sends call events if the primary URL fails; null clears it'),
                  ),
                },
                'must contain primary or fallback',
              ),
              'The callback URLs; omit one to leave it unchanged',
            ),
          ),
          numbers: v.optional(
            about(
              objectOf(
                {
                  voice: v.optional(about(numberArray, 'Numbers assigned to the application for voice')),
                  sms: v.optional(about(numberArray, 'Numbers assigned to the application for SMS')),
                },
                'must contain voice or sms',
              ),
              'The numbers; with --prune, each list must be complete. Omit a list to leave it unchanged',
            ),
          ),
        },
        'must contain an application',
      ),
      'is not a list of applications',
    ),
  },
  'not a state file: it must contain version and applications',
);

export type StateFileContent = v.InferOutput<typeof stateSchema>;

/** The JSON Schema of a state file, for editors. */
export async function jsonSchema(): Promise<object> {
  const { toJsonSchema } = await import('@valibot/to-json-schema');
  const patternProperties = { '^x-': { description: 'For anchors and notes; ignored' } };
  return {
    title: 'sinchctl state file',
    ...toJsonSchema(stateSchema),
    patternProperties,
  };
}

const KNOWN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  '': ['version', 'applications'],
  applications: ['application', 'alias', 'callbacks', 'numbers'],
  callbacks: ['primary', 'fallback'],
  numbers: ['voice', 'sms'],
};

const issuePath = (issue: v.BaseIssue<unknown>): Path =>
  (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));

/** `applications[0].numbers.voice` */
const fieldName = (path: Path): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');

/** A problem with the path of its value; its position is not known yet. */
export interface PathProblem {
  path: Path;
  message: string;
  /** Whether it concerns the name of a field instead of its value. */
  ofKey?: boolean;
  isUnknownAlias?: boolean;
}

/** The maximum number of unknown fields of an object to report: another kind of file may have thousands. */
const MAX_UNKNOWN = 100;

/** The unknown fields of an object. The schema reports only the first one. */
function unknownFields(path: Path, object: object): PathProblem[] {
  const known = KNOWN_FIELDS[path.filter((key) => typeof key === 'string').at(-1) ?? ''] ?? [];
  const names = Object.keys(object).filter((name) => !known.includes(name));
  const problems = names.slice(0, MAX_UNKNOWN).map((name) => ({
    path: [...path, name],
    ofKey: true,
    message: `unknown field: ${name}; ${suggestion(name, known)}`,
  }));
  const more = names.length - problems.length;
  return more > 0 ? [...problems, { path, message: countOf(more, 'more unknown field') }] : problems;
}

/** A schema violation as problems. */
export function schemaProblems(issue: v.BaseIssue<unknown>): PathProblem[] {
  const path = issuePath(issue);
  const parent = issue.path?.at(-1)?.input;
  const isUnknown = issue.expected === 'never' && typeof parent === 'object' && parent !== null;
  return isUnknown ? unknownFields(path.slice(0, -1), parent) : [schemaProblem(issue, path)];
}

function schemaProblem(issue: v.BaseIssue<unknown>, path: Path): PathProblem {
  const last = path.at(-1);
  if (issue.input === undefined && path.length > 0) return { path, message: `${last} is missing` };
  const template = typeof issue.input === 'string' ? unrenderedTemplate(issue.input) : undefined;
  if (template !== undefined) return { path, message: `unrendered template: ${template}` };
  if (issue.input === NO_VALUE && (last === 'primary' || last === 'fallback')) {
    const message = `${last} has no value; write null to clear it, or delete this line to keep the current URL`;
    return { path, message };
  }
  return { path, message: path.length === 0 ? issue.message : `${fieldName(path)} ${issue.message}` };
}

const fieldsOf = (value: unknown): Json => (isObject(value) ? value : {});

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const isUrl = (value: unknown) => value === null || typeof value === 'string';

/** The fields that pass a test. */
const passing = (value: unknown, test: (field: unknown) => boolean): Json =>
  Object.fromEntries(Object.entries(fieldsOf(value)).filter(([, field]) => test(field)));

/** A file without its top-level `x-` fields, which may have any content. */
export function withoutExtensions(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !name.startsWith('x-')));
}

/**
 * The applications of a file and their indexes, without the parts that violate the schema, so that one problem does
 * not hide another. An item that is not a number becomes null, so that the others keep their index.
 */
export function validParts(value: unknown): [number, StateFileContent['applications'][number]][] {
  return listOf(fieldsOf(value).applications).flatMap((one, i) => {
    const { application, alias, callbacks, numbers } = fieldsOf(one);
    if (typeof application !== 'string') return [];
    const lists = passing(numbers, Array.isArray);
    const isNumber = (item: unknown) => typeof item === 'string' || Number.isInteger(item);
    const part = {
      application,
      ...(typeof alias === 'string' && { alias }),
      ...(callbacks !== undefined && { callbacks: passing(callbacks, isUrl) }),
      numbers: Object.fromEntries(
        Object.entries(lists).map(([name, list]) => [
          name,
          listOf(list).map((item) => (isNumber(item) ? item : null)),
        ]),
      ),
    };
    return [[i, part as StateFileContent['applications'][number]]];
  });
}
