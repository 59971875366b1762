import { contextOf } from '../../pkg/backend/app/ports/kit.contract.ts';
import { saveAdvice } from '../../pkg/backend/app/tuning/advice.ts';
import type { assembleEngine } from './assembled-engine.ts';
import { MADE_BEFORE, type RouteCase } from './rest-routes.ts';
import { SAMPLE_ADVICE } from './sample-advice.ts';

/** What a request has beside its route. */
export interface RestQuestion {
  readonly as?: ReturnType<typeof contextOf>;
  readonly body?: unknown;
  readonly query?: string;
}

/** Asks the router of an engine, and makes before what its routes name. */
export function restCaller(assembled: ReturnType<typeof assembleEngine>, ctx = contextOf('1', 'prom')) {
  function ask(route: string, { as = ctx, body, query = '' }: RestQuestion = {}): Promise<Response> {
    const [method = '', path = ''] = route.split(' ');
    const request = new Request(`http://engine${path}${query}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return assembled.engine.route(request, { ctx: as, source: assembled.source });
  }

  /** The route with the id of something that is there, or was deleted before. */
  async function ready(route: string, { deleted = false }: Partial<RouteCase> = {}): Promise<string> {
    if (route.includes('/v1/recommendations')) {
      await saveAdvice(ctx, assembled.store.blobs, SAMPLE_ADVICE);
      return route;
    }
    if (!route.includes(':id')) {
      return route;
    }
    const made = Object.entries(MADE_BEFORE).find(([prefix]) => route.includes(prefix));
    if (made !== undefined) {
      const answer = await ask(...made[1](assembled.clock.now()));
      return route.replace(':id', ((await answer.json()) as { id: string }).id);
    }
    const created = await ask('POST /v1/forecasts', { body: { name: route, query: { expr: 'up' } } });
    const { id } = (await created.json()) as { id: string };
    if (deleted) {
      await ask(`DELETE /v1/forecasts/${id}`);
    }
    return route.replace(':id', id);
  }

  return { ask, ready };
}
