import { boolCoreTag, defineScalarTag, FAILSAFE_SCHEMA, load, NOT_RESOLVED, nullCoreTag } from 'js-yaml';

/** A position in a file, from 1. */
export interface Position {
  line: number;
  column: number;
}

/** An error in a file. */
export interface Problem extends Position {
  message: string;
  /** Whether it is an unknown alias; all other problems are errors of the file itself. */
  isUnknownAlias?: boolean;
}

/** The keys and indexes of a value in a file. */
export type Path = readonly (string | number)[];

/**
 * Bare digits as in JSON. Every other number stays a string: `0730170101` needs its leading zero, and `1.4155E+10` has
 * lost digits.
 */
export const INTEGER = /^(?:0|[1-9]\d{0,14})$/;

const integer = defineScalarTag('tag:yaml.org,2002:int', {
  implicit: true,
  identify: () => false,
  resolve: (source) => (INTEGER.test(source) ? Number(source) : NOT_RESOLVED),
});
const schema = FAILSAFE_SCHEMA.withTags([nullCoreTag, boolCoreTag, integer]);

/** Anchors and tags, which the fast parser does not read: anchors can make a small file very large. */
const ANCHOR_OR_TAG = /(?:^|[\s,[{])[&*!]/m;

/** Parses plain YAML, including JSON, ten times as fast as the parser that records positions. */
function loadPlain(text: string): { value: unknown } | undefined {
  if (ANCHOR_OR_TAG.test(text)) return undefined;
  try {
    return { value: load(text, { schema }) };
  } catch {
    return undefined;
  }
}

/** The content of a YAML or JSON text, and the positions of its parts. */
export interface Positioned {
  value: unknown;
  problems: readonly Problem[];
  /** The position of a value; the first call is slow. @param ofKey for the position of a field's name */
  at(path: Path, ofKey?: boolean): Position | Promise<Position>;
}

/** Reads one YAML 1.2 document. Positions are recorded only if one is needed or the fast parser fails. */
export async function readDocument(text: string): Promise<Positioned> {
  let parsed: Promise<Positioned> | undefined;
  const parse = () => {
    parsed ??= import('./source-positions.ts').then(({ readWithPositions }) => readWithPositions(text));
    return parsed;
  };
  const plain = loadPlain(text);
  if (!plain) return parse();
  return { ...plain, problems: [], at: async (path, ofKey) => (await parse()).at(path, ofKey) };
}
