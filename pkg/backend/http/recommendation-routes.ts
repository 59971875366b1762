import type { Hono } from 'hono';
import * as z from 'zod';
import { HeadroomError } from '#contract/errors.ts';
import {
  decisionSchema,
  exportSchema,
  namedSchema,
  type RecommendationJson,
  recommendationRunSchema,
  type RecommendationsResponse,
} from '#contract/recommendations.ts';
import { parseFields } from '#contract/parse-query.ts';
import { listPageSchema } from '#contract/rest.ts';
import { authorize } from '../app/context.ts';
import { decide } from '../app/tuning/decisions.ts';
import { exportRecommendations } from '../app/tuning/export.ts';
import { listRecommendations, readRecommendation, requireRecommendation } from '../app/tuning/list.ts';
import { type MakeDeps, requestAdvice } from '../app/tuning/make.ts';
import { readBody } from './body.ts';
import { type Asked, firstOf, nextPage, type Page, readCursor } from './paging.ts';
import type { RouteEnv } from './route-env.ts';

/**
 * Recommendations: list, run, export, one in detail, decide. Ids hold slashes, which Grafana's resource proxy decodes in
 * a path; so they come in the query string.
 */
export function recommendationRoutes(app: Hono<RouteEnv>, deps: MakeDeps): void {
  app.get('/v1/recommendations', async (c) => {
    const asked = parseFields(listPageSchema, c.req.query());
    const list = await listRecommendations(c.env.ctx, deps);
    const page = adviceAfter(list, asked);
    return c.json({ ...list, recommendations: page.items, ...nextPage(c, page) });
  });
  app.post('/v1/recommendations/run', async (c) => {
    authorize(c.env.ctx, 'recommendation.run');
    const { namespace, history, step } = (await readBody(c.req, recommendationRunSchema)).value;
    return c.json(await requestAdvice(c.env.ctx, deps, { namespace, historyMs: history, stepMs: step }), 202);
  });
  app.get('/v1/recommendations/export', async (c) => {
    const { format, ids } = parseFields(exportSchema, c.req.query());
    const { type, body } = await exportRecommendations(c.env.ctx, deps, format, ids);
    return c.body(body, 200, { 'content-type': type });
  });
  app.get('/v1/recommendations/one', async (c) => {
    const { id } = parseFields(namedSchema, c.req.query());
    return c.json(await readRecommendation(c.env.ctx, deps, id));
  });
  app.post('/v1/recommendations/decision', async (c) => {
    const { ctx } = c.env;
    authorize(ctx, 'recommendation.triage');
    const decision = (await readBody(c.req, decisionSchema)).value;
    const { id } = parseFields(namedSchema, c.req.query());
    const { one } = await requireRecommendation(ctx, deps.blobs, id);
    await decide(ctx, deps, one, decision);
    return c.json(await readRecommendation(ctx, deps, id));
  });
}

const PLACE = z.tuple([z.number(), z.string()]);

/** The order is that of one run: after another one, pages of both do not fit together. */
function adviceAfter({ madeMs, recommendations }: RecommendationsResponse, asked: Asked): Page<RecommendationJson> {
  const [ofMs, id] = readCursor(PLACE, asked.cursor) ?? [madeMs, undefined];
  const last = id === undefined ? -1 : recommendations.findIndex((one) => one.id === id);
  if (ofMs !== madeMs || (id !== undefined && last < 0)) {
    throw new HeadroomError('conflict', 'The advice has been made anew since the page before.', {
      field: 'cursor',
      remedy: 'Read from the first page again.',
    });
  }
  return firstOf(recommendations.slice(last + 1), asked.limit, (one) => [madeMs, one.id]);
}
