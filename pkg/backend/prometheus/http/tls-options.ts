import { createSecureContext, type SecureContext } from 'node:tls';
import type { SourceTls } from '#contract/settings.ts';
import { HeadroomError } from '#contract/errors.ts';

/** What a TLS connection to the source is made with. */
export interface TlsOptions {
  readonly secureContext: SecureContext;
  readonly rejectUnauthorized: boolean;
  readonly servername?: string;
}

/**
 * Reads the PEM texts once. Throws `not_configured` with the setting's name when one of them is broken; the error
 * holds nothing of the texts.
 */
export function tlsOptions(tls: SourceTls): TlsOptions {
  requireReadable('tlsCACert', 'The CA certificate', { ca: tls.ca });
  requireReadable('tlsClientCert', 'The client certificate', { cert: tls.cert });
  if (tls.cert !== undefined || tls.key !== undefined) {
    requireReadable('tlsClientKey', 'The client key', { cert: tls.cert, key: tls.key });
  }
  return {
    secureContext: createSecureContext({ ca: tls.ca, cert: tls.cert, key: tls.key }),
    rejectUnauthorized: !tls.skipVerify,
    ...(tls.serverName === undefined || tls.serverName === '' ? {} : { servername: tls.serverName }),
  };
}

function requireReadable(field: string, what: string, parts: Parameters<typeof createSecureContext>[0]): void {
  try {
    createSecureContext(parts);
  } catch {
    throw new HeadroomError('not_configured', `${what} cannot be read, or does not belong to the other texts.`, {
      field,
      remedy: 'Paste the whole PEM text, from its BEGIN line to its END line.',
    });
  }
}
