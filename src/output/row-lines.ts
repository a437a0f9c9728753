import type { Row } from './rows.ts';

/** A format in which each row is lines of its own. */
export interface RowLines {
  head: string;
  /** Whether it has its header when the line does not say. */
  hasHead: boolean;
  line: (row: Row) => string;
}
