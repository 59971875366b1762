import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as z from 'zod';
import { type ErrorCode, HeadroomError, toHeadroomError } from '#contract/errors.ts';
import { parseFields } from '#contract/parse-query.ts';
import {
  breachRequestSchema,
  forecastRequestSchema,
  labelNamesQuerySchema,
  labelValuesQuerySchema,
  logPageSchema,
} from '#contract/rest.ts';
import { runBreachQuery } from '../app/breach-query.ts';
import { authorize, type Context } from '../app/context.ts';
import { describeFailure } from '../app/describe-failure.ts';
import { errorResponse } from '../app/error-response.ts';
import { runForecastQuery } from '../app/forecast-query.ts';
import type { Source } from '../app/forecast-signal.ts';
import type { HealthReport } from '../app/health.ts';
import type { JobQueue } from '../app/ports/job-queue.ts';
import { MAX_KEY_LENGTH } from '../app/ports/limits.ts';
import { type RefreshDeps, requestRefresh, toRefreshPayload } from '../app/refresh.ts';
import { ReplayCache } from '../app/alert-preview/preview.ts';
import type { AnomalyDeps } from '../app/anomaly/anomaly-query.ts';
import type { MakeDeps } from '../app/tuning/make.ts';
import type { ReplayStore } from '../app/alert-preview/replay-store.ts';
import { breachToJson, forecastToJson } from '../app/wire.ts';
import { alertRoutes } from './alert-routes.ts';
import { anomalyRoutes } from './anomaly-routes.ts';
import { readBody } from './body.ts';
import { idempotentRoutes } from './idempotent-routes.ts';
import { byText } from './list-orders.ts';
import { observeRoutes, type ToldRequest } from './observe-routes.ts';
import { ofQuery } from './of-query.ts';
import openapi from './openapi.json' with { type: 'json' };
import { firstOf, nextPage, pageOf, readCursor } from './paging.ts';
import { recommendationRoutes } from './recommendation-routes.ts';
import type { RouteEnv } from './route-env.ts';
import { storedForecastRoutes } from './stored-forecast-routes.ts';

/** What the routes need from the engine. */
export interface RouterDeps extends RefreshDeps {
  readonly queue: JobQueue;
  readonly advice: MakeDeps;
  readonly anomaly: AnomalyDeps;
  /** Absent where replays are not to outlive the process. */
  readonly replayStore?: ReplayStore | undefined;
  /** Told of each answer and of each error, for metrics. */
  readonly onRequest?: ((told: ToldRequest) => void) | undefined;
  readonly onError?: ((code: ErrorCode) => void) | undefined;
  readonly checkHealth: (scope: { ctx: Context; source: Source }) => Promise<HealthReport>;
}

const MAX_BODY_BYTES = 1 << 20;
const MOST_VALUES = 100_000;

/**
 * Every REST route of the engine. Two doors lead here: Grafana's resource calls and HTTP; both have settled who asks
 * before, and every use case checks the role again.
 */
export function createRouter(deps: RouterDeps): Hono<RouteEnv> {
  const app = new Hono<RouteEnv>();
  app.use(observeRoutes((told) => deps.onRequest?.(told)));
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseBody }));
  app.onError((thrown, c) => {
    const error = toHeadroomError(thrown);
    deps.onError?.(error.code);
    c.env.ctx.log[error.culprit === 'plugin' ? 'error' : 'info']('request failed', {
      path: c.req.path,
      code: error.code,
      reason: describeFailure(thrown),
    });
    return errorResponse(error);
  });
  app.notFound((c) => {
    const error = new HeadroomError('not_found', `There is no ${c.req.method} ${c.req.path}.`, {
      field: 'path',
      remedy: 'Check method and path; GET /v1/openapi.json has every route.',
    });
    return errorResponse(error);
  });
  idempotentRoutes(app, { ...deps, clock: deps.forecast.clock });
  forecastRoutes(app, deps);
  sourceRoutes(app, deps);
  engineRoutes(app, deps);
  storedForecastRoutes(app, deps);
  recommendationRoutes(app, deps.advice);
  anomalyRoutes(app, deps.anomaly);
  alertRoutes(app, { forecast: deps.forecast, replays: new ReplayCache(), store: deps.replayStore });
  return app;
}

