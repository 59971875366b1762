import { errors } from 'undici';
import { type ErrorCode, HeadroomError } from '#contract/errors.ts';
import { malformed } from './malformed.ts';
import { TransientFailure } from './retry.ts';

/** How a failure below HTTP is told; `name` is host and port. */
interface Telling {
  readonly code: ErrorCode;
  readonly message: (name: string) => string;
  readonly field?: string;
  readonly remedy: string;
  readonly isTransient: boolean;
}

const REFUSED: Telling = {
  code: 'source_unreachable',
  message: (name) => `Nothing answers at ${name}.`,
  field: 'url',
  remedy: "Check the URL and that the engine's machine can reach it.",
  isTransient: true,
};

const NO_ROUTE: Telling = {
  ...REFUSED,
  message: (name) => `No connection to ${name} could be made.`,
  remedy: "Check the URL, and that firewalls and network policies let the engine's machine through.",
};

const UNKNOWN_HOST: Telling = {
  ...REFUSED,
  message: (name) => `The host of ${name} is not known.`,
  remedy: "Check the spelling of the URL, and the name server of the engine's machine.",
};

const CUT_OFF: Telling = {
  code: 'source_unreachable',
  message: (name) => `${name} closed the connection before its answer was complete.`,
  remedy: 'Look in the log of the server, or of the proxy in front of it.',
  isTransient: true,
};

const UNTRUSTED: Telling = {
  code: 'source_unreachable',
  message: (name) => `The certificate of ${name} is not trusted.`,
  field: 'tlsCACert',
  remedy: 'Add the CA certificate that signed it to the data source.',
  isTransient: false,
};

const WRONG_NAME: Telling = {
  ...UNTRUSTED,
  message: (name) => `The certificate of ${name} is for another name.`,
  field: 'serverName',
  remedy: 'Use the name that the certificate bears in the URL, or enter it as the server name.',
};

const EXPIRED: Telling = {
  ...UNTRUSTED,
  message: (name) => `The certificate of ${name} is not valid at this time.`,
  field: 'url',
  remedy: "Renew the certificate, or correct the clock of the engine's machine.",
};

const NO_TLS: Telling = {
  ...UNTRUSTED,
  message: (name) => `${name} does not speak TLS.`,
  field: 'url',
  remedy: 'Use http:// in the URL, or the port on which the server speaks TLS.',
};

const TLS_FAILED: Telling = {
  ...UNTRUSTED,
  message: (name) => `The TLS connection to ${name} failed.`,
  field: 'tlsClientCert',
  remedy: 'Check whether the server demands a client certificate, and which TLS versions it speaks.',
};

const CLOSED: Telling = {
  code: 'canceled',
  message: () => 'The connection to the source was closed by the engine.',
  remedy: 'Try again.',
  isTransient: false,
};

const TELLINGS: Readonly<Record<string, Telling>> = {
  ECONNREFUSED: REFUSED,
  ENOTFOUND: UNKNOWN_HOST,
  EAI_AGAIN: UNKNOWN_HOST,
  EHOSTUNREACH: NO_ROUTE,
  ENETUNREACH: NO_ROUTE,
  EADDRNOTAVAIL: NO_ROUTE,
  // Waiting a whole connect timeout again would only keep the user waiting.
  ETIMEDOUT: { ...NO_ROUTE, isTransient: false },
  UND_ERR_CONNECT_TIMEOUT: { ...NO_ROUTE, isTransient: false },
  ECONNRESET: CUT_OFF,
  EPIPE: CUT_OFF,
  UND_ERR_SOCKET: CUT_OFF,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: CUT_OFF,
  HPE_INVALID_EOF_STATE: CUT_OFF,
  UND_ERR_CLOSED: CLOSED,
  UND_ERR_DESTROYED: CLOSED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_HAS_EXPIRED: EXPIRED,
  CERT_NOT_YET_VALID: EXPIRED,
  ERR_TLS_CERT_ALTNAME_INVALID: WRONG_NAME,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
};

const TIMEOUTS = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];

/**
 * The error for what went wrong below HTTP, wrapped in `TransientFailure` where another attempt may help. The
 * original error is left out: what it quotes is not known to be free of secrets. An error that is none of the
 * network's is given back unchanged.
 */
export function networkFailure(thrown: unknown, name: string, timeoutMs: number): Error {
  const code = codeOf(thrown);
  if (thrown instanceof HeadroomError || code === '') {
    return thrown as Error;
  }
  if (TIMEOUTS.includes(code)) {
    return timedOut(name, timeoutMs);
  }
  if (code.startsWith('HPE_') && TELLINGS[code] === undefined) {
    return malformed('its protocol', `is not HTTP (${name})`);
  }
  const telling = TELLINGS[code] ?? fallback(code);
  const error = new HeadroomError(telling.code, telling.message(name), {
    ...(telling.field === undefined ? {} : { field: telling.field }),
    remedy: telling.remedy,
  });
  return telling.isTransient ? new TransientFailure(error) : error;
}

/** The error for a query that the source did not finish in the time that the data source allows. */
export function timedOut(name: string, timeoutMs: number): HeadroomError {
  return new HeadroomError('source_timeout', `${name} did not answer within ${timeoutMs / 1_000} s.`, {
    field: 'limits.timeoutSeconds',
    remedy: 'Narrow the expression, shorten the training window, or raise the query timeout of the data source.',
  });
}

function fallback(code: string): Telling {
  const isTls = /^(ERR_SSL_|ERR_TLS_|ERR_OSSL_|CERT_|EPROTO)/.test(code);
  if (isTls) {
    return TLS_FAILED;
  }
  return { ...NO_ROUTE, message: (name) => `The exchange with ${name} failed (${code}).`, isTransient: false };
}

/** The code of an error, of its cause, or of the first error that it gathers. */
function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) {
    return '';
  }
  const { code, cause } = thrown as NodeJS.ErrnoException;
  if (typeof code === 'string' && code !== '') {
    return code;
  }
  if (thrown instanceof errors.HTTPParserError) {
    return 'HPE_UNKNOWN';
  }
  return codeOf(thrown instanceof AggregateError ? thrown.errors[0] : cause);
}
