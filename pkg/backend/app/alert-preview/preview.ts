import type { AlertPreviewRequest, AlertPreviewResponse, AlertPreviewSeriesJson } from '#contract/alert-preview.ts';
import { toHeadroomError } from '#contract/errors.ts';
import { LEARNS_ACROSS } from '#model/forecast/share.ts';
import { checkBreachQuery, LEVELS } from '../breach-query.ts';
import { authorize, type Context } from '../context.ts';
import { fingerprint } from '../fingerprint.ts';
import { type ForecastDeps, requireQuick, type Source, type StoredAnswer } from '../forecast-signal.ts';
import { planForecast } from '../plan.ts';
import { nameSeries } from '../series-names.ts';
import { Replay, type ReplayedSeries } from './replay.ts';
import type { ReplayStore } from './replay-store.ts';
import type { Times } from './replay-values.ts';
import { replayRule } from './rule-state.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A call answers with what it has by then; the next one goes on. */
const BUDGET_MS = 4_000;
const SENDING_MS = 500;
/** Numbers that finished and unfinished replays may hold in all, 8 bytes each; the newest one is kept in any case. */
const MAX_KEPT_VALUES = 8_000_000;

/** Replays that were asked for recently, finished or not. A moved threshold needs no other replay. */
export class ReplayCache {
  private readonly replays = new Map<string, Promise<Replay>>();
  private readonly steps = new Map<string, Promise<void>>();

  /** The replay of a key, opened at most once at a time. */
  async get(key: string, open: () => Promise<Replay>): Promise<Replay> {
    const opening = this.replays.get(key) ?? open();
    this.replays.delete(key);
    this.replays.set(key, opening); // most recently used last
    try {
      const replay = await opening;
      await this.shrink();
      return replay;
    } catch (thrown) {
      if (this.replays.get(key) === opening) {
        this.replays.delete(key);
      }
      throw thrown;
    }
  }

  /** Advances a replay by one step, which callers at the same time share. */
  async advance(key: string, step: () => Promise<void>): Promise<void> {
    const running = this.steps.get(key) ?? step().finally(() => this.steps.delete(key));
    this.steps.set(key, running);
    await running;
  }

  private async shrink(): Promise<void> {
    let kept = 0;
    const newest = [...this.replays.values()].at(-1);
    for (const [key, opening] of [...this.replays].reverse()) {
      kept += (await opening).size;
      if (kept > MAX_KEPT_VALUES && opening !== newest) {
        this.replays.delete(key);
      }
    }
  }
}

/** What a preview needs from the engine. */
export interface PreviewDeps {
  readonly forecast: ForecastDeps;
  readonly replays: ReplayCache;
  /** Absent where nothing outlives the process. */
  readonly store?: ReplayStore | undefined;
}

/**
 * How often a rule would have fired in the last days: replays the engine's own breach answers at each evaluation and
 * Grafana's states on top of them. Works for a few seconds; a replay that takes longer goes on with the next call.
 *
 * @throws HeadroomError `too_large` when it would take minutes
 */
export async function previewAlert(
  ctx: Context,
  source: Source,
  deps: PreviewDeps,
  request: AlertPreviewRequest
): Promise<AlertPreviewResponse> {
  authorize(ctx, 'alert.preview');
  checkBreachQuery(request.query);
  const { clock } = deps.forecast;
  const startedMs = clock.now();
  const times = timesOf(request, startedMs);
  const { format: _format, legendFormat: _legend, within: _within, ...numbers } = request.query;
  const key = fingerprint([ctx.org, ctx.source, source.identity, numbers, times]);
  const patient = { ...ctx, background: true };
  const { reader, identity } = source;
  const scope = { reader, identity, store: deps.store, query: request.query, times };
  const replay = await deps.replays.get(key, () => Replay.open(patient, scope));
  const stored = await storedForecast(ctx, source, deps.forecast, request);
  if (stored === undefined) {
    requireQuick(request.query, replay.seriesCount); // the rule would be refused as well
  }
  const untilMs = Math.min(startedMs + BUDGET_MS, ctx.deadlineMs - SENDING_MS);
  while (!replay.isComplete && clock.now() < untilMs) {
    await advance(patient, deps, key, replay);
  }
  const notices = [...servingNotices(request, stored), ...companyNotices(request, replay)];
  return toResponse(request, replay, notices);
}

