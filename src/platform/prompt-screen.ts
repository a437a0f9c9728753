import { Readable, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/** What stands before a frame, to clear the one that it takes the place of. */
const CLEARING = /^(?:\u001b\[\d*[ABGK])*/;

/** What the shell has said stands among the lines of a list. */
const CLEAR_BELOW = '\r\u001b[J';

const CTRL_Z = 0x1a;

const nothing = () => undefined;

/** stderr as the library of questions wants it: it draws again only what has changed, so the last frame is kept here. */
function drawing() {
  let frame = '';
  const output = new Writable({
    decodeStrings: false,
    write(chunk, _, done) {
      const text = String(chunk);
      if (stripVTControlCharacters(text).trim() !== '') frame = text;
      process.stderr.write(text, () => done());
    },
  });
  for (const name of ['isTTY', 'columns', 'rows'] as const)
    Object.defineProperty(output, name, { get: () => process.stderr[name] });
  /** Draws it again where the cursor is now. */
  const again = () => void process.stderr.write(frame.replace(CLEARING, CLEAR_BELOW));
  return { output, again };
}

/**
 * Ctrl-Z and `fg`: the shell has set up the terminal for itself meanwhile.
 * @param restore sets it up again for a question
 */
function stopping(restore: () => void) {
  let isStopped = false;
  const onContinue = () => {
    isStopped = false;
    restore();
  };
  process.on('SIGCONT', onContinue);
  return {
    stop() {
      isStopped = true;
      process.kill(process.pid, 'SIGTSTP');
      // Where there is no shell to continue it, nothing stops, and no SIGCONT comes.
      setTimeout(() => setImmediate(() => isStopped && onContinue()), 1);
    },
    off: () => {
      isStopped = false;
      process.off('SIGCONT', onContinue);
    },
  };
}

/** Where a question is asked. */
export interface PromptScreen {
  input: NodeJS.ReadStream;
  output: NodeJS.WritableStream;
  close(): void;
}

/**
 * The terminal for the library of questions, which gets all keys but Ctrl-Z: Node's readline would deal with it, then
 * never stop reading, and show what is typed where the process cannot be stopped.
 * @param onEnd told when nothing more can be typed, or drawn
 */
export function openScreen(onEnd: () => void): PromptScreen {
  const { stdin, stderr } = process;
  const { output, again } = drawing();
  let isRaw = false;
  const setRaw = (raw: boolean) => {
    isRaw = raw;
    stdin.setRawMode(raw);
  };
  const stopped = stopping(() => {
    if (!isRaw) return;
    // Node believes that nothing has changed, and would leave it as it is.
    stdin.setRawMode(false).setRawMode(true);
    again();
  });
  const keys = new Readable({ read: nothing });
  const onData = (chunk: Buffer) => {
    const at = process.platform === 'win32' ? -1 : chunk.indexOf(CTRL_Z);
    if (at < 0) return void keys.push(chunk);
    if (at > 0) keys.push(chunk.subarray(0, at));
    stdin.setRawMode(false);
    stopped.stop();
    if (at + 1 < chunk.length) onData(chunk.subarray(at + 1));
  };
  // A terminal that has closed fails at whatever is done to it, and only here does anybody listen.
  for (const stream of [stdin, stderr]) stream.off('error', nothing).on('error', nothing).on('error', onEnd);
  stdin.on('data', onData).on('end', onEnd).resume();
  return {
    input: Object.assign(keys as unknown as NodeJS.ReadStream, {
      isTTY: true,
      setRawMode(raw: boolean) {
        setRaw(raw);
        return this as NodeJS.ReadStream;
      },
    }),
    output,
    close() {
      stopped.off();
      for (const stream of [stdin, stderr]) stream.off('error', onEnd);
      stdin.off('data', onData).off('end', onEnd).pause();
    },
  };
}
