import type {DownloadOutcome} from '../download-ports.ts';
import {redact} from '../redact.ts';
import type {Limits} from './limits.ts';

/** Error codes of undici, with the limit that was exceeded. */
const TIMEOUTS: ReadonlyMap<string, keyof Limits> = new Map([
  ['UND_ERR_CONNECT_TIMEOUT', 'connectMs'],
  ['UND_ERR_HEADERS_TIMEOUT', 'headersMs'],
  ['UND_ERR_BODY_TIMEOUT', 'bodyMs'],
] as const);

/** Error codes without a connection, after which the provider has got no request. */
const NOT_CONNECTED =
  /^(ENOTFOUND|EAI_.*|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ENETDOWN|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/;

/** Error codes of the system, TLS and undici, with their meaning. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/^(ENOTFOUND|EAI_)/, 'its name cannot be resolved (DNS)'],
  [/^ECONNREFUSED$/, 'it takes no connection'],
  [/^(ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/, 'there is no route to it'],
  [/^ETIMEDOUT$/, 'it does not answer'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'the connection broke before it answered'],
  [/^(HPE_|UND_ERR_HEADERS_OVERFLOW)/, 'its answer is not HTTP'],
  [/^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_)/, 'TLS failed'],
];

/** Returns the code of a network error; undefined for other errors, which have none or a number. */
export function networkCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  // undici does not always set a code here
  if (thrown.name === 'HTTPParserError') return 'HPE_INVALID';
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

export const isTimeout = (code: string): boolean => TIMEOUTS.has(code);

/** Turns a network error into an outcome; throws any other error. */
export function outcomeOfError(thrown: unknown, limits: Limits, secrets: readonly string[]): DownloadOutcome {
  const code = networkCode(thrown);
  if (code === undefined || !(thrown instanceof Error)) throw thrown;
  const notConnected = NOT_CONNECTED.test(code) ? {notConnected: true as const} : {};
  const limit = TIMEOUTS.get(code);
  if (limit !== undefined) return {kind: 'timeout', seconds: limits[limit] / 1000, ...notConnected};
  const meaning = MEANINGS.find(([pattern]) => pattern.test(code))?.[1];
  return {
    kind: 'network',
    reason: redact(`${meaning ?? thrown.message} (${code})`, secrets),
    ...notConnected,
  };
}
