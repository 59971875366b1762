import { HeadroomError } from '#contract/errors.ts';

/** Where a source is, without secrets. */
export interface SourceAddress {
  readonly origin: string;
  /** Path before `/api/v1`, without a slash at its end; empty for the root. */
  readonly basePath: string;
  /** Host and port, as errors name them. */
  readonly name: string;
  /** The same, as traces name them. */
  readonly server: { readonly 'server.address': string; readonly 'server.port': number };
  /** Credentials that were written into the URL. */
  readonly user: string;
  readonly password: string;
}

/**
 * Takes a base URL apart. Throws `not_configured` for what is no http(s) URL or has a query string; the error never
 * quotes the URL, since it may hold credentials.
 */
export function parseAddress(baseUrl: string): SourceAddress {
  const url = URL.parse(baseUrl.trim());
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') {
    throw badUrl('The URL of the source is not an http or https URL.');
  }
  if (url.search !== '' || url.hash !== '') {
    throw badUrl('The URL of the source has a query string or a fragment.');
  }
  const port = url.port === '' ? DEFAULT_PORTS[url.protocol] : url.port;
  return {
    origin: url.origin,
    basePath: url.pathname.replace(/\/+$/, ''),
    name: `${url.hostname}:${port}`,
    server: { 'server.address': url.hostname.replace(/^\[|\]$/g, ''), 'server.port': Number(port) },
    user: decode(url.username),
    password: decode(url.password),
  };
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function badUrl(message: string): HeadroomError {
  return new HeadroomError('not_configured', message, {
    field: 'url',
    remedy: 'Enter the address of the server up to /api/v1, such as http://prometheus:9090.',
  });
}
