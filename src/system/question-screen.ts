import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/** What stands before a frame, to clear the one that it takes the place of. */
const CLEARING = /^(?:\u001b\[\d*[ABGK])*/;

/** What the shell has said stands among the lines of a list. */
const CLEAR_BELOW = '\r\u001b[J';

/** Where a question is drawn. */
export interface QuestionScreen {
  output: NodeJS.WritableStream;
  /** Draws it again where the cursor is now. */
  again(): void;
}

/** stderr as the library of questions wants it: it draws again only what has changed, so the last frame is kept here. */
export function questionScreen(): QuestionScreen {
  let frame = '';
  const output = new Writable({
    decodeStrings: false,
    write(chunk, _, done) {
      const text = String(chunk);
      if (stripVTControlCharacters(text).trim() !== '') frame = text;
      process.stderr.write(text, done);
    },
  });
  for (const name of ['isTTY', 'columns', 'rows'] as const)
    Object.defineProperty(output, name, { get: () => process.stderr[name] });
  return {
    output,
    again: () => void process.stderr.write(frame.replace(CLEARING, CLEAR_BELOW)),
  };
}

/**
 * Ctrl-Z and `fg`: the shell has set up the terminal for itself, and Node's readline has stopped reading.
 * @returns what stops looking after it
 */
export function whenContinued(again: () => void): () => void {
  let isOver = false;
  const onContinue = () =>
    setImmediate(() => {
      if (isOver) return;
      // Node believes that nothing has changed, and would leave it as it is.
      process.stdin.setRawMode(false).setRawMode(true).resume();
      again();
    });
  process.on('SIGCONT', onContinue);
  return () => {
    isOver = true;
    process.off('SIGCONT', onContinue);
  };
}
