import { setFlagsFromString } from 'node:v8';

/** Bytes of input from which on the heap is worth keeping small: about 20,000 numbers. */
export const LARGE_INPUT = 256 * 1024;

/**
 * Tells V8 to collect when the heap has grown by half: its usual generosity makes a run of 100,000 numbers several
 * times as large as what it holds.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
