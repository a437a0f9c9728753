import {
  boolCoreTag,
  constructFromEvents,
  defineScalarTag,
  type Event,
  FAILSAFE_SCHEMA,
  mergeTag,
  NOT_RESOLVED,
  parseEvents,
  YAMLException,
} from 'js-yaml';
import { unrenderedTemplate } from '../core/url.ts';
import { PositionIndex, type SourcePosition } from './source-positions.ts';

/** An error in a file. */
export interface Problem extends SourcePosition {
  message: string;
  /** Whether it is an unknown alias; all other problems are errors of the file itself. */
  isUnknownAlias?: boolean;
}

/** The keys and indexes of a value in a file. */
export type Path = readonly (string | number)[];

/** The value of a key with nothing after the colon, which is more often a mistake than a null. */
export const NO_VALUE: unique symbol = Symbol('no value');

/**
 * Bare digits as in JSON. Every other number stays a string: `0730170101` needs its leading zero, and `1.4155E+10` has
 * lost digits.
 */
const INTEGER = /^(?:0|[1-9]\d{0,14})$/;

const integer = defineScalarTag('tag:yaml.org,2002:int', {
  implicit: true,
  identify: () => false,
  resolve: (source) => (INTEGER.test(source) ? Number(source) : NOT_RESOLVED),
});
const nullTag = defineScalarTag('tag:yaml.org,2002:null', {
  implicit: true,
  identify: () => false,
  resolve: (source, isExplicit) => {
    if (source === '') return isExplicit ? null : NO_VALUE;
    return /^(?:~|null|Null|NULL)$/.test(source) ? null : NOT_RESOLVED;
  },
});
const schema = FAILSAFE_SCHEMA.withTags([nullTag, boolCoreTag, integer, mergeTag]);

/** Limits that no state file needs to exceed: aliases and merge keys can make a small file very large. */
const YAML_LIMITS = { maxAliases: 1000, maxTotalMergeKeys: 100_000 };
const MAX_DEPTH = 100;
/** The parser counts the document and the innermost value too. */
const PARSER_LIMITS = { maxDepth: MAX_DEPTH + 2 };

/** The most frequent errors, for users who do not know the terms of the YAML specification. */
const REASONS: readonly [RegExp, string][] = [
  [/.*nesting exceeded.*/, `lists and objects are nested more than ${MAX_DEPTH} levels deep`],
  [/.*aliases exceeded.*/, `anchors are used more than ${YAML_LIMITS.maxAliases} times`],
  [
    /.*merge keys exceeded.*/,
    `merge keys (<<) copy more than ${YAML_LIMITS.maxTotalMergeKeys} objects and fields`,
  ],
  [/.*cannot merge.*/, 'a merge key (<<) must refer to an object'],
  [/unidentified alias "(.*)"/, 'anchor $1 is used before it is defined'],
  [/.*duplicated mapping key.*/, 'this field is listed twice'],
  [/.*tab characters.*/, 'indentation must be spaces, not tabs'],
  [
    /.*deficient indentation.*/,
    'a quote or bracket before this line is not closed, or the line needs more indentation',
  ],
  [/.*unexpected end .* flow collection.*/, 'a bracket is not closed'],
  [/.*unexpected end .* quoted scalar.*/, 'a quote is not closed'],
  [/.*missed comma.*/, 'a comma or closing bracket is missing before this'],
  [/expected the node content, but found '(.)'/, 'unexpected $1'],
  [/.*end of the stream.*/, 'unexpected text after the end of the document'],
  [/unknown .* tag !<(.*)>/, 'the tag $1 is not supported'],
  [/.*complex keys.*/, 'the name of a field must be a string'],
  [
    /.*(?:bad indentation|can not read a block mapping).*/,
    'incorrect indentation, or text that must be quoted',
  ],
];

/** Longer lines are not searched for templates, which would be slow. */
const LONG_LINE = 10_000;

const STRIP = 2;

/**
 * A block scalar (`>` or `|`) is read without its final line endings, because it is used to wrap long lines. Other
 * scalars have none.
 */
function stripBlocks(events: Event[]): Event[] {
  for (const event of events) {
    if (event.type === 4) event.chomping = STRIP;
  }
  return events;
}

/** The content of a YAML or JSON text, and the positions of its parts. */
export interface Positioned {
  value: unknown;
  problems: readonly Problem[];
  /** The position of a value. @param ofKey for the position of a field's name */
  at(path: Path, ofKey?: boolean): SourcePosition;
}

const invalidDocument = (problems: readonly Problem[]): Positioned => ({
  value: undefined,
  problems,
  at: () => ({ line: 1, column: 1 }),
});

/** Unrendered templates, which cause all other errors in text that is not YAML. */
function templatesIn(text: string): Problem[] {
  return text.split(/\r\n?|\n/).flatMap((line, i) => {
    const found = unrenderedTemplate(line.slice(0, LONG_LINE).replace(/(^|\s)#.*/, ''));
    return found === undefined
      ? []
      : [{ line: i + 1, column: line.indexOf(found) + 1, message: `unrendered template: ${found}` }];
  });
}

/** The start of an object or a list in JSON, which is read as YAML. */
const JSON_START = /^\ufeff?\s*[[{]\s*["[{]/;

function syntaxProblem({ reason, mark }: YAMLException): Problem {
  const { buffer = '', position = 0 } = mark ?? {};
  const format = JSON_START.test(buffer) ? 'JSON' : 'YAML';
  const positions = new PositionIndex(buffer, []);
  const isColon = reason.startsWith('bad indentation') && buffer[position] === ':';
  if (isColon) {
    const start = buffer.lastIndexOf(': ', position - 1) + 2;
    const message = `invalid ${format}: a value that contains a colon followed by a space must be quoted`;
    return { ...positions.of(start), message };
  }
  const offset = reason.startsWith('unidentified alias') ? position - 1 : position;
  const message = REASONS.reduce((text, [pattern, words]) => text.replace(pattern, words), reason);
  return { ...positions.of(offset), message: `invalid ${format}: ${message}` };
}

/**
 * This YAML parser rejects a closing bracket that is indented like its field, and tabs around brackets and commas.
 * Tabs at the start of a line stay, because they are not indentation.
 */
const withoutQuirks = (text: string): string =>
  text.replace(/^[ \t]*(?=[\]}])/gm, '$& ').replace(/[^\s][^\r\n]*/g, (line) => line.replaceAll('\t', ' '));

function parse(text: string): { events: Event[]; source: string } {
  try {
    return { events: parseEvents(text, PARSER_LIMITS), source: text };
  } catch (error) {
    if (!(error instanceof YAMLException) || error.reason !== 'deficient indentation') throw error;
    const source = withoutQuirks(text);
    return { events: parseEvents(source, PARSER_LIMITS), source };
  }
}

/** Reads one YAML 1.2 document. */
export function readDocument(text: string): Positioned {
  try {
    const { events, source } = parse(text);
    const positions = new PositionIndex(source, events);
    const second = positions.secondDocument();
    if (second) {
      return invalidDocument([
        { ...second, message: 'a second document starts here; a state file must contain only one' },
      ]);
    }
    const [value] = constructFromEvents(stripBlocks(events), { source, schema, ...YAML_LIMITS });
    return { value, problems: [], at: (path, ofKey) => positions.at(path, ofKey) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const templates = templatesIn(text);
    return invalidDocument(templates.length > 0 ? templates : [syntaxProblem(error)]);
  }
}
