import type { SourceSettings } from '#contract/settings.ts';
import type { Clock } from '../../app/ports/clock.ts';
import type { Span } from '../../app/ports/tracer.ts';
import type { Call } from './call.ts';
import { Connection, type HttpAnswer, type HttpRequest } from './connection.ts';
import { isRecord, textsOf } from './json.ts';
import { malformed } from './malformed.ts';
import { createRedact, type Redact } from './redact.ts';
import { rejection } from './rejection.ts';
import { type RetryPolicy, TransientFailure, withRetries } from './retry.ts';
import type { SourceName } from './source-name.ts';
import { type QueueEvent, UpstreamQueue } from './upstream-queue.ts';

/** The parts of the API that are used, as metrics name them. */
export type Endpoint = 'query' | 'query_range' | 'labels' | 'label_values' | 'buildinfo' | 'tsdb_status';

/** One exchange with a source, repeated attempts apart. */
export interface RequestObservation {
  readonly endpoint: Endpoint;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** `ok` for a 2xx status; `rejected` for what the query is; `failed` when no whole answer came, or whatever is asked fails. */
  readonly outcome: 'ok' | 'rejected' | 'failed';
  /** From sending to the last byte, waiting for a free slot left out. */
  readonly seconds: number;
  /** Length of the answer's body on the wire; 0 when no answer came. */
  readonly bytes: number;
}

/** A call of the API. */
export interface ApiRequest {
  readonly endpoint: Endpoint;
  /** Below the base path, such as `/api/v1/query`. */
  readonly path: string;
  readonly params: URLSearchParams;
  /** Whether the API takes this call as a form too, which has no limit of length. */
  readonly mayPost: boolean;
  /** The field of our own query that the request comes from, for errors. */
  readonly field: string;
}

/** The useful part of a successful answer. */
export interface ApiAnswer {
  readonly data: unknown;
  /** Warnings and infos of the server, fit to be shown. */
  readonly remarks: readonly string[];
  /** The server's clock by its `Date` header, NaN without one. */
  readonly dateMs: number;
}

/** What the API needs from outside. */
export interface ApiDeps {
  readonly clock: Clock;
  readonly onRequest: (observation: RequestObservation) => void;
  readonly onQueue: (event: QueueEvent) => void;
  readonly retry: RetryPolicy;
  readonly maxBodyBytes: number;
}

/**
 * The HTTP API of one source: limits concurrency over all callers, repeats what may succeed the next time, and turns
 * every failure into the error that a person can act on.
 */
export class PrometheusApi {
  readonly #connection: Connection;
  readonly #deps: ApiDeps;
  readonly #redact: Redact;
  readonly #queue: UpstreamQueue;
  readonly #source: SourceName;
  #isPostRefused = false;

  constructor(settings: SourceSettings, deps: ApiDeps) {
    this.#connection = new Connection(settings, deps.maxBodyBytes);
    this.#deps = deps;
    this.#redact = createRedact(settings, this.#connection.address);
    const { name } = this.#connection.address;
    this.#queue = new UpstreamQueue(name, settings.limits, deps.onQueue);
    this.#source = { kind: settings.kind, host: name };
  }

  /** Throws `HeadroomError`, or the reason of the call's signal. */
  ask(call: Call, request: ApiRequest): Promise<ApiAnswer> {
    const { retry, clock } = this.#deps;
    return withRetries(retry, clock, call, async () => {
      const answer = await this.#queue.run(call.signal, () => this.#send(call, request));
      if (!isSuccess(answer.status)) {
        throw this.#rejected(answer, request);
      }
      return this.#unwrap(answer, request);
    });
  }

  /** Ends the connections once the requests under way are answered. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  async #send(call: Call, request: ApiRequest): Promise<HttpAnswer> {
    const method = request.mayPost && !this.#isPostRefused ? 'POST' : 'GET';
    const answer = await this.#observed(call, request, method);
    if (answer.status !== 405 || method === 'GET') {
      return answer;
    }
    this.#isPostRefused = true;
    return this.#observed(call, request, 'GET');
  }

  async #observed(call: Call, request: ApiRequest, method: HttpRequest['method']): Promise<HttpAnswer> {
    const { clock, onRequest } = this.#deps;
    const { endpoint, path, params } = request;
    const startMs = clock.now();
    const span = this.#begin(call, request, method);
    let answer: HttpAnswer | undefined;
    let failure: unknown;
    try {
      answer = await this.#connection.send({ method, path, params, headers: span?.headers ?? {} }, call.signal);
      failure = isSuccess(answer.status) ? undefined : this.#rejected(answer, request);
      return answer;
    } catch (thrown) {
      failure = thrown;
      throw thrown;
    } finally {
      const seconds = (clock.now() - startMs) / 1_000;
      const { status = 0, wireBytes: bytes = 0 } = answer ?? {};
      onRequest({ endpoint, status, outcome: outcomeOf(status), seconds, bytes });
      span?.set({ 'http.response.status_code': status, 'http.response.body.size': bytes });
      span?.end(failure instanceof TransientFailure ? failure.error : failure);
    }
  }

  /** Names the server, never the query or a credential. */
  #begin(call: Call, { endpoint, path }: ApiRequest, method: HttpRequest['method']): Span | undefined {
    return call.span?.child(`${method} ${endpoint}`, 'client', {
      'http.request.method': method,
      'url.path': path,
      ...this.#connection.address.server,
    });
  }

  #unwrap(answer: HttpAnswer, request: ApiRequest): ApiAnswer {
    const body = parseJson(answer);
    if (body['status'] === 'error') {
      throw this.#rejected(answer, request);
    }
    if (body['status'] !== 'success') {
      throw malformed('status', 'is neither "success" nor "error"');
    }
    if (!('data' in body)) {
      throw malformed('data', 'is missing');
    }
    const remarks = [...textsOf(body['warnings']), ...textsOf(body['infos'])].map(this.#redact);
    return { data: body['data'], remarks, dateMs: Date.parse(answer.header('date')) };
  }

  #rejected(answer: HttpAnswer, { field }: ApiRequest): Error {
    return rejection({
      source: this.#source,
      answer,
      field,
      redact: this.#redact,
      nowMs: this.#deps.clock.now(),
    });
  }
}

/** Credentials or capacity, whatever is asked. */
const SERVERS_FAULT = [401, 403, 429];

function outcomeOf(status: number): RequestObservation['outcome'] {
  if (isSuccess(status)) {
    return 'ok';
  }
  const isQuerysFault = status >= 300 && status < 500 && !SERVERS_FAULT.includes(status);
  return isQuerysFault ? 'rejected' : 'failed';
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function parseJson(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    const isPage = answer.header('content-type').includes('html') || answer.text.trimStart().startsWith('<');
    throw malformed('its body', isPage ? 'is a web page, so the base path may be wrong' : 'is not JSON');
  }
  if (!isRecord(body)) {
    throw malformed('its body', 'is not a JSON object');
  }
  return body;
}
