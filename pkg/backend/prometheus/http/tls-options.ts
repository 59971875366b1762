import { X509Certificate } from 'node:crypto';
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
  const { ca, cert, key } = tls;
  // A secure context takes a text without any certificate for an empty list of authorities.
  requireReadable('tlsCACert', 'The CA certificate', () => ca === undefined || new X509Certificate(ca));
  requireReadable('tlsClientCert', 'The client certificate', () => cert === undefined || new X509Certificate(cert));
  requireReadable('tlsClientKey', 'The client key', () => createSecureContext({ cert, key }));
  return {
    secureContext: createSecureContext({ ca, cert, key }),
    rejectUnauthorized: !tls.skipVerify,
    ...(tls.serverName === undefined || tls.serverName === '' ? {} : { servername: tls.serverName }),
  };
}

function requireReadable(field: string, what: string, read: () => unknown): void {
  try {
    read();
  } catch {
    throw new HeadroomError('not_configured', `${what} cannot be read, or does not belong to the other texts.`, {
      field,
      remedy: 'Paste the whole PEM text, from its BEGIN line to its END line.',
    });
  }
}
