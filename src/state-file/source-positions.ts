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
import { INTEGER, type Path, type Position, type Problem } from './document.ts';

/** The content of a text, and the positions of its parts. */
export interface SourcePositions {
  value: unknown;
  problems: Problem[];
  at(path: Path, ofKey?: boolean): Position;
}

const integer: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  identify: (value) => typeof value === 'number',
  test: INTEGER,
  resolve: (source) => Number(source),
};

const NUMBERS = ['tag:yaml.org,2002:int', 'tag:yaml.org,2002:float'];

const child = (node: unknown, key: string | number, wantsKey: boolean): unknown => {
  if (isMap(node)) {
    const pair = node.items.find(({ key: own }) => isScalar(own) && String(own.value) === String(key));
    return wantsKey ? pair?.key : (pair?.value ?? pair?.key);
  }
  return isSeq(node) ? node.items[Number(key)] : undefined;
};

const startOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0];

/** Reads one YAML 1.2 document. Anchors may be used at most 100 times. */
export function readWithPositions(text: string): SourcePositions {
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
  const problems = document.errors.map(({ pos, message, code }): Problem => {
    const [first = ''] = message.split('\n');
    const isSecond = code === 'MULTIPLE_DOCS';
    return {
      ...position(pos[0]),
      message: isSecond
        ? 'a second document starts here; a state file has only one'
        : first.replace(/ at line.*$/, ''),
    };
  });
  let value: unknown;
  try {
    value = problems.length > 0 ? undefined : document.toJS();
  } catch (error) {
    problems.push({ line: 1, column: 1, message: (error as Error).message });
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
