import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { SourceAuth, SourceSettings } from '#contract/settings.ts';
import { HeadroomError } from '#contract/errors.ts';
import type { SourceAddress } from './source-address.ts';

/** Headers that the connection itself decides on. */
const RESERVED = [
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'keep-alive',
  'te',
  'transfer-encoding',
  'upgrade',
];

/**
 * The headers that every request to a source carries: custom ones, then authentication. Names are lower case.
 * Throws `not_configured` for a header that HTTP does not allow; the error names the header, never its value.
 */
export function requestHeaders(settings: SourceSettings, address: SourceAddress): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'headroom' };
  for (const [name, value] of Object.entries(settings.headers)) {
    headers[name.trim().toLowerCase()] = value.trim();
  }
  const authorization = authorizationOf(settings.auth, address);
  if (authorization !== undefined) {
    headers['authorization'] = authorization;
  }
  for (const [name, value] of Object.entries(headers)) {
    requireValid(name, value);
  }
  return { ...headers, 'accept-encoding': 'gzip' };
}

/** The value of the `Authorization` header; credentials in the URL count when the settings hold none. */
export function authorizationOf(auth: SourceAuth, address: SourceAddress): string | undefined {
  if (auth.kind === 'bearer') {
    return `Bearer ${auth.token.trim()}`;
  }
  if (auth.kind === 'basic') {
    return basic(auth.user, auth.password);
  }
  return address.user === '' ? undefined : basic(address.user, address.password);
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

function requireValid(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw badHeader(name);
  }
  if (RESERVED.includes(name)) {
    throw badHeader(name);
  }
}

function badHeader(name: string): HeadroomError {
  return new HeadroomError('not_configured', `The header ${JSON.stringify(name)} cannot be sent.`, {
    field: name === 'authorization' ? 'authKind' : 'headers',
    remedy: 'Remove line breaks and characters that HTTP does not allow, or remove the header.',
  });
}
