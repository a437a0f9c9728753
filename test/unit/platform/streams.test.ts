import { describe, expect, test } from 'vitest';
import { consoleSink } from '../../../src/platform/streams.ts';

describe('a console', () => {
  /** Accepts text like a terminal of Node.js, until it fails. */
  function fake(broken?: string) {
    const written: string[] = [];
    const stream = {
      columns: 123,
      on: () => stream,
      write(text: string, done: (error?: Error) => void) {
        written.push(text);
        setImmediate(() =>
          done(broken === undefined ? undefined : Object.assign(new Error(), { code: broken })),
        );
        return true;
      },
    };
    return { stream: stream as never, written };
  }

  test('receives text, so that its code page does not matter', async () => {
    const { stream, written } = fake();
    const sink = consoleSink(stream, 'stdout');
    await sink.write('┌─ é 😀\n');
    expect(written).toEqual(['┌─ é 😀\n']);
    expect(sink).toMatchObject({ isTerminal: true, columns: 123 });
  });

  test('that is closed is reported once, and then ignored', async () => {
    const { stream, written } = fake('EIO');
    const sink = consoleSink(stream, 'stdout');
    await expect(sink.write('a')).rejects.toMatchObject({
      kind: 'failure',
      message: 'cannot write to stdout: i/o error',
    });
    await sink.write('b');
    expect(written).toEqual(['a']);
  });
});
