import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import {
  anomalyFeedbackSchema,
  anomalyRequestSchema,
  baselineRequestSchema,
  watchedSignalChangeSchema,
  watchedSignalSchema,
} from '#contract/anomaly-rest.ts';
import { type AnomalyDeps, giveFeedback, runAnomalyQuery, runBaselineQuery } from '../app/anomaly/anomaly-query.ts';
import { undoFeedback } from '../app/anomaly/feedback.ts';
import { createWatched, deleteWatched, listWatched, updateWatched } from '../app/anomaly/watched.ts';
import { anomaliesToJson, baselineToJson } from '../app/anomaly/wire.ts';
import { parseFields } from '#contract/parse-query.ts';
import { listPageSchema } from '#contract/rest.ts';
import { authorize } from '../app/context.ts';
import { fingerprint } from '../app/fingerprint.ts';
import { readBody } from './body.ts';
import { keyOf } from './idempotent-routes.ts';
import { byName } from './list-orders.ts';
import { ofQuery } from './of-query.ts';
import { nextPage, pageOf } from './paging.ts';
import type { RouteEnv } from './route-env.ts';

/** Anomalies and baselines of a signal, what people say of them, and the signals that the page watches. */
export function anomalyRoutes(app: Hono<RouteEnv>, deps: AnomalyDeps): void {
  app.post('/v1/anomalies', async (c) => {
    const { query, range } = (await readBody(c.req, anomalyRequestSchema)).value;
    const answer = runAnomalyQuery(c.env.ctx, c.env.source, deps, query, range);
    return c.json(anomaliesToJson(await ofQuery(query, answer), query));
  });
  app.post('/v1/baseline', async (c) => {
    const { query, range } = (await readBody(c.req, baselineRequestSchema)).value;
    const answer = runBaselineQuery(c.env.ctx, c.env.source, deps, query, range);
    return c.json(baselineToJson(await ofQuery(query, answer)));
  });
  app.post('/v1/anomaly-feedback', async (c) => {
    authorize(c.env.ctx, 'anomaly.feedback');
    const given = (await readBody(c.req, anomalyFeedbackSchema)).value;
    const key = keyOf(c);
    const id = key === undefined ? randomUUID() : fingerprint([c.env.ctx.principal, key]);
    return c.json(await giveFeedback(c.env.ctx, c.env.source, deps, given, id), 201);
  });
  app.delete('/v1/anomaly-feedback/:id', async (c) => {
    await undoFeedback(c.env.ctx, deps, c.req.param('id'));
    return c.body(null, 204);
  });
  watchedRoutes(app, deps);
}

function watchedRoutes(app: Hono<RouteEnv>, deps: AnomalyDeps): void {
  app.get('/v1/watched-signals', async (c) => {
    const asked = parseFields(listPageSchema, c.req.query());
    const page = pageOf(await listWatched(c.env.ctx, deps.documents), asked, byName);
    return c.json({ signals: page.items, ...nextPage(c, page) });
  });
  app.post('/v1/watched-signals', async (c) => {
    authorize(c.env.ctx, 'anomaly.configure');
    const { raw } = await readBody(c.req, watchedSignalSchema);
    return c.json(await createWatched(c.env.ctx, deps, raw), 201);
  });
  app.put('/v1/watched-signals/:id', async (c) => {
    authorize(c.env.ctx, 'anomaly.configure');
    const { raw, value } = await readBody(c.req, watchedSignalChangeSchema);
    const { version: _, ...spec } = raw;
    return c.json(await updateWatched(c.env.ctx, deps, c.req.param('id'), spec, value.version));
  });
  app.delete('/v1/watched-signals/:id', async (c) => {
    await deleteWatched(c.env.ctx, deps, c.req.param('id'));
    return c.body(null, 204);
  });
}
