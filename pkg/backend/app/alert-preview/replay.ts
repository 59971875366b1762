import type { BreachQuery } from '#contract/query.ts';
import { alertValue, breachAnswer, breachCase, type BreachCase } from '../breach-answer.ts';
import { LEVELS } from '../breach-query.ts';
import type { Context } from '../context.ts';
import { forecastSeries, type SignalSeries } from '../forecast-signal.ts';
import { type ForecastPlan, planForecast } from '../plan.ts';
import type { BreachTask, Compute } from '../ports/compute.ts';
import type { GridSeries, Labels, SeriesReader } from '../ports/series-reader.ts';
import { requireAffordableReplay, requireFewTasks } from './replay-limits.ts';
import { readCapacities, readCurrents, type Times, type ValueAt, type ValuesOf } from './replay-values.ts';

/** Forecasts that are made together, enough for every worker. */
const FORECASTS_A_BATCH = 32;

/** Evaluations that share a forecast, because the grid did not move on between them. */
interface Stretch {
  readonly plan: ForecastPlan;
  readonly first: number;
  readonly last: number;
}

/** One series as a rule saw it. */
export interface ReplayedSeries {
  readonly labels: Labels;
  /** The number at each evaluation; NaN: no row. */
  readonly values: Float64Array;
}

interface Inputs {
  readonly histories: readonly GridSeries[];
  readonly capacities: readonly ValueAt[];
  readonly currents: readonly ValueAt[];
}

/**
 * What a breach query would have answered at each evaluation of a rule in the past. Reads everything once, forecasts
 * once for each step of the grid, and asks for a breach distribution only where it would be another one.
 */
export class Replay {
  readonly times: Times;
  readonly series: readonly ReplayedSeries[];
  /** 1 where an evaluation had a row for any series. */
  readonly hasRows: Uint8Array;
  private readonly query: BreachQuery;
  private readonly stretches: readonly Stretch[];
  private inputs: Inputs | undefined;
  private next = 0;

  private constructor(query: BreachQuery, times: Times, stretches: readonly Stretch[], inputs: Inputs) {
    this.query = query;
    this.times = times;
    this.stretches = stretches;
    this.inputs = inputs;
    this.hasRows = new Uint8Array(times.count);
    this.series = inputs.histories.map(({ labels }) => ({ labels, values: new Float64Array(times.count).fill(NaN) }));
  }

  /** Reads what the replay needs; throws `too_large` when it would be too much. */
  static async open(ctx: Context, reader: SeriesReader, query: BreachQuery, times: Times): Promise<Replay> {
    const stretches = stretchesOf(query, times);
    const [first, last] = [stretches[0], stretches.at(-1)];
    if (first === undefined || last === undefined) {
      return new Replay(query, times, [], { histories: [], capacities: [], currents: [] });
    }
    const { expr, aggregate } = query;
    const { trainingStartMs: startMs, stepMs } = first.plan;
    const request = { expr, aggregate, stepMs, startMs, endMs: last.plan.originMs };
    const histories = (await reader.readRange(ctx, request)).series;
    const points = (first.plan.originMs - startMs) / stepMs;
    requireAffordableReplay(query.model, { series: histories.length, steps: stretches.length, points, times });
    const [capacities, currents] = await Promise.all([
      readCapacities(ctx, reader, query.capacity, times),
      readCurrents(ctx, reader, expr, times),
    ]);
    const all = (valuesOf: ValuesOf) => histories.map(({ labels }) => valuesOf(labels));
    return new Replay(query, times, stretches, {
      histories,
      capacities: all(capacities),
      currents: all(currents),
    });
  }

  /** Steps of the grid that are done, and all of them. */
  get progress(): { readonly done: number; readonly total: number } {
    return { done: this.next, total: this.stretches.length };
  }

  get isComplete(): boolean {
    return this.next >= this.stretches.length;
  }

  /** Replays some more steps of the grid. */
  async advance(ctx: Context, compute: Compute): Promise<void> {
    const { inputs, next } = this;
    if (inputs === undefined || this.isComplete) {
      return;
    }
    const size = Math.max(1, Math.ceil(FORECASTS_A_BATCH / Math.max(1, this.series.length)));
    const batch = this.stretches.slice(next, next + size);
    const forecasts = await Promise.all(batch.map((stretch) => this.forecast(ctx, compute, stretch, inputs)));
    await this.answer(ctx, compute, batch, forecasts, inputs);
    this.next = next + batch.length;
    if (this.isComplete) {
      this.inputs = undefined;
    }
  }

