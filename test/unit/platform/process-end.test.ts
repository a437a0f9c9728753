import { describe, expect, test } from 'vitest';
import { untilStopped, watchInterrupts } from '../../../src/platform/process-end.ts';

describe('signals that ask the process to exit', () => {
  const raise = (signal: string) => process.emit(signal as never, signal as never);

  test.each([
    ['SIGBREAK', 'SIGINT'],
    ['SIGINT', 'SIGINT'],
  ])('%s counts as %s', async (signal, as) => {
    const told: string[] = [];
    const watch = watchInterrupts(
      (one) => told.push(one),
      () => undefined,
      'win32',
    );
    const stopped = untilStopped('win32');
    raise(signal);
    await stopped;
    expect([watch.first(), told]).toEqual([as, [as]]);
    watch.stop();
    expect(process.listenerCount(signal)).toBe(0);
  });
});
