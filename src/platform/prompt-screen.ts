import { Readable, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/** The sequences at the start of a frame that clear the previous one. */
const FRAME_CLEARING = /^(?:\u001b\[\d*[ABGK])*/;

/** Clears below the cursor: the shell's output may be between the lines of a list. */
const CLEAR_FROM_CURSOR = '\r\u001b[J';

const CTRL_Z = 0x1a;

const nothing = () => undefined;

/** stderr for inquirer. It saves the last frame, because inquirer redraws only what has changed. */
function drawing() {
  let frame = '';
  const output = new Writable({
    decodeStrings: false,
    write(chunk, _, done) {
      const text = String(chunk);
      if (stripVTControlCharacters(text).trim() !== '') frame = text;
      // Immediately, because later output of the program must follow it.
      process.stderr.write(text);
      done();
    },
  });
  for (const name of ['isTTY', 'columns', 'rows'] as const)
    Object.defineProperty(output, name, { get: () => process.stderr[name] });
  /** Redraws the frame at the cursor. */
  const again = () => void process.stderr.write(frame.replace(FRAME_CLEARING, CLEAR_FROM_CURSOR));
  return { output, again };
}

/**
 * Ctrl-Z and `fg`, between which the shell configures the terminal for itself.
 * @param restore configures it for a prompt again
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
      // Without a shell to continue the process, it does not stop, and no SIGCONT comes.
      setTimeout(() => setImmediate(() => isStopped && onContinue()), 1);
    },
    off: () => {
      isStopped = false;
      process.off('SIGCONT', onContinue);
    },
  };
}

/** The streams of one prompt. */
export interface PromptScreen {
  input: NodeJS.ReadStream;
  output: NodeJS.WritableStream;
  close(): void;
}

/**
 * The terminal for inquirer, which gets all keys except Ctrl-Z: Node's readline would handle that, then never stop
 * reading, and show what is typed if the process cannot be stopped.
 * @param onEnd called when nothing more can be typed or drawn
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
    // Node assumes that nothing has changed, so the mode must change to take effect.
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
  // Every operation on a closed terminal fails, and only these listeners handle that.
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
