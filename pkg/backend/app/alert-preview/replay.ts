import type { BreachQuery } from '#contract/query.ts';
import { standingAt } from '../breach-answer.ts';
import type { Context } from '../context.ts';
import { fingerprint } from '../fingerprint.ts';
import { modelRequest } from '../forecast-signal.ts';
import type { Compute, ReplayedOrigin, ReplayTask } from '../ports/compute.ts';
import type { GridSeries, Labels, SeriesReader } from '../ports/series-reader.ts';
import { casesOf, type SeriesCases } from './replay-cases.ts';
import { forecastCost, requireAffordableReplay, requireFewCases } from './replay-limits.ts';
import { contentName, type KeptOrigins, type ReplayStore } from './replay-store.ts';
import { readCapacities, readCurrents, type Times } from './replay-values.ts';
import { type Stretch, stretchesOf } from './stretches.ts';

/** A task keeps its worker from somebody who waits for no longer than this, in milliseconds of CPU. */
const TASK_MS = 50;
/** Tasks that are given out together, enough for every worker. */
const TASKS_A_BATCH = 8;

/** One series as a rule saw it. */
export interface ReplayedSeries {
  readonly labels: Labels;
  /** The number at each evaluation; NaN: no row. */
  readonly values: Float64Array;
}

/** One series on its way. */
interface Row extends SeriesCases {
  readonly labels: Labels;
  readonly history: GridSeries;
  /** Answers by stretch; `null`: not yet. */
  readonly answers: (ReplayedOrigin | null)[];
  readonly contents: readonly string[];
  readonly key: string;
}

/** Neighbouring stretches of one series. */
interface Job {
  readonly row: Row;
  readonly stretches: readonly number[];
}

/** Where a replay reads from, what it may look up, and what it is about. */
export interface ReplayScope {
  readonly reader: SeriesReader;
  readonly identity: string;
  readonly store: ReplayStore | undefined;
  readonly query: BreachQuery;
  readonly times: Times;
}

/**
 * What a breach query would have answered at each evaluation of a rule in the past, the model trained anew at each step
 * of the grid. Reads everything once, forecasts once for each step, and asks for a breach distribution only where it
 * would be another one. The window of the probability plays no part until {@link seriesWithin}.
 */
export class Replay {
  readonly times: Times;
  private readonly query: BreachQuery;
  private readonly stretches: readonly Stretch[];
  private readonly rows: readonly Row[];
  private readonly jobs: readonly Job[];
  private readonly store: ReplayStore | undefined;
  private next = 0;
  private told: { readonly withinMs: number; readonly series: readonly ReplayedSeries[] } | undefined;

  private constructor(scope: ReplayScope, stretches: readonly Stretch[], rows: readonly Row[]) {
    this.times = scope.times;
    this.query = scope.query;
    this.store = scope.store;
    this.stretches = stretches;
    this.rows = rows;
    this.jobs = rows.flatMap((row) => jobsOf(row, jobSize(scope.query, stretches)));
  }

  /** Reads what the replay needs; throws `too_large` when it would be too much. */
  static async open(ctx: Context, scope: ReplayScope): Promise<Replay> {
    const { reader, query, times } = scope;
    const stretches = stretchesOf(query, times);
    const [first, last] = [stretches[0], stretches.at(-1)];
    if (first === undefined || last === undefined) {
      return new Replay(scope, [], []);
    }
    const { expr, aggregate } = query;
    const { trainingStartMs: startMs, stepMs } = first.plan;
    const request = { expr, aggregate, stepMs, startMs, endMs: last.plan.originMs };
    const histories = (await reader.readRange(ctx, request)).series;
    requireAffordableReplay(query.model, {
      series: histories.length,
      steps: stretches.length,
      points: pointsOf(first),
      times,
    });
    const [capacities, currents] = await Promise.all([
      readCapacities(ctx, reader, query.capacity, times),
      readCurrents(ctx, reader, expr, times),
    ]);
    const rows = histories.map((history) => {
      const values = { capacity: capacities(history.labels), current: currents(history.labels) };
      return rowOf(scope, stretches, history, casesOf(query, stretches, times, values));
    });
    const cases = rows.reduce((sum, row) => sum + row.cases.reduce((more, some) => more + some.length, 0), 0);
    requireFewCases(cases, rows.length * stretches.length);
    await Promise.all(rows.map((row) => recall(ctx, scope.store, row)));
    return new Replay(scope, stretches, rows);
  }

  /** Forecasts that are done, and all of them. */
  get progress(): { readonly done: number; readonly total: number } {
    const left = this.jobs.slice(this.next).reduce((sum, { stretches }) => sum + stretches.length, 0);
    const total = this.rows.length * this.stretches.length;
    return { done: total - left, total };
  }

  get isComplete(): boolean {
    return this.next >= this.jobs.length;
  }

  /** Series that are replayed. */
  get seriesCount(): number {
    return this.rows.length;
  }

