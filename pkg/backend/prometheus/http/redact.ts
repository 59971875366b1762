import type { SourceSettings } from '#contract/settings.ts';
import { authorizationOf } from './request-headers.ts';
import type { SourceAddress } from './source-address.ts';

const MAX_LENGTH = 500;
/** Shorter texts are no secrets, and blanking them would garble every message. */
const MIN_CREDENTIAL_LENGTH = 3;
/** Custom headers also carry names of tenants, which messages may well mention. */
const MIN_HEADER_LENGTH = 8;

/** Makes a text of the server fit to be shown. */
export type Redact = (text: string) => string;

/**
 * A function that blanks the source's credentials in a text, in case the server echoes them, and removes control
 * characters and excess length.
 */
export function createRedact(settings: SourceSettings, address: SourceAddress): Redact {
  const secrets = secretsOf(settings, address).sort((a, b) => b.length - a.length);
  return (text) => {
    const blanked = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
    const line = blanked.replace(/[\p{Cc}\s]+/gu, ' ').trim();
    return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
  };
}

function secretsOf(settings: SourceSettings, address: SourceAddress): string[] {
  const { auth, headers } = settings;
  const credential = auth.kind === 'basic' ? auth.password : auth.kind === 'bearer' ? auth.token : '';
  const encoded = authorizationOf(auth, address)?.replace(/^\w+ /, '') ?? '';
  const credentials = [credential, address.password, encoded].flatMap((text) => [text, text.trim()]);
  return [
    ...credentials.filter((text) => text.length >= MIN_CREDENTIAL_LENGTH),
    ...Object.values(headers).filter((text) => text.length >= MIN_HEADER_LENGTH),
  ];
}
