import { getSystemErrorMap } from 'node:util';
import { redact } from './redact.ts';
import { truncateWords } from './text.ts';

/** Every kind of error. The kind determines the exit code, and scripts rely on both. */
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

/** Termination signals, and their exit codes by shell convention. */
export const SIGNAL_EXIT = { SIGINT: EXIT.interrupted, SIGTERM: 143, SIGHUP: 129 } as const;

export type Interruption = keyof typeof SIGNAL_EXIT;

export interface ErrorDetails {
  /** What to do next, with the exact flag. */
  hint?: string | undefined;
  /** More hints, if items failed for different reasons. */
  moreHints?: readonly string[] | undefined;
  httpStatus?: number | undefined;
  /** Sinch's own code, such as 40003. */
  errorCode?: number | undefined;
  /** Sinch's reference for its support team. */
  reference?: string | undefined;
  /** All numbers, keys, or arguments that the error is about. */
  items?: readonly string[] | undefined;
  /** Indented below the message: the items, grouped by reason. JSON appends them to the message. */
  lines?: readonly string[] | undefined;
  /** True when the request may have been applied although no complete response arrived. */
  responseLost?: boolean | undefined;
  /** Seconds until the server accepts requests again, if that is too long to wait. */
  retryAfter?: number | undefined;
  /** For `interrupted`: the signal, because each has its own exit code. */
  signal?: Interruption | undefined;
  /** An unexpected error, which the user should report. */
  isBug?: boolean | undefined;
  cause?: unknown;
}

/** Redacts first, because `redact` does not find a truncated secret. */
const forPeople = (text: string): string => truncateWords(redact(text));

const TROUBLESHOOTING = 'see sinchctl help troubleshooting';

/** A hint that ends with a reference to the troubleshooting help. */
export const withTroubleshooting = (hint: string | undefined): string =>
  hint?.endsWith(TROUBLESHOOTING) ? hint : [...(hint ? [hint] : []), TROUBLESHOOTING].join('; ');

/** Whether the same command can succeed later. */
const isTemporary = (kind: ErrorKind): boolean => kind === 'unavailable' || kind === 'busy';

/** A hint with a command stays unchanged, because users copy the command at its end. */
const completeHint = (kind: ErrorKind, hint = ''): string =>
  isTemporary(kind) && !hint.includes('sinchctl ') ? withTroubleshooting(hint) : hint;

const clean = (kind: ErrorKind, { hint, ...details }: ErrorDetails): ErrorDetails => ({
  ...details,
  hint: redact(completeHint(kind, hint)) || undefined,
  moreHints: details.moreHints?.map(redact),
  reference: details.reference && redact(details.reference),
  items: details.items?.map(redact),
  lines: details.lines?.map(forPeople),
});

const RAISE_LIMIT = 'lower --concurrency or raise ulimit -n';

export const TOO_MANY_FILES = `too many open files: ${RAISE_LIMIT}`;

/** Whether this process or the system has run out of file descriptors. */
const isOutOfFiles = (error: unknown): boolean => ['EMFILE', 'ENFILE'].includes(codeOf(error));

/**
 * The program's only error class: what failed, what to do next, and the exit code. If it was caused by too many open
 * files, it is always `unavailable`.
 */
export class SinchctlError extends Error {
  readonly kind: ErrorKind;
  readonly details: ErrorDetails;

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    super(forPeople(message), details.cause === undefined ? {} : { cause: details.cause });
    this.name = 'SinchctlError';
    const isChanged = isOutOfFiles(details.cause) && kind !== 'unavailable';
    this.kind = isChanged ? 'unavailable' : kind;
    this.details = clean(this.kind, isChanged ? { ...details, hint: RAISE_LIMIT } : details);
  }

  get exitCode(): number {
    return this.kind === 'interrupted' ? SIGNAL_EXIT[this.details.signal ?? 'SIGINT'] : EXIT[this.kind];
  }

  get retryable(): boolean {
    return isTemporary(this.kind);
  }

  /** The same error with other details, or with another message. */
  with(details: ErrorDetails, message = this.message): SinchctlError {
    return new SinchctlError(this.kind, message, { ...this.details, ...details });
  }
}

/** The message and its lines as one string. */
function fullMessage({ message, details: { lines = [] } }: SinchctlError): string {
  if (lines.length === 0) return message;
  const end = /[.:]$/.test(message) ? '' : ':';
  return `${message}${end} ${lines.map((line) => line.trim().replace(/ {2,}/g, ' ')).join('; ')}`;
}

/** The shape of an error under `--json`, every field always present. */
export function errorReport(error: SinchctlError) {
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

export const isNotFound = (error: unknown): boolean =>
  error instanceof SinchctlError && error.kind === 'notFound';

export const usage = (message: string, hint?: string, items?: readonly string[]) =>
  new SinchctlError('usage', message, { hint, items });

/** The message of an error with its hint, if it has one: `message (hint)`. */
export function messageWithHint(error: unknown): string {
  const { message } = error as Error;
  const hint = error instanceof SinchctlError ? error.details.hint : undefined;
  return hint ? `${message} (${hint})` : message;
}

/** The same error, marked if an earlier attempt may have been applied. */
export function markAmbiguous(error: SinchctlError, responseLost: boolean | undefined): SinchctlError {
  if (!responseLost || error.details.responseLost) return error;
  return error.with({ responseLost });
}

/** The code of a system or Node error, such as `ENOENT`; empty for any other value. */
export const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
};

export const BUG_HINT =
  'this is a bug in sinchctl; report it with the version above and the command that you ran';

/** An unexpected error becomes a failure; a SinchctlError passes through. */
export function asSinchctlError(error: unknown): SinchctlError {
  if (error instanceof SinchctlError) return error;
  // Of this process, or of the system.
  if (isOutOfFiles(error)) {
    return new SinchctlError('unavailable', TOO_MANY_FILES, { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new SinchctlError('failure', `unexpected error: ${message}`, {
    hint: BUG_HINT,
    isBug: true,
    cause: error,
  });
}

/** More specific than the system's own messages. */
const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory',
};

/** Why a system call failed, in words: `permission denied`. The code is shown only with `--debug`. */
export function systemReason(error: unknown): string {
  const code = codeOf(error);
  const [, text] = [...getSystemErrorMap().values()].find(([name]) => name === code) ?? [];
  return SYSTEM_REASONS[code] ?? text ?? 'unknown system error';
}

/** Why a file cannot be written, and what to do, if the cause is its path. */
const WRITE_REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOENT: ['no such directory', 'create the directory, or write to another file'],
  EISDIR: ['is a directory', 'write to another file'],
};

/** The error for a file that cannot be written; a SinchctlError passes through. */
export function writeFailure(path: string, error: unknown): SinchctlError {
  if (error instanceof SinchctlError) return error;
  const [reason, hint] = WRITE_REASONS[codeOf(error)] ?? [
    systemReason(error),
    'check the path, its permissions, and the free disk space',
  ];
  return new SinchctlError('failure', `cannot write ${path}: ${reason}`, { hint, cause: error });
}
