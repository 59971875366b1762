import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { HeadroomError, toHeadroomError } from '#contract/errors.ts';
import type { Caller, DoorConfig } from '#contract/engine-config.ts';
import { authorize, type Context, type Logger, logWith } from '../app/context.ts';
import { describeFailure } from '../app/describe-failure.ts';
import { errorResponse } from '../app/error-response.ts';
import type { Engine } from '../app/engine.ts';
import type { Source } from '../app/forecast-signal.ts';
import { isLoopback, splitAddress } from '../app/listen-address.ts';
import type { Clock } from '../app/ports/clock.ts';
import { requireMethod } from '../app/request-methods.ts';
import { traceOrigin } from '../app/tracing/origin.ts';
import { refuseUnreadable, refuseUnreadableRequests } from './unreadable-requests.ts';

/** What the HTTP door needs. */
export interface HttpDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly engine: Engine;
  /** The source of a configured name, `undefined` when there is none for the organisation. */
  readonly sourceOf: (name: string, org: string) => Source | undefined;
}

/** A running HTTP door. */
export interface HttpServer {
  readonly url: string;
  /** Stops accepting, lets running requests end for at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

type Callers = DoorConfig['callers'];
/** Who a caller has proven to be. */
type Identity = Omit<Caller, 'tokenSha256'>;

const REQUEST_DEADLINE_MS = 60_000;
const TOO_LARGE = 413;
/** Whoever is let in without a token. */
const LOCAL_CALLER = { name: 'local', role: 'Admin', organisation: 0 } as const;

/**
 * Serves `/api/sources/<name>/v1/…` by the REST router, `/healthz`, `/readyz` and `/metrics`. Callers prove who they
 * are by a bearer token; without configured callers only loopback may be listened on.
 */
export async function serveHttp(config: DoorConfig, deps: HttpDeps): Promise<HttpServer> {
  const [hostname, port] = splitAddress(config.listen);
  if (config.callers.length === 0 && !isLoopback(hostname)) {
    throw new HeadroomError('not_configured', `Listening on ${hostname} without callers would let anybody in.`, {
      field: 'callers',
      remedy: 'Configure at least one caller with a token, or listen on 127.0.0.1.',
    });
  }
  const server = await listen(hostname, port, (request) => answer(request, config.callers, deps));
  return {
    url: `http://${hostname}:${addressPort(server)}`,
    stop: (graceMs) => stop(server, graceMs),
  };
}

function listen(hostname: string, port: number, fetch: (request: Request) => Promise<Response>): Promise<Server> {
  return new Promise((resolve, reject) => {
    const listener = getRequestListener(fetch, {
      errorHandler: refuseUnreadable,
    });
    // A request without a host is refused by the listener: Node would say nothing but a status.
    const server = createServer(
      { requireHostHeader: false },
      (incoming, outgoing) => void listener(incoming, outgoing)
    );
    closeConnectionsWhenStopping(server);
    refuseUnreadableRequests(server);
    server.listen(port, hostname.replace(/^\[|\]$/g, ''), () => resolve(server));
    server.on('error', (cause: NodeJS.ErrnoException) => {
      reject(
        new HeadroomError('not_configured', `Cannot listen on ${hostname}:${port} (${cause.code ?? cause.message}).`, {
          field: 'listen',
          remedy: 'Choose another port or stop what uses it.',
          cause,
        })
      );
    });
  });
}

/** A connection that is busy when the server stops would otherwise be kept alive after its answer. */
function closeConnectionsWhenStopping(server: Server): void {
  const closeIdle = () => {
    if (!server.listening) {
      server.closeIdleConnections();
    }
  };
  server.on('request', (_request: unknown, response: NodeJS.EventEmitter) => {
    response.once('close', () => setImmediate(closeIdle));
  });
}

function addressPort(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function stop(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function answer(request: Request, callers: Callers, deps: HttpDeps): Promise<Response> {
  const url = new URL(request.url);
  if (url.pathname === '/healthz') {
    // Who watches over processes starts anew what fails here.
    return deps.engine.needsRestart()
      ? new Response('only a restart mends the state; see /readyz\n', { status: 503 })
      : new Response('ok\n');
  }
  if (url.pathname === '/readyz') {
    const wrong = await deps.engine.readiness();
    const lines = [...(wrong.length === 0 ? ['ready'] : ['not ready', ...wrong]), ...deps.engine.notices];
    return new Response(`${lines.join('\n')}\n`, { status: wrong.length === 0 ? 200 : 503 });
  }
  try {
    return await answerCaller(request, url, callers, deps);
  } catch (thrown) {
    const error = toHeadroomError(thrown);
    deps.engine.countError('door', error.code);
    const level = error.culprit === 'plugin' ? 'error' : 'info';
    deps.log[level]('request refused', { path: url.pathname, code: error.code, reason: describeFailure(thrown) });
    return errorResponse(error);
  }
}

async function answerCaller(request: Request, url: URL, callers: Callers, deps: HttpDeps): Promise<Response> {
  requireMethod(request.method);
  const caller = authenticate(request, url, callers);
  if (url.pathname === '/metrics') {
    authorize(toContext(request, caller, '', deps), 'engine.read');
    return new Response(await deps.engine.metricsText(String(caller.organisation)), {
      headers: { 'content-type': 'text/plain; version=0.0.4' },
    });
  }
  const [, name, path] = /^\/api\/sources\/([^/]+)(\/v1\/.*)$/.exec(url.pathname) ?? [];
  if (name === undefined || path === undefined) {
    throw new HeadroomError('not_found', `There is no ${url.pathname}.`, {
      field: 'path',
      remedy: 'Routes are /api/sources/<name>/v1/…, /metrics, /healthz and /readyz.',
    });
  }
  const source = deps.sourceOf(name, String(caller.organisation));
  if (source === undefined) {
    throw new HeadroomError('not_found', `There is no source "${name}".`, {
      field: 'source',
      remedy: 'Add it to the sources of the configuration file.',
    });
  }
  url.pathname = path;
  const scope = { ctx: toContext(request, caller, name, deps), source };
  return closingAfterRefusal(await deps.engine.route(new Request(url, request), scope));
}

/** The rest of a body that is too large is not read, so the connection cannot be used again: the client must know. */
function closingAfterRefusal(response: Response): Response {
  if (response.status === TOO_LARGE) {
    response.headers.set('connection', 'close');
  }
  return response;
}

/** Constant-time comparison of token digests; a local caller needs none when no callers are configured. */
function authenticate(request: Request, url: URL, callers: Callers): Identity {
  if (callers.length === 0) {
    requireLocal(url.hostname);
    // A browser names the page that makes a request; one from elsewhere must not act for whoever sits here.
    const origin = request.headers.get('origin');
    requireLocal(origin === null ? url.hostname : (URL.parse(origin)?.hostname ?? origin));
    return LOCAL_CALLER;
  }
  const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  const digest = createHash('sha256').update(token).digest();
  const caller = callers.find(({ tokenSha256 }) => timingSafeEqual(Buffer.from(tokenSha256, 'hex'), digest));
  if (caller === undefined) {
    throw new HeadroomError('unauthenticated', 'The bearer token is missing or wrong.', {
      field: 'Authorization',
      remedy: 'Send "Authorization: Bearer <token>" with a token whose digest is configured.',
    });
  }
  return caller;
}

function requireLocal(hostname: string): void {
  if (!isLoopback(hostname)) {
    throw new HeadroomError('permission_denied', `The host name ${hostname} is not local.`, {
      field: 'Host',
      remedy: 'Call 127.0.0.1, or configure callers with tokens.',
    });
  }
}

function toContext(request: Request, caller: Identity, source: string, deps: HttpDeps): Context {
  const origin = traceOrigin((name) => request.headers.get(name) ?? undefined);
  const { traceId } = origin;
  const span = deps.engine.tracer.continue(origin);
  const org = String(caller.organisation);
  return {
    org,
    source,
    principal: caller.name,
    role: caller.role,
    deadlineMs: deps.clock.now() + REQUEST_DEADLINE_MS,
    signal: request.signal,
    traceId,
    ...(span === undefined ? {} : { span }),
    log: logWith(deps.log, { traceId, org, source }),
  };
}
