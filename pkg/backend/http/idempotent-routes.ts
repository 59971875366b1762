import type { Context as RouteContext, Hono, MiddlewareHandler, Next } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { parseFields } from '#contract/parse-query.ts';
import { idempotencyKeySchema } from '#contract/rest.ts';
import type { Action } from '#contract/roles.ts';
import { authorize } from '../app/context.ts';
import { type IdempotencyDeps, keepAnswer, keptAnswer, type RepeatableRequest } from '../app/idempotency.ts';
import type { Transactions } from '../app/ports/transactions.ts';
import type { RouteEnv } from './route-env.ts';

/** What repeatable requests need from the engine. */
export interface RepeatableDeps extends IdempotencyDeps {
  readonly transactions: Transactions;
}

type Call = RouteContext<RouteEnv>;

/** Routes whose POST makes something, each with the role that a repeated request needs too. */
const CREATING: Readonly<Record<string, Action>> = {
  '/v1/forecasts': 'forecast.create',
  '/v1/forecasts/:id/train': 'forecast.train',
  '/v1/forecast/refresh': 'forecast.refresh',
  '/v1/watched-signals': 'anomaly.configure',
  '/v1/recommendations/run': 'recommendation.run',
};

/** Reads its source, for which a transaction must not wait; what it makes is named by the key instead. */
const FEEDBACK = '/v1/anomaly-feedback';

/** Lets requests that make something be repeated under the header `Idempotency-Key`: nothing is made twice. */
export function idempotentRoutes(app: Hono<RouteEnv>, deps: RepeatableDeps): void {
  for (const [path, action] of Object.entries(CREATING)) {
    app.use(
      path,
      repeatable(action, (c, next) => answerAtOnce(c, next, deps))
    );
  }
  app.use(
    FEEDBACK,
    repeatable('anomaly.feedback', (c, next) => answer(c, next, deps))
  );
}

/** The key of a request, `undefined` when it has none. */
export function keyOf(c: Call): string | undefined {
  return parseFields(idempotencyKeySchema, c.req.header('idempotency-key'), 'Idempotency-Key');
}

function repeatable(
  action: Action,
  work: (c: Call, next: Next) => Promise<Response | void>
): MiddlewareHandler<RouteEnv> {
  return async (c, next) => {
    if (c.req.method !== 'POST' || keyOf(c) === undefined) {
      return next();
    }
    authorize(c.env.ctx, action);
    return work(c, next);
  };
}

/** What is made and the answer to it are on the disk together, or neither is. */
async function answerAtOnce(c: Call, next: Next, deps: RepeatableDeps): Promise<Response | void> {
  const content = await contentOf(c);
  try {
    return await deps.transactions.run(async () => {
      const response = await answerOrRepeat(c, next, deps, content);
      if (c.error !== undefined) {
        throw c.error;
      }
      return response;
    });
  } catch (thrown) {
    // The router has answered what its route threw.
    if (thrown !== c.error) {
      throw thrown;
    }
  }
}

async function answer(c: Call, next: Next, deps: RepeatableDeps): Promise<Response | void> {
  return answerOrRepeat(c, next, deps, await contentOf(c));
}

/** Read before, since a transaction must not wait for a caller. */
async function contentOf(c: Call): Promise<unknown> {
  return [c.req.query(), await c.req.text()];
}

async function answerOrRepeat(c: Call, next: Next, deps: RepeatableDeps, content: unknown): Promise<Response | void> {
  const { ctx } = c.env;
  const request: RepeatableRequest = { key: keyOf(c) ?? '', route: c.req.path, content };
  const kept = await keptAnswer(ctx, deps, request);
  if (kept !== undefined) {
    const headers = { 'content-type': kept.type, 'idempotency-replayed': 'true' };
    return c.body(kept.body, kept.status as ContentfulStatusCode, headers);
  }
  await next();
  if (c.res.ok) {
    const type = c.res.headers.get('content-type') ?? 'application/json';
    await keepAnswer(ctx, deps, request, { status: c.res.status, type, body: await c.res.clone().text() });
  }
}
