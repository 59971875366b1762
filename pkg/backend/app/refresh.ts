import { authorize, type Context } from './context.ts';
import { fingerprint } from './fingerprint.ts';
import { type ForecastDeps, forecastSignal, type SignalFields, type Source } from './forecast-signal.ts';
import { givenCalendar } from './calendar.ts';
import { type PlannedFields, planForecast } from './plan.ts';
import type { AuditLog } from './ports/audit-log.ts';
import type { DocumentStore, StoredDocument } from './ports/document-store.ts';
import type { Job, JobQueue } from './ports/job-queue.ts';
import type { Transactions } from './ports/transactions.ts';

/** The kind of job that computes a forecast ahead of those who ask for it. */
export const REFRESH_JOB = 'forecast.refresh';

const WATCHED = 'watched-forecasts';
const WATCH_FOR_MS = 24 * 3_600_000;
const NOTE_EVERY_MS = 3_600_000;
const PAGE = 200;

/** The parts of a query that decide a forecast's numbers; what a refresh job carries. */
export type RefreshPayload = SignalFields & PlannedFields;

interface Watched {
  readonly payload: RefreshPayload;
  readonly askedMs: number;
  /** The last origin that a job was queued for. */
  readonly queuedOriginMs: number;
}

/** What keeping forecasts fresh needs from the engine. */
export interface RefreshDeps {
  readonly documents: DocumentStore;
  readonly queue: JobQueue;
  readonly audit: AuditLog;
  readonly transactions: Transactions;
  readonly forecast: ForecastDeps;
}

/** The parts of a query that decide its forecast. */
export function toRefreshPayload(query: RefreshPayload): RefreshPayload {
  const { expr, aggregate, lowerBound, upperBound, model, levels, horizon, step, trainingWindow } = query;
  return {
    expr,
    aggregate,
    model,
    levels,
    horizon,
    step,
    trainingWindow,
    ...(lowerBound === undefined ? {} : { lowerBound }),
    ...(upperBound === undefined ? {} : { upperBound }),
    ...givenCalendar(query),
  };
}

/** Recomputes a forecast on an editor's demand; asking again while it waits or runs gives the same job. */
export async function requestRefresh(ctx: Context, deps: RefreshDeps, payload: RefreshPayload): Promise<Job> {
  authorize(ctx, 'forecast.refresh');
  const subject = fingerprint(payload);
  return deps.transactions.run(async () => {
    const job = await deps.queue.enqueue(ctx, { kind: REFRESH_JOB, idempotencyKey: `demand/${subject}`, payload });
    await deps.audit.append(ctx, { action: 'forecast.refresh', subject, detail: { job: job.id } });
    return job;
  });
}

/**
 * Remembers that somebody watches a forecast, so that the next ones are ready before they are asked for. Costs one
 * read, and one write in an hour or when the grid has moved on.
 */
export async function watchForecast(ctx: Context, deps: RefreshDeps, payload: RefreshPayload): Promise<void> {
  const askedMs = deps.forecast.clock.now();
  const originMs = newestOrigin(payload, askedMs);
  const id = fingerprint(payload);
  const known = (await deps.documents.get<Watched>(ctx, WATCHED, id))?.value;
  if (known === undefined || known.queuedOriginMs < originMs || known.askedMs + NOTE_EVERY_MS <= askedMs) {
    await deps.documents.put<Watched>(ctx, WATCHED, id, { payload, askedMs, queuedOriginMs: originMs });
  }
}

/**
 * Queues a refresh for each watched forecast of the context's data source whose grid has moved on, and forgets those
 * that nobody has asked for within a day, or that this version cannot plan. Gives the number queued.
 */
export async function queueDueRefreshes(ctx: Context, deps: RefreshDeps): Promise<number> {
  let queued = 0;
  for await (const { id, value } of watchedForecasts(ctx, deps.documents)) {
    const nowMs = deps.forecast.clock.now();
    const originMs = value.askedMs + WATCH_FOR_MS < nowMs ? undefined : plannedOrigin(value.payload, nowMs);
    if (originMs === undefined) {
      await deps.documents.delete(ctx, WATCHED, id);
    } else if (originMs > value.queuedOriginMs) {
      await deps.queue.enqueue(ctx, { kind: REFRESH_JOB, idempotencyKey: `warm/${id}`, payload: value.payload });
      await deps.documents.put<Watched>(ctx, WATCHED, id, { ...value, queuedOriginMs: originMs });
      queued++;
    }
  }
  return queued;
}

async function* watchedForecasts(ctx: Context, documents: DocumentStore): AsyncGenerator<StoredDocument<Watched>> {
  let after = '';
  for (;;) {
    const page = await documents.list<Watched>(ctx, WATCHED, { limit: PAGE, ...(after === '' ? {} : { after }) });
    yield* page;
    after = page.at(-1)?.id ?? '';
    if (page.length < PAGE) {
      return;
    }
  }
}

/** `undefined` when the payload, perhaps of another version, cannot be planned. */
function plannedOrigin(payload: RefreshPayload, nowMs: number): number | undefined {
  try {
    return newestOrigin(payload, nowMs);
  } catch {
    return undefined;
  }
}

function newestOrigin(payload: RefreshPayload, nowMs: number): number {
  return planForecast(payload, { fromMs: 0, toMs: nowMs }, nowMs).originMs;
}

/** Does a refresh job: computes the forecast from the newest origin and leaves it where queries find it. */
export async function runRefresh(
  ctx: Context,
  source: Source,
  deps: ForecastDeps,
  payload: RefreshPayload
): Promise<number> {
  const nowMs = deps.clock.now();
  const plan = planForecast(payload, { fromMs: 0, toMs: nowMs }, nowMs);
  const { series } = await forecastSignal(ctx, source, deps, payload, plan, { anew: true });
  return series.length;
}
