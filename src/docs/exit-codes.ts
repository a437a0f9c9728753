import { type ErrorKind, EXIT } from '../core/errors.ts';

/** When a command ends with each kind of error. */
const MEANING: Readonly<Record<ErrorKind, string>> = {
  failure:
    'request refused by Sinch, invalid response, redirect, certificate or proxy error, output error, or bug',
  usage: 'invalid command, option, value, or file, or a missing value where no prompt is possible',
  auth: 'credentials missing, incomplete, expired, or refused, or configuration unreadable or unsafe',
  notFound: 'unknown application, alias, number, or run',
  partial: 'some items succeeded and others failed; all are reported',
  unavailable: 'network error, timeout, deadline, 429, or 5xx after all retries; run the command again later',
  refused: 'not confirmed, blocked by a safety check, or the plan has changed; needs manual review',
  drift: 'diff --exit-code found differences',
  busy: 'another process holds the lock; to wait for it, add --lock-timeout',
  interrupted:
    'interrupted by Ctrl-C (143 by SIGTERM, 129 by SIGHUP); requests in progress were finished and reported',
};

/** The errors that every command can end with. */
export const UNIVERSAL_ERRORS: readonly ErrorKind[] = ['failure', 'usage', 'auth', 'interrupted'];

export interface ExitCode {
  code: number;
  /** null for success. */
  kind: ErrorKind | null;
  meaning: string;
}

/** Every exit code, in order. */
export const EXIT_CODES: readonly ExitCode[] = [
  { code: 0, kind: null, meaning: 'success, or nothing to do' },
  ...(Object.keys(EXIT) as ErrorKind[]).map((kind) => ({ code: EXIT[kind], kind, meaning: MEANING[kind] })),
];
