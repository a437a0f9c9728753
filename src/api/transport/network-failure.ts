import { type FailureReason, NetworkFailure } from '../request.ts';

const BY_CODE: Record<string, FailureReason> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknownHost',
  EAI_AGAIN: 'unknownHost',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'cutShort',
  Z_BUF_ERROR: 'cutShort',
  Z_DATA_ERROR: 'cutShort',
  ETIMEDOUT: 'timeout',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EPROTO: 'tls',
};

/** Where a request was going. */
export interface Target {
  host: string;
  /** The proxy in between, if there is one. */
  proxy: string | undefined;
}

const TEXTS: Record<FailureReason, (host: string, code: string, hasLeft: boolean) => string> = {
  reset: (host) => `${host} closed the connection before it replied`,
  timeout: (host, _, hasLeft) => (hasLeft ? `${host} took too long` : `connecting to ${host} took too long`),
  aborted: (host) => `the request to ${host} was aborted`,
  cutShort: (host) => `the reply of ${host} was cut short`,
  refused: (host) => `${host} refused the connection`,
  unknownHost: (host) => `the name ${host} cannot be resolved`,
  unreachable: (host) => `${host} cannot be reached`,
  certificate: (host, code) => `the certificate of ${host} is not trusted (${code})`,
  tls: (host, code) => `${host} speaks no TLS that can be understood (${code})`,
  proxy: (host, code) => `${host} did not let the request through (${code})`,
  tooLarge: (host) => `the reply of ${host} is larger than 128 MiB`,
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/;

function reasonOf(code: string, message: string): FailureReason | undefined {
  if (/^Bad response: \d+$/.test(message)) return 'proxy';
  if (CERTIFICATE.test(code)) return 'certificate';
  if (code.startsWith('ERR_SSL')) return 'tls';
  // A response that Node's parser or the br decoder cannot parse.
  return BY_CODE[code] ?? (/^(HPE_|ERR__ERROR_)/.test(code) ? 'cutShort' : undefined);
}

/** A failure with a message of ours: got's error objects contain the full request, Authorization included. */
export function failure(
  reason: FailureReason,
  { host, proxy }: Target,
  code = '',
  hasLeft = true,
): NetworkFailure {
  const isAboutProxy = reason === 'proxy' && proxy;
  const name = isAboutProxy ? `the proxy ${proxy}` : proxy ? `${host} (through the proxy ${proxy})` : host;
  return new NetworkFailure(reason, TEXTS[reason](name, code, hasLeft), hasLeft);
}

/** Whether the connection was open already, so that a request may have been sent before it broke. */
function wasConnected(error: unknown): boolean {
  const { syscall } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
  return syscall === 'read' || syscall === 'write';
}

/**
 * An error of got or Node as a failure of the request.
 * @param began whether the response had begun
 * @param hasLeft whether any of the request may have reached a server
 * @throws the error's own message when it is no network error: a bug must not be retried
 */
export function asFailure(error: unknown, target: Target, began: boolean, hasLeft = true): NetworkFailure {
  if (error instanceof NetworkFailure) return error;
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  const known = reasonOf(code, message);
  const reason = (known === 'unreachable' || known === 'refused') && wasConnected(error) ? 'reset' : known;
  if (reason === undefined) throw new Error(`${code} ${message}`.trim());
  const detail = reason === 'proxy' ? message.replace('Bad response: ', 'HTTP ') : code;
  return failure(reason === 'reset' && began ? 'cutShort' : reason, target, detail, hasLeft);
}
