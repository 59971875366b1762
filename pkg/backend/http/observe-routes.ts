import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { RouteEnv } from './route-env.ts';

/** An answered request, for metrics. */
export interface ToldRequest {
  /** Method and pattern. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** Makes each request a step of its trace and times it, by its route: paths hold ids, of which there is no end. */
export function observeRoutes(onRequest: (told: ToldRequest) => void): MiddlewareHandler<RouteEnv> {
  return async (c, next) => {
    const begun = performance.now();
    const { method } = c.req;
    const route = matchedRoutes(c).findLast(({ path }) => path !== '/*')?.path ?? 'unknown';
    const attributes = { 'http.request.method': method, 'http.route': route };
    const span = c.env.ctx.span?.child(`${method} ${route}`, 'server', attributes);
    if (span !== undefined) {
      c.env = { ...c.env, ctx: { ...c.env.ctx, span } };
    }
    await next();
    span?.set({ 'http.response.status_code': c.res.status });
    span?.end(c.error);
    const seconds = (performance.now() - begun) / 1_000;
    onRequest({ route: route === 'unknown' ? route : `${method} ${route}`, status: c.res.status, seconds });
  };
}
