import { Pool } from 'undici';
import type { SourceSettings } from '#contract/settings.ts';
import { networkFailure, timedOut } from './network-failure.ts';
import { requestHeaders } from './request-headers.ts';
import { readBody, readErrorBody } from './response-body.ts';
import { parseAddress, type SourceAddress } from './source-address.ts';
import { tlsOptions } from './tls-options.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const MAX_REDIRECTS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];

/** One HTTP request: a path below the base path, and parameters that travel in the query or as a form. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly params: URLSearchParams;
  /** Beside those that every request to the source carries, which go before these. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One HTTP answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly wireBytes: number;
  readonly header: (name: string) => string;
}

/**
 * Keep-alive connections to one source, at most as many as its concurrency limit. Credentials go to the origin of
 * the base URL and nowhere else: redirects are followed on that origin only.
 */
export class Connection {
  readonly address: SourceAddress;
  readonly #headers: Record<string, string>;
  readonly #pool: Pool;
  readonly #timeoutMs: number;
  readonly #maxBodyBytes: number;
  #closed: Promise<void> | undefined;

  /** Throws `not_configured` when the URL, a header or a TLS text is unusable. Does not connect yet. */
  constructor(settings: SourceSettings, maxBodyBytes: number) {
    this.address = parseAddress(settings.baseUrl);
    this.#headers = requestHeaders(settings, this.address);
    this.#timeoutMs = settings.limits.timeoutSeconds * 1_000;
    this.#maxBodyBytes = maxBodyBytes;
    this.#pool = new Pool(this.address.origin, {
      connections: settings.limits.concurrency,
      headersTimeout: this.#timeoutMs,
      bodyTimeout: this.#timeoutMs,
      connect: { ...tlsOptions(settings.tls), timeout: Math.min(CONNECT_TIMEOUT_MS, this.#timeoutMs) },
    });
  }

  /**
   * Sends a request and reads the whole answer within the source's timeout. Throws the signal's reason when it
   * aborts, `HeadroomError` or `TransientFailure` when no answer came.
   */
  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(timedOut(this.address.name, this.#timeoutMs)), this.#timeoutMs);
    const joint = AbortSignal.any([signal, timeout.signal]);
    try {
      return await this.#follow(request, joint);
    } catch (thrown) {
      joint.throwIfAborted();
      throw networkFailure(thrown, this.address.name, this.#timeoutMs);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the connections once the requests under way are answered; may be called again. */
  close(): Promise<void> {
    this.#closed ??= this.#pool.close();
    return this.#closed;
  }

  async #follow(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    let path = this.address.basePath + request.path;
    for (let hops = 0; ; hops += 1) {
      const answer = await this.#once({ ...request, path }, signal);
      const next = this.#redirectPath(answer, path);
      if (next === undefined || hops >= MAX_REDIRECTS) {
        return answer;
      }
      path = next;
    }
  }

  async #once(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { method, path, params } = request;
    const headers = { ...request.headers, ...this.#headers };
    const query = params.size === 0 ? '' : `?${params.toString()}`;
    const isForm = method === 'POST';
    const {
      statusCode,
      headers: answered,
      body,
    } = await this.#pool.request({
      method,
      path: isForm ? path : path + query,
      headers: isForm ? { ...headers, 'content-type': 'application/x-www-form-urlencoded' } : headers,
      body: isForm ? params.toString() : null,
      signal,
    });
    const header = (name: string) => [answered[name] ?? ''].flat().join(', ');
    const encoding = header('content-encoding').toLowerCase();
    const { text, wireBytes } =
      statusCode < 400
        ? await readBody(body, encoding, this.#maxBodyBytes)
        : await readErrorBody(body, encoding, this.#maxBodyBytes);
    return { status: statusCode, text, wireBytes, header };
  }

  /** The path to go on at, when the answer redirects within the origin. */
  #redirectPath(answer: HttpAnswer, from: string): string | undefined {
    const location = answer.header('location');
    if (!REDIRECTS.includes(answer.status) || location === '') {
      return undefined;
    }
    const target = URL.parse(location, this.address.origin + from);
    return target?.origin === this.address.origin ? target.pathname : undefined;
  }
}
