import { isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseDocument } from 'yaml';

/** Something wrong in a file, and where: lines and columns from 1. */
export interface Problem {
  line: number;
  column: number;
  message: string;
  /** An alias that nobody knows here; everything else is a mistake of the file. */
  isUnknownAlias?: boolean;
}

export type Path = readonly (string | number)[];

/** A YAML or JSON text, and where each thing of it stands. */
export interface Positioned {
  value: unknown;
  problems: Problem[];
  /** @param ofKey whether the name of a field is meant, and not its value */
  at(path: Path, ofKey?: boolean): { line: number; column: number };
  /** A scalar as it is written, without the reader's idea of its type. */
  source(path: Path): string | undefined;
}

const child = (node: unknown, key: string | number, wantsKey: boolean): unknown => {
  if (isMap(node)) {
    const pair = node.items.find(({ key: own }) => isScalar(own) && String(own.value) === String(key));
    return wantsKey ? pair?.key : (pair?.value ?? pair?.key);
  }
  return isSeq(node) ? node.items[Number(key)] : undefined;
};

const startOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0];

/** Reads one document of YAML 1.2, of which JSON is a part. Anchors may be used a hundred times, not more. */
export function readDocument(text: string): Positioned {
  const lines = new LineCounter();
  const document = parseDocument<ParsedNode>(text, { lineCounter: lines });
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const nodeAt = (path: Path, wantsKey = false): unknown => {
    let node: unknown = document.contents;
    path.forEach((key, i) => {
      node = child(node, key, wantsKey && i === path.length - 1);
    });
    return node;
  };
  const problems = document.errors.map(
    ({ pos, message }): Problem => ({
      ...position(pos[0]),
      message: message.split('\n')[0]?.replace(/ at line.*$/, '') ?? '',
    }),
  );
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
    source(path) {
      const node = nodeAt(path);
      return isScalar(node) ? node.source : undefined;
    },
  };
}
