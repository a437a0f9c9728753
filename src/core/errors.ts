import { redact } from './redact.ts';

/** Every kind of error. The kind decides the exit code, and scripts rely on both. */
export const EXIT = {
  failure: 1,
  usage: 2,
  auth: 3,
  notFound: 4,
  partial: 5,
  unavailable: 6,
  refused: 7,
  drift: 8,
  busy: 9,
  interrupted: 130,
} as const;

export type ErrorKind = keyof typeof EXIT;

/** The signals that ask to end, and their exit codes by the convention of shells. */
export const SIGNAL_EXIT = { SIGINT: EXIT.interrupted, SIGTERM: 143, SIGHUP: 129 } as const;

export type Interruption = keyof typeof SIGNAL_EXIT;

export interface ErrorDetails {
  /** The next thing to type. */
  hint?: string | undefined;
  /** Further hints, where the reasons differ. */
  moreHints?: readonly string[] | undefined;
  httpStatus?: number | undefined;
  /** Sinch's own code, e.g. 40003. */
  errorCode?: number | undefined;
  /** Sinch's reference, for its support desk. */
  reference?: string | undefined;
  /** What the error is about: all of the numbers, keys, or arguments. */
  items?: readonly string[] | undefined;
  /** Indented below the message: the items, grouped by reason. JSON appends them to the message. */
  lines?: readonly string[] | undefined;
  /** True when the request may have been applied although no complete response arrived. */
  responseLost?: boolean | undefined;
  /** For `interrupted`: which signal, since each has its own exit code. */
  signal?: Interruption | undefined;
  /** An unexpected error, which the user should report. */
  isBug?: boolean | undefined;
  cause?: unknown;
}

/** The maximum length of a word: a longer one is data by mistake, which hides the rest of the text. */
const LONGEST_WORD = 300;
/** The number of characters that show what it is. */
const SHOWN_OF_WORD = 60;

const LONG = new RegExp(`(['"(]?)(\\S{${LONGEST_WORD + 1},})`, 'g');
/** Characters that belong to the sentence and not to the word. */
const END = /['"),.:;]{0,2}$/;

function cut(word: string): string {
  const end = END.exec(word.slice(-2))?.[0] ?? '';
  // Half of a surrogate pair is not a character.
  const start = word.slice(0, SHOWN_OF_WORD).replace(/[\ud800-\udbff]$/, '');
  return `${start}\u2026 (${word.length - end.length} characters)${end}`;
}

/** A text for people in which very long words are cut, with their length. */
const truncate = (text: string): string =>
  text.length <= LONGEST_WORD
    ? text
    : text.replace(LONG, (_, quote: string, word: string) => quote + cut(word));

/** In this order: part of a secret would not be found. */
const forPeople = (text: string): string => truncate(redact(text));

const clean = (details: ErrorDetails): ErrorDetails => ({
  ...details,
  hint: details.hint && redact(details.hint),
  moreHints: details.moreHints?.map(redact),
  reference: details.reference && redact(details.reference),
  items: details.items?.map(redact),
  lines: details.lines?.map(forPeople),
});

/** The only error class of the program: what failed, what to do next, and the exit code. */
export class SinchctlError extends Error {
  readonly kind: ErrorKind;
  readonly details: ErrorDetails;

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    super(forPeople(message), details.cause === undefined ? {} : { cause: details.cause });
    this.name = 'SinchctlError';
    this.kind = kind;
    this.details = clean(details);
  }

  get exitCode(): number {
    return this.kind === 'interrupted' ? SIGNAL_EXIT[this.details.signal ?? 'SIGINT'] : EXIT[this.kind];
  }

  /** Whether the same command can succeed later. */
  get retryable(): boolean {
    return this.kind === 'unavailable' || this.kind === 'busy';
  }
}

export interface ErrorReport {
  kind: ErrorKind;
  message: string;
  hint: string | null;
  exitCode: number;
  httpStatus: number | null;
  errorCode: number | null;
  reference: string | null;
  retryable: boolean;
  items: readonly string[];
}

/** The message and its lines as one text. */
function fullMessage({ message, details: { lines = [] } }: SinchctlError): string {
  if (lines.length === 0) return message;
  const end = /[.:]$/.test(message) ? '' : ':';
  return `${message}${end} ${lines.map((line) => line.trim().replace(/ {2,}/g, ' ')).join('; ')}`;
}

/** The shape of an error under `--json`, every field always present. */
export function errorReport(error: SinchctlError): ErrorReport {
  const { hint, moreHints = [], httpStatus, errorCode, reference, items } = error.details;
  return {
    kind: error.kind,
    message: fullMessage(error),
    hint: hint === undefined ? null : [hint, ...moreHints].join('; '),
    exitCode: error.exitCode,
    httpStatus: httpStatus ?? null,
    errorCode: errorCode ?? null,
    reference: reference ?? null,
    retryable: error.retryable,
    items: items ?? [],
  };
}

export const usage = (message: string, hint?: string, items?: readonly string[]) =>
  new SinchctlError('usage', message, { hint, items });

/** The message of an error, followed by what to do, if that is known: `message (hint)`. */
export function messageWithHint(error: unknown): string {
  const { message } = error as Error;
  const hint = error instanceof SinchctlError ? error.details.hint : undefined;
  return hint ? `${message} (${hint})` : message;
}

/** The same error, with the fact that an earlier attempt may have been applied. */
export function markAmbiguous(error: SinchctlError, responseLost: boolean | undefined): SinchctlError {
  if (!responseLost || error.details.responseLost) return error;
  return new SinchctlError(error.kind, error.message, { ...error.details, responseLost });
}

/** An unexpected error becomes a failure; a SinchctlError passes through. */
export function asSinchctlError(error: unknown): SinchctlError {
  if (error instanceof SinchctlError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new SinchctlError('failure', `unexpected: ${message}`, {
    hint: 'this is a bug in sinchctl; please report it, with the version line and what you did',
    isBug: true,
    cause: error,
  });
}
