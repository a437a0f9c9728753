import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  type ScalarTag,
} from 'yaml';
import { INTEGER, type Path, type Positioned, type Problem } from './document.ts';

const integer: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  identify: (value) => typeof value === 'number',
  test: INTEGER,
  resolve: (source) => Number(source),
};

const NUMBERS = ['tag:yaml.org,2002:int', 'tag:yaml.org,2002:float'];

/** The most frequent errors in words for people who do not know the terms of the YAML specification. */
const MESSAGES: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'invalid YAML: a value that contains a colon followed by a space must be quoted',
  DUPLICATE_KEY: 'invalid YAML: this field is listed twice',
  MULTIPLE_DOCS: 'a second document starts here; a state file has only one',
  TAB_AS_INDENT: 'invalid YAML: indentation must be spaces, not tabs',
};

const invalid = (message: string): string =>
  `invalid YAML: ${message.charAt(0).toLowerCase()}${message.slice(1).replace(/ (["'])quote$/, ' quote $1')}`;

const child = (node: unknown, key: string | number, wantsKey: boolean): unknown => {
  if (isMap(node)) {
    const pair = node.items.find(({ key: own }) => isScalar(own) && String(own.value) === String(key));
    return wantsKey ? pair?.key : (pair?.value ?? pair?.key);
  }
  return isSeq(node) ? node.items[Number(key)] : undefined;
};

const startOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0];

/** Reads one YAML 1.2 document. Anchors may be used at most 100 times. */
export function readWithPositions(text: string): Positioned {
  const lines = new LineCounter();
  const document = parseDocument<ParsedNode>(text, {
    lineCounter: lines,
    customTags: (tags) => [
      ...tags.filter((tag) => typeof tag === 'string' || !NUMBERS.includes(tag.tag)),
      integer,
    ],
  });
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const nodeAt = (path: Path, ofKey: boolean): unknown => {
    let node: unknown = document.contents;
    path.forEach((key, i) => {
      node = child(node, key, ofKey && i === path.length - 1);
    });
    return node;
  };
  const problems = document.errors.map(
    ({ pos, message, code }): Problem => ({
      ...position(pos[0]),
      message: MESSAGES[code] ?? invalid(message.replace(/ at line.*$/s, '')),
    }),
  );
  let value: unknown;
  try {
    value = problems.length > 0 ? undefined : document.toJS();
  } catch (error) {
    const { message } = error as Error;
    const isExcessive = message.startsWith('Excessive alias count');
    const text = isExcessive ? 'an anchor is used more than 100 times' : invalid(message);
    problems.push({ line: 1, column: 1, message: text });
  }
  return {
    value,
    problems,
    at(path, ofKey = false) {
      // A missing value has no position; that of the object or list without it is used.
      for (let length = path.length; length >= 0; length--) {
        const some = path.slice(0, length);
        const start = startOf(nodeAt(some, ofKey)) ?? startOf(nodeAt(some, true));
        if (start !== undefined) return position(start);
      }
      return { line: 1, column: 1 };
    },
  };
}
