import type { Hono } from 'hono';
import { alertPreviewSchema } from '#contract/alert-preview.ts';
import { type PreviewDeps, previewAlert } from '../app/alert-preview/preview.ts';
import { authorize } from '../app/context.ts';
import { readBody } from './body.ts';
import { ofQuery } from './of-query.ts';
import type { RouteEnv } from './route-env.ts';

/** What alert rules would have done. */
export function alertRoutes(app: Hono<RouteEnv>, deps: PreviewDeps): void {
  app.post('/v1/alert-preview', async (c) => {
    const { ctx, source } = c.env;
    authorize(ctx, 'alert.preview');
    const { value } = await readBody(c.req, alertPreviewSchema);
    return c.json(await ofQuery(value.query, previewAlert(ctx, source, deps, value)));
  });
}