function forecastRoutes(app: Hono<RouteEnv>, deps: RouterDeps): void {
  app.post('/v1/forecast', async (c) => {
    const { query, range } = (await readBody(c.req, forecastRequestSchema)).value;
    const answer = runForecastQuery(c.env.ctx, c.env.source, deps.forecast, query, range);
    return c.json(forecastToJson(await ofQuery(query, answer)));
  });
  app.post('/v1/breach', async (c) => {
    const { query, range } = (await readBody(c.req, breachRequestSchema)).value;
    const answer = runBreachQuery(c.env.ctx, c.env.source, deps.forecast, query, range);
    return c.json(breachToJson(await ofQuery(query, answer)));
  });
  app.post('/v1/forecast/refresh', async (c) => {
    authorize(c.env.ctx, 'forecast.refresh');
    const { query } = (await readBody(c.req, forecastRequestSchema.pick({ query: true }))).value;
    const job = await requestRefresh(c.env.ctx, deps, toRefreshPayload(query));
    return c.json(job, 202);
  });
}

function sourceRoutes(app: Hono<RouteEnv>, deps: RouterDeps): void {
  app.get('/v1/source', (c) => {
    const { ctx, source } = c.env;
    authorize(ctx, 'source.read');
    return c.json(source.origin);
  });
  app.get('/v1/source/label-names', async (c) => {
    const { ctx, source } = c.env;
    authorize(ctx, 'source.read');
    const { match, ...asked } = parseFields(labelNamesQuerySchema, c.req.query());
    const names = [...(await source.reader.labelNames(ctx, match))].sort(byText.compare);
    const page = pageOf(names, asked, byText);
    return c.json({ names: page.items, ...nextPage(c, page) });
  });
  app.get('/v1/source/label-values', async (c) => {
    const { ctx, source } = c.env;
    authorize(ctx, 'source.read');
    const { label, match, ...asked } = parseFields(labelValuesQuerySchema, c.req.query());
    // Prometheus has no cursor: a later page means all values, up to as many as it may be asked for.
    const most = asked.cursor === undefined ? asked.limit + 1 : MOST_VALUES;
    const values = [...(await source.reader.labelValues(ctx, label, match, most))].sort(byText.compare);
    const page = pageOf(values, asked, byText);
    return c.json({ values: page.items, ...nextPage(c, page) });
  });
  app.get('/v1/source/health', async (c) => {
    authorize(c.env.ctx, 'source.read');
    return c.json(await deps.checkHealth(c.env));
  });
}

function engineRoutes(app: Hono<RouteEnv>, deps: RouterDeps): void {
  app.get('/v1/openapi.json', (c) => {
    authorize(c.env.ctx, 'engine.read');
    return c.json(openapi as object);
  });
  app.get('/v1/jobs', async (c) => {
    authorize(c.env.ctx, 'engine.read');
    const { limit, cursor } = parseFields(logPageSchema, c.req.query());
    const before = readCursor(z.string().max(MAX_KEY_LENGTH), cursor);
    const page = firstOf(await deps.queue.list(c.env.ctx, limit + 1, before), limit, ({ id }) => id);
    return c.json({ jobs: page.items, ...nextPage(c, page) });
  });
  app.get('/v1/audit', async (c) => {
    authorize(c.env.ctx, 'audit.read');
    const { limit, cursor } = parseFields(logPageSchema, c.req.query());
    const before = readCursor(z.int().min(1), cursor);
    const older = await deps.audit.list(c.env.ctx, { limit: limit + 1, ...(before === undefined ? {} : { before }) });
    const page = firstOf(older, limit, ({ sequence }) => sequence);
    return c.json({ entries: page.items, ...nextPage(c, page) });
  });
}

function refuseBody(): Response {
  const error = new HeadroomError('too_large', `The request body is larger than ${MAX_BODY_BYTES} bytes.`, {
    field: 'body',
    remedy: 'Send less at a time.',
  });
  return Response.json({ error: error.toBody() }, { status: 413 });
}
