import { type ErrorKind, EXIT } from '../core/errors.ts';

/** When a command ends with each kind of error. */
const MEANING: Readonly<Record<ErrorKind, string>> = {
  failure: 'Sinch refused; a reply, redirect, certificate or proxy was wrong; output failed; a bug',
  usage: 'the line or a file is wrong, or a value is missing and nobody can be asked',
  auth: 'credentials are missing, halved, expired or refused; the configuration cannot be read',
  notFound: 'application, alias or number is unknown',
  partial: 'some were done, some failed; each is named',
  unavailable: 'network, timeout, deadline, 429 or 5xx after all retries: the same line can succeed later',
  refused: 'not confirmed, or a guard held: a person must decide',
  drift: 'diff --exit-code found differences',
  busy: 'another process on this machine holds the lock; wait with --lock-timeout',
  interrupted: 'Ctrl-C (SIGTERM: 143, SIGHUP: 129); what was in flight was finished and told',
};

export interface ExitCode {
  code: number;
  /** null for success. */
  kind: ErrorKind | null;
  meaning: string;
}

/** Every exit code, in order. */
export const EXIT_CODES: readonly ExitCode[] = [
  { code: 0, kind: null, meaning: 'all done, or nothing to do' },
  ...(Object.keys(EXIT) as ErrorKind[]).map((kind) => ({ code: EXIT[kind], kind, meaning: MEANING[kind] })),
];
