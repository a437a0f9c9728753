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
import { INTEGER } from './integer.ts';
import type { Path, Problem } from './problem.ts';

/** A text with the place of each of its things: lines and columns from 1. */
export interface Locator {
  value: unknown;
  problems: Problem[];
  at(path: Path, ofKey?: boolean): { line: number; column: number };
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

/** Reads one document of YAML 1.2. Anchors may be used a hundred times, not more. */
export function locateIn(text: string): Locator {
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
      message: isSecond ? 'a second document begins; a state file is one' : first.replace(/ at line.*$/, ''),
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
      // What is missing has no place of its own: then what it is missing from is meant.
      for (let length = path.length; length >= 0; length--) {
        const some = path.slice(0, length);
        const start = startOf(nodeAt(some, ofKey)) ?? startOf(nodeAt(some, true));
        if (start !== undefined) return position(start);
      }
      return { line: 1, column: 1 };
    },
  };
}
