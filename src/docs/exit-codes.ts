import { type ErrorKind, EXIT } from '../core/errors.ts';

/** The meaning of the exit code of each error kind. */
const MEANING: Readonly<Record<ErrorKind, string>> = {
  failure:
    'request rejected by Sinch, invalid response, redirect, certificate or proxy error, output error, or bug in sinchctl',
  usage: 'invalid command, option, value, or file, or a missing value where no prompt is possible',
  auth: 'missing, incomplete, expired, or rejected credentials, or unreadable or unsafe configuration',
  notFound: 'application, alias, number, or run not found',
  partial: 'some items succeeded and others failed; all are reported',
  unavailable:
    'network error, timeout, deadline, 429, or 5xx after all retries; run the same command again later',
  refused: 'confirmation missing, blocked by a safety check, or plan changed; requires manual review',
  drift: 'differences found by diff --exit-code',
  busy: 'locked by another process; to wait, add --lock-timeout',
  interrupted:
    'interrupted by Ctrl-C (143 for SIGTERM, 129 for SIGHUP); requests in progress were completed and reported',
};

/** The error kinds that every command can exit with. */
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
