import { boolCoreTag, defineScalarTag, FAILSAFE_SCHEMA, load, NOT_RESOLVED, nullCoreTag } from 'js-yaml';
import { INTEGER } from './integer.ts';
import type { Path, Problem } from './problem.ts';
import type { Locator } from './source-positions.ts';

const integer = defineScalarTag('tag:yaml.org,2002:int', {
  implicit: true,
  identify: () => false,
  resolve: (source) => (INTEGER.test(source) ? Number(source) : NOT_RESOLVED),
});
const schema = FAILSAFE_SCHEMA.withTags([nullCoreTag, boolCoreTag, integer]);

/** Anchors can make a small file large, and tags mean things that a state file has no use for. */
const INVOLVED = /(?:^|[\s,[{])[&*!]/m;

/** Reads plain YAML, of which JSON is a part, ten times as fast as what knows where each thing stands. */
function loadPlain(text: string): { value: unknown } | undefined {
  if (INVOLVED.test(text)) return undefined;
  try {
    return { value: load(text, { schema }) };
  } catch {
    return undefined;
  }
}

/** A YAML or JSON text, and where each thing of it stands. */
export interface Positioned {
  value: unknown;
  problems: readonly Problem[];
  /** Where a thing stands; costly for the first one. @param ofKey whether the name of a field is meant, and not its value */
  at(path: Path, ofKey?: boolean): Promise<{ line: number; column: number }>;
}

/** Reads one document of YAML 1.2. Only a file with something to tell is read so that its places are known. */
export async function readDocument(text: string): Promise<Positioned> {
  let located: Promise<Locator> | undefined;
  const findPositions = () => {
    located ??= import('./source-positions.ts').then(({ locateIn }) => locateIn(text));
    return located;
  };
  const at: Positioned['at'] = async (path, ofKey) => (await findPositions()).at(path, ofKey);
  const plain = loadPlain(text);
  if (plain) return { ...plain, problems: [], at };
  const { value, problems } = await findPositions();
  return { value, problems, at };
}
