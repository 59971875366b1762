import type { Hono } from 'hono';
import { parseFields } from '#contract/parse-query.ts';
import { listPageSchema } from '#contract/rest.ts';
import {
  storedForecastChangeSchema,
  storedForecastPathSchema,
  storedForecastSchema,
} from '#contract/stored-forecast.ts';
import { authorize } from '../app/context.ts';
import {
  createForecast,
  deleteForecast,
  restoreForecast,
  type StoredDeps,
  trainNow,
  updateForecast,
} from '../app/stored/manage.ts';
import { listForecasts, readForecast } from '../app/stored/read.ts';
import { readBody } from './body.ts';
import { byName } from './list-orders.ts';
import { nextPage, pageOf } from './paging.ts';
import type { RouteEnv } from './route-env.ts';

const ONE = '/v1/forecasts/:id';

/** Stored forecasts: list, create, read, change, delete, restore, train. */
export function storedForecastRoutes(app: Hono<RouteEnv>, deps: StoredDeps): void {
  const { documents } = deps;
  const idOf = (params: Record<string, string>) => parseFields(storedForecastPathSchema, params).id;
  app.get('/v1/forecasts', async (c) => {
    const asked = parseFields(listPageSchema, c.req.query());
    const list = await listForecasts(c.env.ctx, documents);
    const page = pageOf(list.forecasts, asked, byName);
    return c.json({ ...list, forecasts: page.items, ...nextPage(c, page) });
  });
  app.post('/v1/forecasts', async (c) => {
    const { ctx } = c.env;
    authorize(ctx, 'forecast.create');
    const { raw } = await readBody(c.req, storedForecastSchema);
    const { id } = await createForecast(ctx, deps, raw);
    return c.json(await readForecast(ctx, documents, id), 201);
  });
  app.get(ONE, async (c) => {
    authorize(c.env.ctx, 'forecast.read');
    return c.json(await readForecast(c.env.ctx, documents, idOf(c.req.param())));
  });
  app.put(ONE, async (c) => {
    const { ctx } = c.env;
    authorize(ctx, 'forecast.update');
    const { raw, value } = await readBody(c.req, storedForecastChangeSchema);
    const { version: _, ...spec } = raw;
    const { id } = await updateForecast(ctx, deps, idOf(c.req.param()), spec, value.version);
    return c.json(await readForecast(ctx, documents, id));
  });
  app.delete(ONE, async (c) => {
    authorize(c.env.ctx, 'forecast.delete');
    await deleteForecast(c.env.ctx, deps, idOf(c.req.param()));
    return c.body(null, 204);
  });
  app.post(`${ONE}/restore`, async (c) => {
    const { ctx } = c.env;
    authorize(ctx, 'forecast.delete');
    const { id } = await restoreForecast(ctx, deps, idOf(c.req.param()));
    return c.json(await readForecast(ctx, documents, id));
  });
  app.post(`${ONE}/train`, async (c) => {
    authorize(c.env.ctx, 'forecast.train');
    return c.json(await trainNow(c.env.ctx, deps, idOf(c.req.param())), 202);
  });
}