  /** Numbers that it holds, 8 bytes each, roughly. */
  get size(): number {
    const steps = this.stretches[0]?.plan.horizonSteps ?? 0;
    return this.rows.length * (this.stretches.length * (steps + pointsOf(this.stretches[0])) + this.times.count);
  }

  /** Replays some more steps of the grid. */
  async advance(ctx: Context, compute: Compute): Promise<void> {
    const batch = this.jobs.slice(this.next, this.next + TASKS_A_BATCH);
    const answers = await compute.replay(
      ctx,
      batch.map((job) => this.taskOf(job))
    );
    batch.forEach(({ row, stretches }, i) =>
      stretches.forEach((stretch, j) => {
        row.answers[stretch] = answers[i]?.[j];
      })
    );
    this.next += batch.length;
    await this.keep(ctx, batch);
  }

  /** What the rule saw of each series when its window is this long. Complete replays only. */
  seriesWithin(withinMs: number): readonly ReplayedSeries[] {
    if (this.told?.withinMs !== withinMs) {
      this.told = { withinMs, series: this.rows.map((row) => this.valuesOf(row, withinMs)) };
    }
    return this.told.series;
  }

  private taskOf({ row, stretches }: Job): ReplayTask {
    const plan = this.stretches[stretches[0]!]!.plan;
    const { levels: _, ...request } = modelRequest(row.labels, { ...this.query, levels: [] }, plan);
    return {
      history: row.history,
      request,
      direction: this.query.direction,
      origins: stretches.map((stretch) => ({
        ...windowOf(row.history, this.stretches[stretch]!),
        cases: row.cases[stretch]!,
      })),
    };
  }

  /** Keeps the series that are now complete. */
  private async keep(ctx: Context, batch: readonly Job[]): Promise<void> {
    const done = new Set(batch.map(({ row }) => row).filter(({ answers }) => !answers.includes(null)));
    await Promise.all(
      [...done].map(async ({ key, contents, answers }) => {
        const origins: KeptOrigins = new Map(contents.map((content, i) => [content, answers[i] ?? undefined]));
        await this.store?.save(ctx, key, origins);
      })
    );
  }

  private valuesOf(row: Row, withinMs: number): ReplayedSeries {
    const { firstMs, intervalMs, count } = this.times;
    const values = new Float64Array(count).fill(NaN);
    this.stretches.forEach(({ plan, first, last }, stretch) => {
      const breaches = row.answers[stretch];
      for (let i = first; i <= last; i++) {
        const place = row.caseAt[i]!;
        const distribution = breaches?.[place];
        if (distribution !== undefined) {
          const { current } = row.cases[stretch]![place]!;
          const told = standingAt(distribution, current, plan, firstMs + i * intervalMs, withinMs);
          values[i] = (this.query.measure === 'probability' ? told.probability : told.days) ?? NaN;
        }
      }
    });
    return { labels: row.labels, values };
  }
}

function rowOf(scope: ReplayScope, stretches: readonly Stretch[], history: GridSeries, known: SeriesCases): Row {
  const { within: _within, format: _format, legendFormat: _legend, capacity: _capacity, ...numbers } = scope.query;
  const windows = stretches.map((stretch) => windowOf(history, stretch));
  return {
    labels: history.labels,
    history,
    ...known,
    answers: windows.map(({ isEmpty }) => (isEmpty ? undefined : null)),
    contents: windows.map(({ from, to }, i) =>
      contentName(stretches[i]!.plan.originMs, history.values.subarray(from, to), known.names[i]!)
    ),
    key: fingerprint([scope.identity, numbers, history.labels]),
  };
}

/** Fills in what an earlier replay found out. */
async function recall(ctx: Context, store: ReplayStore | undefined, { key, contents, answers }: Row): Promise<void> {
  const kept = await store?.load(ctx, key);
  contents.forEach((content, stretch) => {
    if (kept?.has(content) === true) {
      answers[stretch] = kept.get(content);
    }
  });
}

/** What is left of a series, in pieces that are short enough. */
function jobsOf(row: Row, size: number): Job[] {
  const open = row.answers.flatMap((answer, stretch) => (answer === null ? [stretch] : []));
  const jobs: Job[] = [];
  for (let at = 0; at < open.length; at += size) {
    jobs.push({ row, stretches: open.slice(at, at + size) });
  }
  return jobs;
}

function jobSize({ model }: BreachQuery, [first]: readonly Stretch[]): number {
  return Math.max(1, Math.floor(TASK_MS / forecastCost(model, pointsOf(first))));
}

function pointsOf(stretch: Stretch | undefined): number {
  return stretch === undefined ? 0 : (stretch.plan.originMs - stretch.plan.trainingStartMs) / stretch.plan.stepMs;
}

/** The part of a long history that a query at the plan's origin would have read. */
function windowOf({ startMs, stepMs, values }: GridSeries, { plan }: Stretch) {
  const from = (plan.trainingStartMs - startMs) / stepMs;
  const to = from + (plan.originMs - plan.trainingStartMs) / stepMs + 1;
  return { from, to, isEmpty: values.subarray(from, to).every(Number.isNaN) };
}