  /** Forecasts as of one step; `undefined` for a series that had no samples in the training window. */
  private async forecast(
    ctx: Context,
    compute: Compute,
    { plan }: Stretch,
    { histories }: Inputs
  ): Promise<readonly (SignalSeries | undefined)[]> {
    const windows = histories.map((history) => windowOf(history, plan));
    const present = windows.filter((window) => window !== undefined);
    const fields = { ...this.query, levels: LEVELS };
    const made = (await forecastSeries(ctx, compute, present, fields, plan))[Symbol.iterator]();
    return windows.map((window) => (window === undefined ? undefined : made.next().value));
  }

  private async answer(
    ctx: Context,
    compute: Compute,
    batch: readonly Stretch[],
    forecasts: readonly (readonly (SignalSeries | undefined)[])[],
    inputs: Inputs
  ): Promise<void> {
    const tasks = new TaskList();
    const asked = batch.flatMap((stretch, i) =>
      (forecasts[i] ?? []).flatMap((series, row) =>
        series === undefined ? [] : this.ask(stretch, series, row, inputs, tasks)
      )
    );
    requireFewTasks(tasks.all.length);
    const breaches = await compute.breach(ctx, tasks.all);
    for (const { row, evaluation, one, plan, task } of asked) {
      const atMs = this.times.firstMs + evaluation * this.times.intervalMs;
      const distribution = task === undefined ? undefined : breaches[task];
      const value = alertValue(breachAnswer(one, distribution, plan, atMs, this.query.within), this.query.measure);
      if (value !== undefined) {
        this.series[row]!.values[evaluation] = value;
        this.hasRows[evaluation] = 1;
      }
    }
  }

  /** The cases of one series over the evaluations of a stretch. */
  private ask({ plan, first, last }: Stretch, series: SignalSeries, row: number, inputs: Inputs, tasks: TaskList) {
    const asked: { row: number; evaluation: number; one: BreachCase; plan: ForecastPlan; task: number | undefined }[] =
      [];
    const known = new Map<string, number>();
    for (let evaluation = first; evaluation <= last; evaluation++) {
      const values = { capacity: inputs.capacities[row]?.(evaluation), current: inputs.currents[row]?.(evaluation) };
      const one = breachCase(series, '', values, this.query.direction);
      const atMs = this.times.firstMs + evaluation * this.times.intervalMs;
      const isExact = this.query.measure === 'days' && atMs === plan.originMs;
      asked.push({ row, evaluation, one, plan, task: one.task && tasks.place(one.task, known, isExact) });
    }
    return asked;
  }
}

/** Tasks for the workers, equal ones once. */
class TaskList {
  readonly all: BreachTask[] = [];

  /** Index of a task that gives the answer of this one; `known` are those of the same forecast. */
  place(task: BreachTask, known: Map<string, number>, isExact: boolean): number {
    const key = keyOf(task, isExact);
    const found = known.get(key);
    if (found !== undefined) {
      return found;
    }
    const index = this.all.push(task) - 1;
    known.set(key, index);
    return index;
  }
}

/**
 * The latest value decides whether the breach has come already. Else it moves crossings within the first step only,
 * which changes no probability, and days to the median at the origin itself alone.
 */
function keyOf({ capacity, current, direction }: BreachTask, isExact: boolean): string {
  if (current === undefined) {
    return `${capacity} none`;
  }
  const isOver = direction === 'up' ? current >= capacity : current <= capacity;
  return isOver ? `${capacity} over` : `${capacity} ${isExact ? current : 'within'}`;
}

function stretchesOf(query: BreachQuery, { firstMs, intervalMs, count }: Times): readonly Stretch[] {
  const stretches: { plan: ForecastPlan; first: number; last: number }[] = [];
  for (let i = 0; i < count; i++) {
    const atMs = firstMs + i * intervalMs;
    const stretch = stretches.at(-1);
    if (stretch !== undefined && atMs < stretch.plan.originMs + stretch.plan.stepMs) {
      stretch.last = i;
    } else {
      stretches.push({ plan: planForecast(query, { fromMs: 0, toMs: atMs }, atMs), first: i, last: i });
    }
  }
  return stretches;
}

/** The part of a long history that a query at the plan's origin would have read; `undefined` when it is empty. */
function windowOf({ labels, startMs, stepMs, values }: GridSeries, plan: ForecastPlan): GridSeries | undefined {
  const from = (plan.trainingStartMs - startMs) / stepMs;
  const window = values.slice(from, from + (plan.originMs - plan.trainingStartMs) / stepMs + 1);
  return window.every(Number.isNaN) ? undefined : { labels, startMs: plan.trainingStartMs, stepMs, values: window };
}
