import { codeOf, TOO_MANY_FILES } from '../../core/errors.ts';
import { type FailureReason, NetworkFailure } from '../request.ts';
import { proxyErrors } from './proxy.ts';

const BY_CODE: Record<string, FailureReason> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknownHost',
  EAI_AGAIN: 'unknownHost',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'cutShort',
  ETIMEDOUT: 'timeout',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EPROTO: 'tls',
  EMFILE: 'tooManyFiles',
  ENFILE: 'tooManyFiles',
};

/** The destination of a request. */
export interface Target {
  host: string;
  /** The proxy in between, if there is one. */
  proxy: string | undefined;
}

const CERTIFICATE_PROBLEMS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed and not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'was issued by an untrusted CA',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'was issued by an unknown CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'was issued by an unknown CA',
  ERR_TLS_CERT_ALTNAME_INVALID: 'was issued for another host name',
};

const TEXTS: Record<FailureReason, (host: string, code: string, hasLeft: boolean) => string> = {
  reset: (host) => `${host} closed the connection without responding`,
  timeout: (host, _, hasLeft) =>
    hasLeft ? `${host} did not respond in time` : `connecting to ${host} timed out`,
  aborted: (host) => `the request to ${host} was aborted`,
  cutShort: (host) => `the response from ${host} was incomplete`,
  refused: (host) => `${host} refused the connection`,
  unknownHost: (host) => `cannot resolve ${host}`,
  unreachable: (host) => `cannot reach ${host}`,
  certificate: (host, code) => `the certificate of ${host} ${CERTIFICATE_PROBLEMS[code] ?? 'is not trusted'}`,
  tls: (host) => `the TLS handshake with ${host} failed`,
  proxy: (host, code) => `${host} rejected the request (${code})`,
  tooLarge: (host, mebibytes) => `the response from ${host} is larger than ${mebibytes} MiB`,
  tooManyFiles: () => TOO_MANY_FILES,
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/;

function reasonOf(code: string, message: string): FailureReason | undefined {
  if (/^Bad response: \d+$/.test(message)) return 'proxy';
  if (CERTIFICATE.test(code)) return 'certificate';
  if (code.startsWith('ERR_SSL')) return 'tls';
  // A response that Node's parser or a decoder cannot parse.
  return BY_CODE[code] ?? (/^(HPE_|ERR__ERROR_|Z_)/.test(code) ? 'cutShort' : undefined);
}

/**
 * A failure with a message of its own: got's error objects contain the full request, including the Authorization
 * header.
 */
export function failure(
  reason: FailureReason,
  { host, proxy }: Target,
  code = '',
  hasLeft = true,
  isProxyError = false,
): NetworkFailure {
  const name =
    proxy === undefined ? host : isProxyError ? `the proxy ${proxy}` : `${host} (through the proxy ${proxy})`;
  return new NetworkFailure(reason, TEXTS[reason](name, code, hasLeft), hasLeft);
}

/** The Node error inside a got error. */
const originalOf = (error: unknown) => ((error as Error).cause ?? error) as NodeJS.ErrnoException;

/** Whether the connection was open, so that a request may have been sent before it broke. */
const wasConnected = (error: unknown): boolean => ['read', 'write'].includes(originalOf(error).syscall ?? '');

/**
 * An error from got or Node as a failure of the request.
 * @param began whether the response had begun
 * @param hasLeft whether any of the request may have reached a server
 * @throws Error with the error's own message if it is not a network error, because a bug must not be retried
 */
export function asFailure(error: unknown, target: Target, began: boolean, hasLeft = true): NetworkFailure {
  if (error instanceof NetworkFailure) return error;
  const code = codeOf(error);
  const { message = '' } = error as Error;
  const known = reasonOf(code, message);
  const reason = (known === 'unreachable' || known === 'refused') && wasConnected(error) ? 'reset' : known;
  if (reason === undefined) throw new Error(`${code} ${message}`.trim());
  // No socket, so nothing was sent.
  if (reason === 'tooManyFiles') return failure(reason, target, code, false);
  const detail = reason === 'proxy' ? message.replace('Bad response: ', 'HTTP ') : code;
  const isProxyError = reason === 'proxy' || proxyErrors.has(originalOf(error));
  return failure(reason === 'reset' && began ? 'cutShort' : reason, target, detail, hasLeft, isProxyError);
}