/** Whoever gave up on a shared step does not take the others along. */
async function advance(ctx: Context, deps: PreviewDeps, key: string, replay: Replay): Promise<void> {
  try {
    await deps.replays.advance(key, () => replay.advance(ctx, deps.forecast.compute));
  } catch (thrown) {
    const isOthers = ['canceled', 'deadline_exceeded'].includes(toHeadroomError(thrown).code);
    if (!isOthers || ctx.signal.aborted || deps.forecast.clock.now() >= ctx.deadlineMs) {
      throw thrown;
    }
  }
}

/** Evaluations end at a full hour, so that the same replay serves while people try thresholds. */
function timesOf({ interval, days }: AlertPreviewRequest, nowMs: number): Times {
  const endMs = Math.floor(nowMs / HOUR) * HOUR;
  const lastMs = Math.floor(endMs / interval) * interval;
  const count = Math.floor((days * DAY) / interval);
  return { firstMs: lastMs - (count - 1) * interval, intervalMs: interval, count };
}

/** The stored forecast that will answer the rule. */
function storedForecast(
  ctx: Context,
  source: Source,
  { clock, stored }: ForecastDeps,
  { query }: AlertPreviewRequest
): Promise<StoredAnswer | undefined> | undefined {
  const nowMs = clock.now();
  const plan = planForecast(query, { fromMs: 0, toMs: nowMs }, nowMs);
  return stored?.find(ctx, source, { ...query, levels: LEVELS }, plan);
}

/** A stored forecast is trained on a schedule of its own, and what it knew in the past is not kept. */
function servingNotices({ query }: AlertPreviewRequest, stored: StoredAnswer | undefined): string[] {
  if (stored === undefined) {
    return [];
  }
  const replayed = stored.model === query.model ? 'that model' : `the model ${query.model}`;
  return [
    `The rule will be answered by the stored forecast "${stored.name}" (model ${stored.model}), trained on its schedule; this preview trains ${replayed} at each step instead.`,
  ];
}

/** What series have in common is not learned anew at every step of the past. */
function companyNotices({ query }: AlertPreviewRequest, { seriesCount }: Replay): string[] {
  return LEARNS_ACROSS.has(query.model) && seriesCount > 1
    ? [`The rule's ${query.model} also learns from the other series; this preview forecasts each by itself.`]
    : [];
}

function toResponse(request: AlertPreviewRequest, replay: Replay, notices: readonly string[]): AlertPreviewResponse {
  const { firstMs, intervalMs, count } = replay.times;
  const series = replay.isComplete ? firingSeries(request, replay) : [];
  const empty = replay.seriesCount === 0 ? ['The expression gave no series in these days.'] : [];
  return {
    fromMs: firstMs,
    untilMs: firstMs + (count - 1) * intervalMs,
    evaluations: count,
    complete: replay.isComplete,
    progress: replay.progress,
    fired: replay.isComplete ? series.reduce((sum, { firings }) => sum + firings.length, 0) : null,
    series,
    seriesCount: replay.seriesCount,
    notices: [...notices, ...empty],
  };
}

function firingSeries(request: AlertPreviewRequest, replay: Replay): AlertPreviewSeriesJson[] {
  const { query, threshold, condition, noDataState } = request;
  const { times } = replay;
  const all = replay.seriesWithin(query.within);
  const rule = { threshold, condition, noDataState, forMs: request.for, intervalMs: times.intervalMs };
  const hasRows = evaluationsWithRows(all, times);
  const names = nameSeries(
    all.map(({ labels }) => labels),
    query.legendFormat,
    query.expr
  );
  return all
    .map(({ labels, values }, i) => ({
      name: names[i] ?? query.expr,
      labels,
      firings: replayRule(rule, { firstMs: times.firstMs, values, hasRows }),
    }))
    .filter(({ firings }) => firings.length > 0)
    .sort((a, b) => b.firings.length - a.firings.length);
}

/** 1 where an evaluation had a row for any series. */
function evaluationsWithRows(all: readonly ReplayedSeries[], { count }: Times): Uint8Array {
  const hasRows = new Uint8Array(count);
  for (const { values } of all) {
    values.forEach((value, i) => {
      hasRows[i] = hasRows[i] === 1 || !Number.isNaN(value) ? 1 : 0;
    });
  }
  return hasRows;
}
